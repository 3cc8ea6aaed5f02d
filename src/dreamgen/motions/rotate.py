"""Rotate: the camera turns."""

from __future__ import annotations

from pydantic import Field

from dreamgen.motions.affine import Matrix, rotation_matrix, transform_about
from dreamgen.motions.base import Motion
from dreamgen.motions.schedule import Rate, integrate


class Rotate(Motion):
    """The picture turns clockwise by degrees per second; negative ones turn it back."""

    speed: Rate = Field(15.0, description="degrees per second, clockwise")
    x: float = Field(0.0, description="place that stays, from the middle to the right", ge=-4, le=4)
    y: float = Field(0.0, description="place that stays, from the middle down", ge=-4, le=4)

    def matrix(self, seconds: float) -> Matrix:
        # The camera turns the other way.
        return transform_about(rotation_matrix(-integrate(self.speed, seconds)), self.x, self.y)
