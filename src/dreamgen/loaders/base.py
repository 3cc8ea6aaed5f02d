"""From bytes to a picture."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from dreamgen.plugins.component import Component
from dreamgen.recipe.values import Size

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture


@dataclass(frozen=True)
class Source:
    """What a loader is handed: the bytes and, for messages only, what the user called them."""

    data: bytes
    name: str


class Loader(Component):
    """Bytes in, picture out. ``accepts`` must be quick and import nothing heavy.

    runs_code: reading a source runs code that is in it; dreamgen then reads it only where whoever
    calls permits that, for example by a command line option of the plugin's (:class:`Option`).
    """

    runs_code: ClassVar[bool] = False

    @abstractmethod
    def accepts(self, source: Source) -> bool:
        """Say whether these bytes are of this loader's kind, going by their content."""

    @abstractmethod
    def load(self, source: Source, size: Size | None) -> Picture:
        """Return the picture at the size asked for; raise BadInput with one clear sentence."""

    def measure(self, source: Source, size: Size | None) -> tuple[int, int] | None:
        """Return the width and height that ``load`` would give, if they can be told at once."""
        return None

    def source_of(self, value: Any) -> Source | None:
        """Return the bytes of a Python object such as a figure; None for an unknown object."""
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
