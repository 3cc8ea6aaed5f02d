"""Rotate and scale the picture a little before each forward pass."""

from __future__ import annotations

import math
import random
from typing import Any

import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional as F

from dreamgen.regularisers.base import Regulariser


class Affine(Regulariser):
    """Rotate the picture about its middle and scale it, at random, before each forward pass.

    What only fires at one angle and one size is noise to the eye; forms survive such changes
    (transformation robustness, Olah, Mordvintsev and Schubert, "Feature Visualization", 2017).
    The view keeps the picture's shape, mirrored where it reaches over the border.
    """

    angle: float = Field(10.0, description="farthest turn either way, in degrees", ge=0, le=180)
    scale: float = Field(0.1, description="largest change of size, as a share of it", ge=0, le=0.9)

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        angle = math.radians(rng.uniform(-self.angle, self.angle))
        size = 1 + rng.uniform(-self.scale, self.scale)
        return _RotateAndScale.apply(picture, angle, size) if angle or size != 1 else picture


class _RotateAndScale(torch.autograd.Function):
    """Rotate and scale; carry the gradient back by the inverse rotation and scaling.

    Autograd would scatter it through the interpolation, which adds in a random order on a GPU: the
    same recipe would no longer give the same picture.
    """

    @staticmethod
    def forward(ctx: Any, picture: Tensor, angle: float, size: float) -> Tensor:
        ctx.angle, ctx.size = angle, size
        return _rotate_and_scale(picture, angle, size, "reflection")

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None, None]:
        # Each pixel covers size^2 pixels of the view, and all of their gradients add up in it.
        return (
            ctx.size**2 * _rotate_and_scale(gradient, -ctx.angle, 1 / ctx.size, "zeros"),
            None,
            None,
        )


def _rotate_and_scale(picture: Tensor, angle: float, size: float, padding: str) -> Tensor:
    """Return (1, C, H, W) rotated by ``angle`` radians and scaled by ``size``, padded by a mode."""
    height, width = picture.shape[2:]
    cos, sin = math.cos(angle) / size, math.sin(angle) / size
    # Made where the picture is: a matrix sent there would make the processor wait at every step.
    # Typed, because in the backward pass nothing else says which type is the default.
    x, y = (
        (2 * torch.arange(side, device=picture.device, dtype=torch.float32) + 1) / side - 1
        for side in (width, height)
    )
    y = y[:, None]
    across, down = cos * x - sin * height / width * y, sin * width / height * x + cos * y
    grid = torch.stack([across, down], -1)[None].to(picture.dtype)
    return F.grid_sample(picture, grid, padding_mode=padding, align_corners=False)
