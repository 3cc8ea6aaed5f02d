"""Steps adapted to the history of each value."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.optimisers.base import Optimiser


class Adam(Optimiser):
    """Adam (Kingma and Ba, 2015), restarted in each octave.

    With random views the last steps still carry their noise into the picture; a small ``final`` lets
    it settle.
    """

    pixelwise: ClassVar[bool] = True  # the mean of its scale is of no weight

    rate: float = Field(0.02, description="length of a step for a steady gradient", gt=0, le=10)
    beta1: float = Field(0.9, description="memory of the gradient", ge=0, lt=1)
    beta2: float = Field(0.99, description="memory of its square", ge=0, lt=1)
    final: float = Field(1.0, description="share of the rate at an octave's end", gt=0, le=1)

    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        first, second = torch.zeros_like(parameters), torch.zeros_like(parameters)
        own = tuple(range(1, parameters.ndim))  # the dimensions of one picture's parameters
        count = 0

        def advance(gradient: Tensor, progress: float) -> Tensor:
            nonlocal count
            count += 1
            first.lerp_(gradient, 1 - self.beta1)
            second.lerp_(gradient.square(), 1 - self.beta2)
            # Gradients of a mean over many pixels are tiny: a fixed epsilon would swallow them.
            scale = (second / (1 - self.beta2**count)).sqrt()
            scale = scale + 1e-6 * scale.mean(own, keepdim=True) + 1e-30
            rate = self.rate * step_size * (1 - (1 - self.final) * progress)
            return (first / (1 - self.beta1**count)) / scale * rate

        return advance
