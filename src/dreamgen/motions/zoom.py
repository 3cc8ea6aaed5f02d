"""Zoom: the camera moves in or out."""

from __future__ import annotations

import math

from pydantic import Field, field_validator

from dreamgen.motions.affine import Matrix, scale_matrix, transform_about
from dreamgen.motions.base import Motion
from dreamgen.motions.schedule import Rate, Schedule, integrate

FASTEST = 100.0


def check_factor(speed: float | Schedule) -> float | Schedule:
    """Return a zoom's speed if every value of it is a factor that can be zoomed by."""
    for value in speed.values() if isinstance(speed, Schedule) else [speed]:
        if not 1 / FASTEST <= value <= FASTEST:
            raise ValueError("must be a factor per second, 0.01 to 100: 2 doubles, 0.5 zooms out")
    return speed


class Zoom(Motion):
    """Everything grows by a factor per second about one point, however many frames that takes.

    Along ``ramp(a, b)`` the speed's logarithm changes, which the eye takes for an even change.
    """

    speed: Rate = Field(1.5, description="factor per second; below 1 zooms out")
    x: float = Field(0.0, description="place that stays, from the middle to the right", ge=-4, le=4)
    y: float = Field(0.0, description="place that stays, from the middle down", ge=-4, le=4)

    _check = field_validator("speed")(check_factor)

    def matrix(self, seconds: float) -> Matrix:
        grown = math.exp(integrate(self.speed, seconds, math.log))
        return transform_about(scale_matrix(1 / grown), self.x, self.y)
