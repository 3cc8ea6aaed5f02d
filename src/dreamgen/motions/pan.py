"""Pan: the camera moves sideways."""

from __future__ import annotations

from pydantic import Field

from dreamgen.motions.affine import Matrix, translation_matrix
from dreamgen.motions.base import Motion
from dreamgen.motions.schedule import Rate, integrate


class Pan(Motion):
    """The camera moves by a share of what it sees: 1 is half the frame's shorter side per second.

    What comes in over the edge is the picture mirrored, and dreamed on.
    """

    x: Rate = Field(0.2, description="half sides per second to the right")
    y: Rate = Field(0.0, description="half sides per second down")

    def matrix(self, seconds: float) -> Matrix:
        return translation_matrix(integrate(self.x, seconds), integrate(self.y, seconds))
