"""Adam that looks a step ahead."""

from __future__ import annotations

from collections.abc import Callable

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.optimisers.base import Optimiser

_DECAY = 0.004  # of the warming of beta1, as in the paper


class NAdam(Optimiser):
    """Adam with Nesterov's momentum (Dozat, 2016), restarted in each octave.

    MACO's optimiser (Fel et al. 2023). It turns sooner than ``adam`` where the gradient turns.
    """

    rate: float = Field(0.02, description="length of a step for a steady gradient", gt=0, le=10)
    beta1: float = Field(0.9, description="memory of the gradient", ge=0, lt=1)
    beta2: float = Field(0.99, description="memory of its square", ge=0, lt=1)

    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        first, second = torch.zeros_like(parameters), torch.zeros_like(parameters)
        own = tuple(range(1, parameters.ndim))  # the dimensions of one picture's parameters
        count, product = 0, 1.0

        def advance(gradient: Tensor, progress: float) -> Tensor:
            nonlocal count, product
            count += 1
            now, ahead = (self._warm_up(step) for step in (count, count + 1))
            product *= now
            first.lerp_(gradient, 1 - self.beta1)
            second.lerp_(gradient.square(), 1 - self.beta2)
            # Gradients of a mean over many pixels are tiny: a fixed epsilon would swallow them.
            scale = (second / (1 - self.beta2**count)).sqrt()
            scale = scale + 1e-6 * scale.mean(own, keepdim=True) + 1e-30
            mean = (1 - now) / (1 - product) * gradient + ahead / (1 - product * ahead) * first
            return mean / scale * (self.rate * step_size)

        return advance

    def _warm_up(self, step: int) -> float:
        """Return the momentum of a step, from 1: half of beta1 at first, and near it later."""
        return self.beta1 * (1 - 0.5 * 0.96 ** (step * _DECAY))
