"""A step along the gradient, of the same length for networks of any scale."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.optimisers.base import Optimiser


class Normalised(Optimiser):
    """The gradient over its mean magnitude where it is not zero (Mordvintsev et al., 2015).

    Leaving zeros out keeps the step the same inside a small mask. ``clip`` stops single pixels from
    running ahead; the step shrinks to ``final`` of its size by an octave's end.
    """

    pixelwise: ClassVar[bool] = True

    size: float = Field(0.012, description="mean change of a value per step, of 0 to 1", gt=0, le=1)
    clip: float = Field(6.0, description="largest change, in mean changes", gt=0)
    final: float = Field(0.5, description="share of the step at an octave's end", gt=0, le=1)

    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        one_each = (-1, *[1] * (parameters.ndim - 1))

        def advance(gradient: Tensor, progress: float, sums: Tensor | None = None) -> Tensor:
            strength, moving = (self.measure_strip(gradient) if sums is None else sums).unbind(1)
            mean = (strength / moving.clamp(min=1) + 1e-20).view(one_each)
            length = self.size * step_size * (1 - (1 - self.final) * progress)
            return (gradient / mean).clamp_(-self.clip, self.clip).mul_(length)

        return advance

    def measure_strip(self, gradient: Tensor) -> Tensor:
        """Return the sum of magnitudes, and how many are not zero, (B, 2)."""
        own = tuple(range(1, gradient.ndim))  # the dimensions of one picture's parameters
        moving = (gradient != 0).sum(own)
        return torch.stack([gradient.abs().sum(own), moving.to(gradient.dtype)], 1)
