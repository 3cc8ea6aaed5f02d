"""Spiral: zoom and turn at once, about a point off the middle."""

from __future__ import annotations

import math

from pydantic import Field, field_validator

from dreamgen.motions.affine import Matrix, compose, rotation_matrix, scale_matrix, transform_about
from dreamgen.motions.base import Motion
from dreamgen.motions.schedule import Rate, integrate
from dreamgen.motions.zoom import check_factor


class Spiral(Motion):
    """A logarithmic spiral: each turn enlarges by the same factor.

    The eye of the spiral is the point (x, y), in half sides from the middle; it stays in place.
    """

    speed: Rate = Field(1.5, description="factor per second; below 1 zooms out")
    turn: Rate = Field(30.0, description="degrees per second, clockwise")
    x: float = Field(0.25, description="the eye, from the middle to the right", ge=-4, le=4)
    y: float = Field(0.1, description="the eye, from the middle down", ge=-4, le=4)

    _check = field_validator("speed")(check_factor)

    def matrix(self, seconds: float) -> Matrix:
        grown = math.exp(integrate(self.speed, seconds, math.log))
        turned = rotation_matrix(-integrate(self.turn, seconds))
        return transform_about(compose(scale_matrix(1 / grown), turned), self.x, self.y)
