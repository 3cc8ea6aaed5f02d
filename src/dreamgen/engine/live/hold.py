"""Hold what is dreamed to one strength, everywhere: it grows rich, and never burns out."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.gaussian import gaussian_blur

DEVIATION = 0.15
"""Deviation of what is dreamed, in 0..1, that a strength of 1 allows around any place."""
CELL = 8
"""Pixels of the grid on which strength is measured."""
AROUND = 2.0
"""Sigma, in cells, of the surroundings in which it is."""
WEAKEST = 0.85
"""What is left of a place that is far too strong after one frame."""
LEAK = 0.15
"""Share of the broad light and colour that was dreamed which fades in one frame."""


def hold_strength(detail: Tensor, strength: float) -> Tensor:
    """Return what was dreamed, (3, H, W) as a difference from its source, no stronger than allowed.

    Its broad light and colour fade, so that brightness and colour stay the source's.
    """
    broad = _spread(F.avg_pool2d(detail[None], CELL, ceil_mode=True), detail)
    detail = detail - LEAK * broad
    gain = (strength * DEVIATION / measure_strength(detail)).clamp(WEAKEST, 1)
    return detail * _spread(gain, detail)


def measure_strength(detail: Tensor) -> Tensor:
    """Return the deviation of what was dreamed around each cell of a grid, (1, 1, h, w)."""
    square = detail.square().mean(0)[None, None]
    near = gaussian_blur(F.avg_pool2d(square, CELL, ceil_mode=True), AROUND)
    return near.sqrt().clamp_min(1e-6)


def _spread(cells: Tensor, detail: Tensor) -> Tensor:
    height, width = detail.shape[1:]
    smooth = gaussian_blur(cells, AROUND)
    return F.interpolate(smooth, (height, width), mode="bilinear", align_corners=False)[0]


def measure_fill(detail: Tensor, strength: float) -> float:
    """Return how much of the strength allowed is reached, 0 to 1 and a little beyond."""
    if strength <= 0:
        return 1.0
    return float(torch.mean(measure_strength(detail)) / (strength * DEVIATION))
