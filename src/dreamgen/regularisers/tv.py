"""A penalty on differences between neighbouring pixels."""

from __future__ import annotations

from pydantic import Field
from torch import Tensor

from dreamgen.regularisers.base import Regulariser


class TotalVariation(Regulariser):
    """Total variation: the mean squared difference of neighbours (Mahendran and Vedaldi, 2015)."""

    weight: float = Field(1.0, description="how much it counts against the objective", ge=0)

    def penalty(self, pictures: Tensor) -> Tensor:
        down = (pictures[:, :, 1:] - pictures[:, :, :-1]).square().mean((1, 2, 3))
        across = (pictures[:, :, :, 1:] - pictures[:, :, :, :-1]).square().mean((1, 2, 3))
        return self.weight * (down + across)

    def find_reach(self) -> int:
        return 1
