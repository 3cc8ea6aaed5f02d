"""Animated GIF, WebP, PNG and AVIF, read by Pillow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageSequence

from dreamgen.errors import BadInput
from dreamgen.loaders.films.reel import FASTEST, Reel, Shown, still_picture
from dreamgen.loaders.films.transparency import shows_ground
from dreamgen.loaders.sizing import check_pixels

USUAL = 0.1
"""Seconds of a frame that gives no duration, or one that no browser keeps to."""
SHORTEST = 0.011


class Animation(Reel):
    """An animation in a picture's file. Raise BadInput for one that is damaged, or a still."""

    can_seek = False

    def __init__(self, path: Path):
        self._path = path
        with self._open() as image:
            check_pixels(*image.size, str(path))
            self.size = image.size
            durations, is_transparent = [], False
            for frame in self._frames(image):
                durations.append(_read_duration(frame))
                is_transparent = is_transparent or shows_ground(_to_colours(frame))
            self.may_be_transparent = is_transparent
        if len(durations) < 2:
            raise BadInput(still_picture(path))
        self.seconds = sum(durations)
        self.rate = min(FASTEST, len(durations) / self.seconds)

    def play(self, start: float = 0.0) -> Iterator[Shown]:
        at = 0.0
        with self._open() as image:
            for frame in self._frames(image):
                ends = at + _read_duration(frame)
                if ends > start:
                    yield Shown(at, _to_colours(frame))
                at = ends

    def _open(self) -> Image.Image:
        try:
            return Image.open(self._path)
        except (OSError, SyntaxError, ValueError) as problem:
            raise self._damage(problem) from None

    def _frames(self, image: Image.Image) -> Iterator[Image.Image]:
        try:
            yield from ImageSequence.Iterator(image)
        except (OSError, SyntaxError, ValueError, EOFError) as problem:
            raise self._damage(problem) from None

    def _damage(self, problem: Exception) -> BadInput:
        reason = " ".join(str(problem).split())[:100]
        return BadInput(f"{self._path} cannot be read as an animation: {reason}")


def _to_colours(frame: Image.Image) -> Image.Image:
    return frame.convert("RGBA" if frame.has_transparency_data else "RGB")


def _read_duration(frame: Image.Image) -> float:
    """Return a frame's seconds; browsers show those of 10 ms and less for 100, and so do we."""
    frame.load()
    seconds = float(frame.info.get("duration") or 0) / 1000
    return seconds if seconds >= SHORTEST else USUAL
