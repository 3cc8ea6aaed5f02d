"""A film that is read: what is known of it, and its pictures one by one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

USUAL_RATE = 25.0
FASTEST = 240.0
"""Frames per second; what claims to have more is read at this rate."""


@dataclass(frozen=True)
class Shown:
    """One picture of a film, upright and in sRGB, and when it is first shown, in seconds."""

    seconds: float
    image: Image.Image


class Reel(ABC):
    """A film that can be read from any moment on, as often as needed; memory holds one picture.

    size: width and height in pixels, upright. rate: frames per second, on average where they are of
    different lengths. seconds: how long it is. has_sound: whether it has a sound track. range_name:
    the high dynamic range that is compressed to sRGB, if any. may_be_transparent: False where it is
    known that all of it is opaque. can_seek: whether it plays from a late moment without decoding what
    is before.
    """

    size: tuple[int, int]
    rate: float
    seconds: float
    has_sound: bool = False
    range_name: str | None = None
    may_be_transparent: bool = True
    can_seek: bool = True

    @abstractmethod
    def play(self, start: float = 0.0) -> Iterator[Shown]:
        """Yield the pictures in order, from the one that is shown at ``start`` seconds."""


def still_picture(path: Path) -> str:
    """Return the sentence about a file that is no film."""
    return f"{path} is a still picture, not a film: `dreamgen render` dreams it"


def count_ticks(start: float, stop: float, rate: float) -> int:
    """Return how many frames of a constant rate lie between two moments: one at least."""
    return max(1, round((stop - start) * rate))
