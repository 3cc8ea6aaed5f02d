"""Adam that looks a step ahead."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from dreamgen.optimisers.moments import MomentOptimiser

_DECAY = 0.004  # of the warming of beta1, as in the paper


class NAdam(MomentOptimiser):
    """Adam with Nesterov's momentum (Dozat, 2016), restarted in each octave.

    MACO's optimiser (Fel et al. 2023). It turns sooner than ``adam`` where the gradient turns.
    """

    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        first, second = torch.zeros_like(parameters), torch.zeros_like(parameters)
        count, product = 0, 1.0

        def advance(gradient: Tensor, progress: float) -> Tensor:
            nonlocal count, product
            count += 1
            now, ahead = (self._warm_up(step) for step in (count, count + 1))
            product *= now
            first.lerp_(gradient, 1 - self.beta1)
            second.lerp_(gradient.square(), 1 - self.beta2)
            mean = (1 - now) / (1 - product) * gradient + ahead / (1 - product * ahead) * first
            return mean / self.measure_scale(second, count) * (self.rate * step_size)

        return advance

    def _warm_up(self, step: int) -> float:
        """Return the momentum of a step, from 1: half of beta1 at first, and near it later."""
        return self.beta1 * (1 - 0.5 * 0.96 ** (step * _DECAY))
