"""From bytes to a picture, and from frames to a file."""

from __future__ import annotations

import random
from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from dreamgen.components.base import Component

if TYPE_CHECKING:
    from dreamgen.picture import Frame, Picture


@dataclass(frozen=True)
class Source:
    """What a loader is handed: the bytes and, for messages only, what the user called them."""

    data: bytes
    name: str


@dataclass(frozen=True)
class Size:
    """A size in pixels: the longest side alone (height None), or width and height."""

    width: int
    height: int | None = None

    def fit(self, width: float, height: float) -> tuple[int, int]:
        """Return (width, height) in whole pixels for something of the given natural size."""
        if self.height is not None:
            return self.width, self.height
        scale = self.width / max(width, height)
        return max(1, round(width * scale)), max(1, round(height * scale))


class Loader(Component):
    """Bytes in, picture out. ``accepts`` must be quick and import nothing heavy."""

    @abstractmethod
    def accepts(self, source: Source) -> bool:
        """Say whether these bytes are of this loader's kind, going by their content."""

    @abstractmethod
    def load(self, source: Source, size: Size | None) -> Picture:
        """Return the picture at the size asked for; raise BadInput with one clear sentence."""

    def source_of(self, value: Any) -> Source | None:
        """Return what a Python object, as a figure, is as bytes; None for what is not known."""
        return None


class Converter(Loader):
    """A loader that turns its bytes into another's: a table into a chart, a chart into SVG.

    Parameters of the recipe's that it does not have itself are the next loader's.
    """

    @abstractmethod
    def convert(self, source: Source) -> Source:
        """Return bytes that another loader reads; raise BadInput with one clear sentence."""

    def load(self, source: Source, size: Size | None) -> Picture:
        raise NotImplementedError("what a converter gives is loaded by another loader")


class Finish(Component):
    """What is done to a finished dream, as a press, paper and weather would do it."""

    @abstractmethod
    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        """Return the frame changed; ``source`` is what it was dreamed from, of the same size.

        Everything random comes from ``rng``, which the recipe seeds. Words that the source
        protects must stay readable.
        """


class Output(Component):
    """Frames in, file out. ``suffixes`` says which file names choose it.

    ``moving`` outputs write every frame, the others the last one. Where ``even`` is true, the
    format takes only frames of even width and height. One that works ``in_place`` is handed the
    final path, a folder, and puts whole files into it.
    """

    suffixes: ClassVar[tuple[str, ...]] = ()
    moving: ClassVar[bool] = False
    even: ClassVar[bool] = False
    in_place: ClassVar[bool] = False

    def check(self) -> None:
        """Raise BadInput if this machine lacks what it needs; called before anything is dreamed."""

    @abstractmethod
    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write to ``path``, which the caller moves into place, with the recipe's text embedded."""
