"""A penalty on the squared distance from the picture given."""

from __future__ import annotations

from pydantic import Field
from torch import Tensor

from dreamgen.regularisers.base import Regulariser


class L2(Regulariser):
    """The mean squared difference from the picture given (Simonyan, Vedaldi and Zisserman, 2013).

    It pulls the harder the further a pixel has gone: everything changes a little, nothing much.
    """

    weight: float = Field(1.0, description="how much it counts against the objective", ge=0)

    def distance(self, pictures: Tensor, source: Tensor) -> Tensor:
        return self.weight * (pictures - source).square().mean((1, 2, 3))
