"""Where the camera of a zoom goes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from dreamgen.plugins.component import Component


class Motion(Component):
    """Where a camera goes: a map of the plane for each moment, in natural units per second."""

    @abstractmethod
    def matrix(self, seconds: float) -> Sequence[Sequence[float]]:
        """Return the 3x3 matrix from what the camera sees after ``seconds`` to the picture.

        In units of half the shorter side from the middle, x to the right, y down; the identity at
        0. ``seconds`` may be negative. Other motions act at the same time, on what is then seen.
        """
