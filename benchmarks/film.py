"""Flicker, brightness and speed of dreamed films, against dreaming each frame by itself.

    python benchmarks/film.py --frames 24 --size 320 [--clip clip.mp4]

Clips whose motion is known are made here: a pan over a photograph, and a screen on which a window
moves over a page. Flicker is the mean change, in 0..1, between neighbouring frames along that motion
(for a clip of yours: along its optical flow), where the flow is trusted. Dreaming each frame alone, and
each on a blend of itself and the last dream (0.85, as pytorch-deepdream does), stand beside it.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import torch
from PIL import Image, ImageDraw
from torch import Tensor

import dreamgen
from dreamgen.engine.film.dis import DenseInverseSearch
from dreamgen.engine.film.flow import Flow, carry, measure_flow
from dreamgen.loaders.films.open_film import open_film

BLEND = 0.85
Motion = Callable[[int, Flow], tuple[Tensor, Tensor]]
"""From a frame's number and its optical flow: where its pixels were, and how far to trust that."""


def make_pan(folder: Path, count: int, size: int) -> Motion:
    """Write a pan of 3 pixels to the right and 1 down for each frame, over a photograph."""
    height = size * 3 // 4
    photo = dreamgen.dream("sample:cat", size=size * 2, steps=0, octaves=1).image.convert("RGB")
    whole = photo.resize((size + 3 * count, height + count), Image.Resampling.LANCZOS)
    for number in range(count):
        left, top = 3 * number, number
        part = whole.crop((left, top, left + size, top + height))
        part.save(folder / f"{number:04}.png")

    def motion(number: int, flow: Flow) -> tuple[Tensor, Tensor]:
        shift = torch.tensor([3.0, 1.0]).view(2, 1, 1).expand_as(flow.backward)
        return shift, flow.trust

    return motion


def make_screen(folder: Path, count: int, size: int) -> Motion:
    """Write a page with a chart, over which a window moves by 4 pixels for each frame."""
    height = size * 3 // 4
    page = dreamgen.dream("sample:penguins", size=size, steps=0, octaves=1).image.convert("RGB")
    page = page.resize((size, height), Image.Resampling.LANCZOS)
    window = Image.new("RGB", (size // 3, height // 3), (38, 52, 84))
    draw = ImageDraw.Draw(window)
    draw.rectangle((0, 0, window.width, 14), fill=(220, 120, 60))
    for line in range(3):
        top = 26 + 18 * line
        draw.rectangle((12, top, window.width - 20 - 12 * line, top + 7), fill=(180, 195, 220))
    for number in range(count):
        frame = page.copy()
        frame.paste(window, (4 * number, height // 3))
        frame.save(folder / f"{number:04}.png")

    def motion(number: int, flow: Flow) -> tuple[Tensor, Tensor]:
        backward, trust = torch.zeros_like(flow.backward), torch.ones_like(flow.trust)
        left, top = 4 * number, height // 3
        inside = (slice(top, top + window.height), slice(left, left + window.width))
        backward[0][inside] = -4.0
        trust[:, inside[0], max(0, left - 4) : left] = 0  # what the window has just uncovered
        return backward, trust

    return motion


def follow_flow(number: int, flow: Flow) -> tuple[Tensor, Tensor]:
    """Take the optical flow for the motion of a clip whose own is not known."""
    return flow.backward, flow.trust


def film(folder: Path, size: int, **keys: object) -> Iterator[Tensor]:
    for frame in dreamgen.film(folder, size=size, film=keys):
        yield frame.pixels


def alone(sources: Sequence[Tensor]) -> Iterator[Tensor]:
    for source in sources:
        yield dreamgen.dream(source).frame.pixels


def blended(sources: Sequence[Tensor]) -> Iterator[Tensor]:
    last = None
    for source in sources:
        begun = source if last is None else source.lerp(last, BLEND)
        last = dreamgen.dream(begun).frame.pixels
        yield last


def measure(name: str, dreams: Iterator[Tensor], sources: Sequence[Tensor], motion: Motion) -> None:
    """Print a line of the table."""
    start, frames = time.process_time(), []
    for pixels in dreams:
        frames.append(pixels)
    seconds = time.process_time() - start
    changes, search = [], DenseInverseSearch()
    for number in range(1, len(frames)):
        flow = measure_flow(sources[number - 1], sources[number], search)
        backward, trust = motion(number, flow)
        where = (trust > 0.99).float()
        if not where.any():  # a cut
            continue
        change = (frames[number] - carry(frames[number - 1], backward)).abs().mean(0)
        changes.append(float((change * where).sum() / where.sum()))
    ratios = [float(f.mean() / s.mean()) for f, s in zip(frames, sources, strict=False)]
    flicker = sum(changes) / len(changes)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {name} | {flicker:.4f} | {min(ratios):.3f} to {max(ratios):.3f}"
        f" | {seconds / len(frames):.2f} | {memory:.0f} |",
        flush=True,
    )


def compare(name: str, folder: Path, size: int, motion: Motion, others: int) -> None:
    frames = list(dreamgen.film(folder, size=size, film={"steps": 0, "new": 0}))
    sources = [frame.source for frame in frames if frame.source is not None]
    print(f"\n{name}, {len(sources)} frames of {sources[0].shape[2]} x {sources[0].shape[1]}\n")
    print("| | flicker | brightness over the source's | processor s/frame | peak MB |")
    print("|---|---|---|---|---|")
    few = sources[:others]
    measure("the source itself", iter(sources), sources, motion)
    measure("film", film(folder, size), sources, motion)
    measure("film, every 3rd", film(folder, size, every=3), sources, motion)
    measure("each frame alone", alone(few), few, motion)
    measure("blended with the last", blended(few), few, motion)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--frames", type=int, default=24)
    parser.add_argument("--others", type=int, default=8, help="frames dreamed in the other ways")
    parser.add_argument("--size", type=int, default=320)
    parser.add_argument("--clip", type=Path, help="a film of yours too")
    given = parser.parse_args()
    for name, make in {"A pan over a photograph": make_pan, "A screen": make_screen}.items():
        with tempfile.TemporaryDirectory() as passing:
            motion = make(Path(passing), given.frames, given.size)
            compare(name, Path(passing), given.size, motion, given.others)
    if given.clip is not None:
        with tempfile.TemporaryDirectory() as passing:
            for number, shown in zip(
                range(given.frames), open_film(given.clip).play(), strict=False
            ):
                shown.image.convert("RGB").save(Path(passing) / f"{number:04}.png")
            compare(given.clip.name, Path(passing), given.size, follow_flow, given.others)


if __name__ == "__main__":
    main()
