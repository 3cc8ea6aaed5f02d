"""Random fields that look alike at any size: lengths are thousandths of the longest side.

Fields are float32 (1, H, W).
"""

from __future__ import annotations

import random

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.effects.filters import pixels_per_unit


def seed_generator(rng: random.Random) -> torch.Generator:
    """Return a generator of torch's that is seeded by one of Python's."""
    return torch.Generator().manual_seed(rng.getrandbits(62))


def fractal_noise(
    pixels: Tensor, rng: random.Random, coarse: float, fine: float, gain: float = 0.5
) -> Tensor:
    """Return fractal noise of mean 0 and deviation 1 over the picture's plane.

    Its largest forms measure ``coarse`` and its smallest about ``fine`` thousandths of the longest
    side; each scale, half as large as the one before, is ``gain`` times as strong.
    """
    height, width = pixels.shape[1:]
    seeded, total, strength, length = (
        seed_generator(rng),
        torch.zeros(1, height, width),
        1.0,
        coarse,
    )
    while length >= fine:
        cell = max(length * pixels_per_unit(pixels), 1.0)
        grid = (max(2, round(height / cell) + 2), max(2, round(width / cell) + 2))
        values = torch.randn((1, 1, *grid), generator=seeded)
        layer = F.interpolate(values, (height, width), mode="bicubic", align_corners=True)[0]
        total += strength * layer
        strength, length = strength * gain, length / 2
    return (total - total.mean()) / total.std().clamp_min(1e-6)


def worley_noise(pixels: Tensor, rng: random.Random, size: float, sway: float = 0.5) -> Tensor:
    """Return how much further the second nearest of scattered points is than the nearest.

    In thousandths of the longest side; 0 on the creases between the points' cells (Worley 1996, "A
    cellular texture basis function"). Points lie ``size`` apart, and the plane is bent by ``sway``.
    """
    height, width = pixels.shape[1:]
    step = pixels_per_unit(pixels) * size
    bend = [fractal_noise(pixels, rng, size * 1.5, size / 6) * sway * 0.35 for _ in range(2)]
    x = torch.arange(width) / step + bend[0][0] + 2
    y = torch.arange(height)[:, None] / step + bend[1][0] + 2
    seeded = seed_generator(rng)
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
