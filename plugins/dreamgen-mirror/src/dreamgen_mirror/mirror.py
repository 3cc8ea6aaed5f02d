"""Mirror symmetry, by treating both sides of an axis alike."""

from __future__ import annotations

from typing import Literal

import torch
from pydantic import Field

from dreamgen import Regulariser

_DIMENSIONS = {"vertical": (3,), "horizontal": (2,), "both": (2, 3)}


class Mirror(Regulariser):
    """Average the gradient, (B, 3, H, W), with its mirror images, so that both sides grow alike.

    A picture that is symmetric stays so; any other one drifts towards symmetry.
    """

    axes: Literal["vertical", "horizontal", "both"] = Field(
        "vertical", description="the mirror's axis: left-right is vertical"
    )

    def gradient(self, gradient: torch.Tensor, progress: float) -> torch.Tensor:
        for dimension in _DIMENSIONS[self.axes]:
            gradient = (gradient + gradient.flip(dimension)) / 2
        return gradient
