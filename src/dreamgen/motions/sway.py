"""Sway: swing to and fro, as on a boat."""

from __future__ import annotations

import math

from pydantic import Field

from dreamgen.motions.affine import Matrix, compose, rotation_matrix, translation_matrix
from dreamgen.motions.base import Motion


class Sway(Motion):
    """A swing that comes back to where it began after each ``period``.

    Turning and shifting are a quarter of a period apart, so the frame never stands still. For a
    loop, choose a period that the loop's seconds are a multiple of.
    """

    turn: float = Field(6.0, description="degrees to either side", ge=-180, le=180)
    shift: float = Field(0.06, description="half sides to either side", ge=-2, le=2)
    period: float = Field(4.0, description="seconds to and fro", gt=0, le=3600)

    def matrix(self, seconds: float) -> Matrix:
        phase = 2 * math.pi * seconds / self.period
        shift = translation_matrix(
            self.shift * math.sin(phase), self.shift * (1 - math.cos(phase)) / 2
        )
        return compose(shift, rotation_matrix(-self.turn * math.sin(phase)))
