"""Filters whose lengths are in thousandths of the longest side, so that any size looks alike."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.gaussian import gaussian_blur


def pixels_per_unit(pixels: Tensor) -> float:
    """Return how many pixels a thousandth of the longest side of (C, H, W) is."""
    return max(pixels.shape[1:]) / 1000


def blur(values: Tensor, length: float) -> Tensor:
    """Blur (C, H, W) by a Gaussian whose sigma is ``length`` thousandths of the longest side."""
    sigma = length * pixels_per_unit(values)
    if sigma < 0.25:
        return values
    height, width = values.shape[1:]
    # A broad blur looks the same when it is done on a smaller copy, which takes far less time.
    shrink = max(1, int(sigma / 3))
    size = (max(2, height // shrink), max(2, width // shrink))
    small = F.interpolate(values[None], size, mode="area") if shrink > 1 else values[None]
    sigma = sigma * size[1] / width
    blurred = gaussian_blur(small, sigma, radius=int(3 * sigma + 1))
    if shrink == 1:
        return blurred[0]
    return F.interpolate(blurred, (height, width), mode="bicubic", align_corners=False)[0]


def warp(values: Tensor, right: Tensor | float, down: Tensor | float) -> Tensor:
    """Return (C, H, W) sampled at places moved by so many pixels, each a number or (1, H, W).

    Bicubic, 0..1; beyond the border its nearest pixel is repeated.
    """
    height, width = values.shape[1:]
    x = torch.arange(width) + (right if isinstance(right, float) else right[0])
    y = torch.arange(height)[:, None] + (down if isinstance(down, float) else down[0])
    x, y = torch.broadcast_tensors(x, y)
    grid = torch.stack([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1], dim=-1)[None].float()
    return F.grid_sample(values[None], grid, "bicubic", "border", False)[0].clamp(0, 1)
