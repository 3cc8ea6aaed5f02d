"""How fast a live dream is, and how soon it is rich, at several rates.

The picture is a photograph with a sensor's noise, which stands still, or moves to and fro.

    python benchmarks/live.py [--seconds 20]
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from importlib.resources import files

import numpy as np
from PIL import Image

import dreamgen

RATES = (5, 10, 15)
RICH = 0.8
"""Share of the strength allowed at which a dream counts as rich."""


def read_picture() -> np.ndarray:
    with Image.open(str(files("dreamgen") / "samples" / "cat.jpg")) as image:
        return np.asarray(image.convert("RGB").resize((700, 500)))


def view(picture: np.ndarray, moment: float, speed: float) -> np.ndarray:
    """Return 640 x 480 pixels of a picture, with a sensor's noise; ``speed`` is in pixels a second."""
    x = round(30 + 30 * np.sin(speed / 30 * moment))
    part = picture[10:490, x : x + 640].astype(np.int16)
    noise = np.random.default_rng(round(moment * 1e6)).integers(-4, 5, part.shape)
    return np.clip(part + noise, 0, 255).astype(np.uint8)


def measure(fps: float, speed: float, seconds: float) -> list[str]:
    picture = read_picture()
    live = dreamgen.live(fps=fps)
    begun, latencies, rich = time.perf_counter(), [], None
    while (moment := time.perf_counter() - begun) < seconds:
        frame = live.show(view(picture, moment, speed))
        latencies.append(live.latency)
        strength = float((frame.pixels - frame.source).std()) / 0.15
        if rich is None and strength > RICH:
            rich = moment
        time.sleep(max(0.0, moment + 1 / fps - (time.perf_counter() - begun)))
    half = latencies[len(latencies) // 2 :]
    reached = len(latencies) / (time.perf_counter() - begun)
    low, high = (1000 * float(np.quantile(half, share)) for share in (0.5, 0.95))
    width, height = live.size
    return [
        f"{fps:g}",
        "moves" if speed else "stands still",
        f"{reached:.1f}",
        f"{low:.0f} and {high:.0f} ms",
        f"{width}x{height}",
        "-" if rich is None else f"{rich:.1f} s",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    seconds = parser.parse_args().seconds
    print("| asked for | the picture | reached | latency, median and 95 % | size | rich after |")
    print("| --- | --- | --- | --- | --- | --- |")
    for fps in RATES:
        for speed in (0.0, 40.0):
            print("| " + " | ".join(measure(fps, speed, seconds)) + " |", flush=True)
    unit = 2**20 if sys.platform == "darwin" else 2**10
    print(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit} MB at most")


if __name__ == "__main__":
    main()
