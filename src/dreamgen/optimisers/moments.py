"""What optimisers share that remember the gradient and its square."""

from __future__ import annotations

from pydantic import Field
from torch import Tensor

from dreamgen.optimisers.base import Optimiser


class MomentOptimiser(Optimiser):
    """Divides a mean of the gradients by the root of the mean of their squares."""

    rate: float = Field(0.02, description="length of a step for a steady gradient", gt=0, le=10)
    beta1: float = Field(0.9, description="memory of the gradient", ge=0, lt=1)
    beta2: float = Field(0.99, description="memory of its square", ge=0, lt=1)

    def measure_scale(self, second: Tensor, count: int) -> Tensor:
        """Return the root of the second moment after ``count`` steps, above zero; of its shape.

        Each picture's parameters are one of the first dimension.
        """
        scale = (second / (1 - self.beta2**count)).sqrt()
        own = tuple(range(1, second.ndim))
        # Gradients of a mean over many pixels are tiny: a fixed epsilon would swallow them.
        return scale + 1e-6 * scale.mean(own, keepdim=True) + 1e-30
