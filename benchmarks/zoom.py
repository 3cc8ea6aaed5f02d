"""How much cheaper nested zooms are than feedback, and what they need of memory.

    python benchmarks/zoom.py                    512 px, 30 fps, 4 s, and 10 s against 60 s of memory
    python benchmarks/zoom.py --size 256

Both modes dream with the same steps and octaves. Feedback costs the same for every frame, so only
its first frames are timed; nested mode is timed whole. Every measurement is a process of its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from subprocess_measurement import add_flag, answer, measure_in_subprocess, peak

FEEDBACK_FRAMES = 6


def main() -> None:
    """Measure, and print a table; exit with 1 if an aim is missed."""
    arguments = _arguments()
    if arguments.measure:
        answer(arguments.measure, measure)
        return
    common = {"size": arguments.size, "steps": arguments.steps}
    nested = measure_in_subprocess(__file__, mode="nested", seconds=4, **common)
    feedback = measure_in_subprocess(
        __file__, mode="feedback", seconds=4, frames=FEEDBACK_FRAMES, **common
    )
    ratio = nested["fps"] / feedback["fps"]
    print(f"nested    {nested['fps']:8.3f} frames per second   {nested['seconds']:7.1f} s")
    print(f"feedback  {feedback['fps']:8.3f} frames per second")
    print(f"ratio     {ratio:8.1f}   (aim: 10)")
    light = {"size": min(arguments.size, 256), "steps": 1}
    short, long = (
        measure_in_subprocess(__file__, mode="nested", seconds=s, write=True, **light)
        for s in (10, 60)
    )
    growth = long["memory"] / short["memory"] - 1
    print(f"memory    {short['memory']:8.0f} MB for 10 s, {long['memory']:.0f} MB for 60 s")
    print(f"growth    {growth:8.1%}   (aim: at most 5 %)")
    sys.exit(ratio < 10 or growth > 0.05)


def measure(
    mode: str, seconds: float, size: int, steps: int, frames: int | None = None, write: bool = False
) -> dict[str, float]:
    """Return frames per second, seconds and peak memory in MB of one zoom."""
    import dreamgen

    zoom = {"steps": steps, "motion": "zoom(1.5)"}
    film = dreamgen.zoom("noise", size=size, steps=steps, seconds=seconds, mode=mode, zoom=zoom)
    count = len(film) if frames is None else frames
    if write:
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            film.save(Path(folder) / "film.mp4")
    else:
        drawn = iter(film)
        if mode == "feedback":
            next(drawn)  # the first frame is a whole still picture in both modes
        start = time.perf_counter()
        for _ in range(count):
            next(drawn)
    spent = time.perf_counter() - start
    return {"fps": count / spent, "seconds": spent, "memory": peak()}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=int, default=512)
    parser.add_argument("--steps", type=int, default=16, help="in a dream's smallest octave")
    add_flag(parser)
    return parser.parse_args()


if __name__ == "__main__":
    main()
