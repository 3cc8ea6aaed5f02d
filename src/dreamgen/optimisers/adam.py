"""Steps adapted to the history of each value."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.optimisers.moments import MomentOptimiser


class Adam(MomentOptimiser):
    """Adam (Kingma and Ba, 2015), restarted in each octave.

    With random views the last steps still carry their noise into the picture; a small ``final`` lets
    it settle.
    """

    pixelwise: ClassVar[bool] = True  # the mean of its scale is of no weight

    final: float = Field(1.0, description="share of the rate at an octave's end", gt=0, le=1)

    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        first, second = torch.zeros_like(parameters), torch.zeros_like(parameters)
        count = 0

        def advance(gradient: Tensor, progress: float) -> Tensor:
            nonlocal count
            count += 1
            first.lerp_(gradient, 1 - self.beta1)
            second.lerp_(gradient.square(), 1 - self.beta2)
            rate = self.rate * step_size * (1 - (1 - self.final) * progress)
            return (first / (1 - self.beta1**count)) / self.measure_scale(second, count) * rate

        return advance
