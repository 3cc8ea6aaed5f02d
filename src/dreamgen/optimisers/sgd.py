"""The gradient itself, with momentum."""

from __future__ import annotations

from collections.abc import Callable

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.optimisers.base import Optimiser


class Sgd(Optimiser):
    """Steps along the gradient, with momentum (Polyak, 1964), restarted in each octave.

    The gradients are divided by the root of the mean square of the first one, so that a rate means
    the same for networks and objectives of any scale; after that their own lengths count. ``nesterov``
    looks a step ahead (Nesterov, 1983).
    """

    rate: float = Field(0.01, description="length of the first step, of 0 to 1", gt=0, le=10)
    momentum: float = Field(0.9, description="share of the last step in the next", ge=0, lt=1)
    nesterov: bool = Field(False, description="whether to look a step ahead")

    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        velocity = torch.zeros_like(parameters)
        own = tuple(range(1, parameters.ndim))  # the dimensions of one picture's parameters
        scale: Tensor | None = None

        def advance(gradient: Tensor, progress: float) -> Tensor:
            nonlocal scale
            if scale is None:
                scale = gradient.square().mean(own, keepdim=True).sqrt() + 1e-30
            gradient = gradient / scale
            velocity.mul_(self.momentum).add_(gradient)
            step = gradient + self.momentum * velocity if self.nesterov else velocity
            return step * (self.rate * step_size)

        return advance
