"""Smooth the gradient, strongly at first and finely at the end."""

from __future__ import annotations

import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional as F

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
        half, one, two = (gaussian(gradient, sigma * scale) for scale in (0.5, 1.0, 2.0))
        return (half + one + two) / 3


def gaussian(picture: Tensor, sigma: float) -> Tensor:
    """Blur (B, C, H, W) by a Gaussian of ``sigma`` pixels, mirrored at the edges."""
    radius = min(int(3 * sigma + 0.5), min(picture.shape[2:]) - 1)
    if radius < 1:
        return picture
    offsets = torch.arange(-radius, radius + 1, device=picture.device, dtype=picture.dtype)
    kernel = torch.exp(-offsets.square() / (2 * sigma**2))
    kernel = (kernel / kernel.sum())[None, None]
    # Channels as a batch: on a CPU three times as fast as a convolution in groups.
    padded = F.pad(picture, (radius, radius, radius, radius), mode="reflect")
    planes = padded.flatten(0, 1)[:, None].contiguous()
    across = F.conv2d(planes, kernel[:, :, None, :])
    blurred = F.conv2d(across, kernel[:, :, :, None])
    return blurred[:, 0].unflatten(0, picture.shape[:2])
