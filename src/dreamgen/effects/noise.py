"""Random fields that look alike at any size, and the blur and warp that effects share.

Lengths are in thousandths of the picture's longest side, so that a small render foretells a large
one. Fields are float32 (1, H, W).
"""

from __future__ import annotations

import random

import torch
from torch import Tensor
from torch.nn import functional as F


def unit(pixels: Tensor) -> float:
    """Return how many pixels a thousandth of the longest side of (C, H, W) is."""
    return max(pixels.shape[1:]) / 1000


def generator(rng: random.Random) -> torch.Generator:
    """Return a generator of torch's that is seeded by one of Python's."""
    return torch.Generator().manual_seed(rng.getrandbits(62))


def cloud(
    pixels: Tensor, rng: random.Random, coarse: float, fine: float, gain: float = 0.5
) -> Tensor:
    """Return fractal noise of mean 0 and deviation 1 over the picture's plane.

    Its largest forms measure ``coarse`` and its smallest about ``fine`` thousandths of the longest
    side; each scale, half as large as the one before, is ``gain`` times as strong.
    """
    height, width = pixels.shape[1:]
    seeded, total, strength, length = generator(rng), torch.zeros(1, height, width), 1.0, coarse
    while length >= fine:
        cell = max(length * unit(pixels), 1.0)
        grid = (max(2, round(height / cell) + 2), max(2, round(width / cell) + 2))
        values = torch.randn((1, 1, *grid), generator=seeded)
        layer = F.interpolate(values, (height, width), mode="bicubic", align_corners=True)[0]
        total += strength * layer
        strength, length = strength * gain, length / 2
    return (total - total.mean()) / total.std().clamp_min(1e-6)


def blur(values: Tensor, length: float) -> Tensor:
    """Blur (C, H, W) by a Gaussian whose sigma is ``length`` thousandths of the longest side."""
    sigma = length * unit(values)
    if sigma < 0.25:
        return values
    height, width = values.shape[1:]
    # A broad blur looks the same when it is done on a smaller copy, which takes far less time.
    shrink = max(1, int(sigma / 3))
    size = (max(2, height // shrink), max(2, width // shrink))
    small = F.interpolate(values[None], size, mode="area") if shrink > 1 else values[None]
    sigma = sigma * size[1] / width
    radius = min(int(3 * sigma + 1), min(size) - 1)
    offsets = torch.arange(-radius, radius + 1, dtype=values.dtype)
    kernel = torch.exp(-offsets.square() / (2 * sigma**2))
    kernel = (kernel / kernel.sum())[None, None]
    planes = F.pad(small, (radius,) * 4, mode="reflect").transpose(0, 1)
    planes = F.conv2d(F.conv2d(planes, kernel[:, :, None, :]), kernel[:, :, :, None]).transpose(
        0, 1
    )
    if shrink == 1:
        return planes[0]
    return F.interpolate(planes, (height, width), mode="bicubic", align_corners=False)[0]


def warp(values: Tensor, right: Tensor | float, down: Tensor | float) -> Tensor:
    """Return (C, H, W) sampled at places moved by so many pixels, each a number or (1, H, W)."""
    height, width = values.shape[1:]
    x = (
        (torch.arange(width) + right)
        if isinstance(right, float)
        else torch.arange(width) + right[0]
    )
    y = torch.arange(height)[:, None] + (down if isinstance(down, float) else down[0])
    x, y = torch.broadcast_tensors(x, y)
    grid = torch.stack([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1], dim=-1)
    options = {"mode": "bicubic", "padding_mode": "border", "align_corners": False}
    return F.grid_sample(values[None], grid[None].float(), **options)[0].clamp(0, 1)


def cells(pixels: Tensor, rng: random.Random, size: float, sway: float = 0.5) -> Tensor:
    """Return how much further the second nearest of scattered points is than the nearest.

    In thousandths of the longest side; 0 on the creases between the points' cells (Worley 1996, "A
    cellular texture basis function"). Points lie ``size`` apart, and the plane is bent by ``sway``.
    """
    height, width = pixels.shape[1:]
    step = unit(pixels) * size
    bend = [cloud(pixels, rng, size * 1.5, size / 6) * sway * 0.35 for _ in range(2)]
    x = torch.arange(width) / step + bend[0][0] + 2
    y = torch.arange(height)[:, None] / step + bend[1][0] + 2
    seeded = generator(rng)
    rows, columns = int(height / step) + 8, int(width / step) + 8
    points = torch.rand((rows, columns, 2), generator=seeded)
    row, column = y.floor().long(), x.floor().long()
    first, second = torch.full_like(x, 9.0), torch.full_like(x, 9.0)
    for down in (-1, 0, 1):
        for right in (-1, 0, 1):
            r, c = (row + down).clamp(0, rows - 1), (column + right).clamp(0, columns - 1)
            spot = points[r, c]
            far = torch.hypot(c + spot[..., 0] - x, r + spot[..., 1] - y)
            second = torch.minimum(second, torch.maximum(first, far))
            first = torch.minimum(first, far)
    return ((second - first) * size)[None]


def smoothstep(values: Tensor, low: float, high: float) -> Tensor:
    """Return 0 below ``low``, 1 above ``high``, and a smooth rise between."""
    share = ((values - low) / (high - low)).clamp(0, 1)
    return share * share * (3 - 2 * share)
