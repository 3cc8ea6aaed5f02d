"""The camera of a zoom without an end."""

from __future__ import annotations

import math
import sys
from bisect import bisect_left

import numpy as np

from dreamgen.engine.zoom.camera import GRID, Camera, Motions, Transform
from dreamgen.errors import BadInput

BEHIND = 3  # keyframes behind the camera whose way is kept; a frame shows fewer
LEAST_DEPTH = 0.01  # keyframes in a lap, below which a zoom goes nowhere


class EndlessCamera(Camera):
    """A camera that goes on and on: after its seconds, a lap, each motion begins anew.

    It forgets the way behind it and measures from a moment that moves along, so that neither memory
    nor numbers come to an end. Raises BadInput for motions that lead nowhere, or out: what is
    outermost in a zoom out is dreamed last, and here there is no last.
    """

    def __init__(self, motions: Motions, seconds: float, factor: float):
        super().__init__(motions, seconds, factor)
        if self.backwards:
            raise BadInput("an endless zoom goes in: a zoom out begins at its deepest place")
        if self.deepest < LEAST_DEPTH:
            raise BadInput("an endless zoom needs a motion that leads on, as zoom(1.5)")
        self._start: Transform = np.eye(3)

    @property
    def count(self) -> int:
        return sys.maxsize

    def progress(self, number: int) -> float:
        """Return how far a keyframe is along the lap that it is in, 0 to 1."""
        return number / self.deepest % 1.0

    def forget(self, depth: float) -> None:
        behind = bisect_left(self._depths, math.floor(depth) - BEHIND) - 1
        if behind < GRID:  # not for every frame
            return
        origin = self._transforms[behind]
        self._start = self._start @ origin
        self._transforms = list(np.linalg.solve(origin, np.stack(self._transforms[behind:])))
        self._depths = self._depths[behind:]
        self._first += behind

    def from_start(self, view: Transform) -> Transform:
        return self._start @ view

    def _move(self, along: float, step: float) -> Transform:
        return super()._move(along % self._seconds, step)

    def _is_too_long(self, moments: int) -> bool:
        return False
