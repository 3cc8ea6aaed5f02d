"""A penalty on how far the picture is from the one given, pixel by pixel."""

from __future__ import annotations

from pydantic import Field
from torch import Tensor

from dreamgen.regularisers.base import Regulariser


class L1(Regulariser):
    """The mean absolute difference from the picture given.

    It pulls equally at small and large changes: what gains little by changing stays exactly as it
    was, and the rest may change freely (as the lasso: Tibshirani, 1996).
    """

    weight: float = Field(1.0, description="how much it counts against the objective", ge=0)

    def distance(self, pictures: Tensor, source: Tensor) -> Tensor:
        return self.weight * (pictures - source).abs().mean((1, 2, 3))
