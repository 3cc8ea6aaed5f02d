"""Numbers over time that the formulas of a recipe follow."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, eq=False)
class Curve:
    """A number over time: float64 ``values``, (n,), ``rate`` of them a second from 0 on.

    Between them it goes in straight lines. After the end the last value stays, or with ``loops`` it
    begins anew.

    >>> import numpy as np
    >>> Curve(np.array([0.0, 1.0, 0.0]), rate=1).at(0.5)
    0.5
    """

    values: np.ndarray
    rate: float
    loops: bool = False

    @property
    def seconds(self) -> float:
        """How long it goes on before it stays, or begins anew."""
        count = len(self.values)
        return (count if self.loops else count - 1) / self.rate

    def at(self, seconds: Any) -> Any:
        """Return the value at a moment, a float; or those at an array of moments, float64."""
        import numpy as np

        moments = np.arange(len(self.values)) / self.rate
        period = self.seconds if self.loops else None
        found = np.interp(seconds, moments, self.values, period=period)
        return found if np.ndim(seconds) else float(found)


@dataclass(frozen=True)
class Soundtrack:
    """The sound of a file from ``start`` seconds on; with ``loops`` it begins anew there."""

    file: str
    start: float = 0.0
    loops: bool = False


class Files(Protocol):
    """Reads the files that a recipe names, as its caller permits, and notes what they hold."""

    def data(self, name: str) -> bytes:
        """Return the bytes of a file; raise BadInput if it cannot be read."""


class Curves(Component):
    """Numbers over time that formulas follow by name: what a song does, a column of a table.

    ``offers`` are the names that formulas can use. With ("value",) alone the component may also be
    called in place, as in ``zoom(1 + csv(prices.csv, close))``.
    """

    offers: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def read(self, files: Files, seconds: float) -> Mapping[str, Curve]:
        """Return a curve for each name of ``offers``.

        ``files.data(name)`` gives the bytes of a file. ``seconds``, above 0, is how long the film or
        the zoom is that follows them. Raise BadInput for what cannot be read.
        """

    @property
    def sound(self) -> Soundtrack | None:
        """The sound that goes with the film in place of its own, or None."""
        return None
