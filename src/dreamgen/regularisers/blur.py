"""Smooth the gradient, strongly at first and finely at the end."""

from __future__ import annotations

from pydantic import Field
from torch import Tensor

from dreamgen.imaging.gaussian import find_radius, gaussian_blur
from dreamgen.regularisers.base import Regulariser


class Blur(Regulariser):
    """The mean of three Gaussian blurs of the gradient, at half, one and two times sigma.

    The cascade is pytorch-deepdream's (Gordic, 2020). There sigma grows with the step; here it
    falls from ``start`` to ``end``, so that large forms come first and detail last.
    """

    start: float = Field(1.5, description="sigma at an octave's first step, in pixels", ge=0, le=32)
    end: float = Field(0.5, description="sigma at an octave's last step, in pixels", ge=0, le=32)

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        sigma = self.start + (self.end - self.start) * progress
        half, one, two = (gaussian_blur(gradient, sigma * scale) for scale in (0.5, 1.0, 2.0))
        return (half + one).add_(two).div_(3)

    def find_reach(self) -> int:
        return find_radius(2 * max(self.start, self.end))
