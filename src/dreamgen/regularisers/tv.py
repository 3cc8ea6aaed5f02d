"""A penalty on differences between neighbouring pixels."""

from __future__ import annotations

from pydantic import Field
from torch import Tensor

from dreamgen.regularisers.base import Regulariser


class TotalVariation(Regulariser):
    """Total variation: the mean squared difference of neighbours (Mahendran and Vedaldi, 2015)."""

    weight: float = Field(1.0, description="how much it counts against the objective", ge=0)

    def penalty(self, picture: Tensor) -> Tensor:
        down = (picture[:, :, 1:] - picture[:, :, :-1]).square().mean()
        across = (picture[:, :, :, 1:] - picture[:, :, :, :-1]).square().mean()
        return self.weight * (down + across)
