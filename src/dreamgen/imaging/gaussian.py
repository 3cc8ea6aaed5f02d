"""Gaussian blur."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

STRIP = 2**20
"""Values that are blurred at a time on a CPU: as many as its caches hold."""


def find_radius(sigma: float) -> int:
    """Return how many pixels away a blur of ``sigma`` looks."""
    return int(3 * sigma + 0.5)


def gaussian_blur(pictures: Tensor, sigma: float, radius: int | None = None) -> Tensor:
    """Blur (B, C, H, W) by a Gaussian of ``sigma`` pixels, reflected at the borders.

    The kernel ends ``radius`` pixels from its middle, or at three sigma; it is never wider than a
    reflection of the picture allows. A radius of 0 leaves the pictures as they are.
    """
    height, width = pictures.shape[2:]
    reach = min(find_radius(sigma) if radius is None else radius, height - 1, width - 1)
    if reach < 1:
        return pictures
    padded = F.pad(pictures, (reach,) * 4, mode="reflect")
    if pictures.device.type != "cpu":
        return _convolve(padded, sigma, reach)
    kernel = _make_kernel(sigma, reach)
    rows = max(2 * reach, STRIP // (padded.shape[0] * padded.shape[1] * width))
    strips = [
        padded[:, :, top : min(top + rows, height) + 2 * reach] for top in range(0, height, rows)
    ]
    blurred = [_add_shifted(_add_shifted(strip, kernel, 3), kernel, 2) for strip in strips]
    return blurred[0] if len(blurred) == 1 else torch.cat(blurred, 2)


def _make_kernel(sigma: float, reach: int) -> list[float]:
    weights = [math.exp(-(offset**2) / (2 * sigma**2)) for offset in range(-reach, reach + 1)]
    return [weight / sum(weights) for weight in weights]


def _add_shifted(padded: Tensor, kernel: list[float], axis: int) -> Tensor:
    """Filter one side by adding shifted copies: on a CPU many times as fast as a convolution."""
    length = padded.shape[axis] - len(kernel) + 1
    total = padded.narrow(axis, 0, length) * kernel[0]
    for start, weight in enumerate(kernel[1:], start=1):
        total.add_(padded.narrow(axis, start, length), alpha=weight)
    return total


def _convolve(padded: Tensor, sigma: float, reach: int) -> Tensor:
    # The kernel is made on the device: one sent there would make the processor wait at every step.
    offsets = torch.arange(-reach, reach + 1, device=padded.device, dtype=padded.dtype)
    line = torch.exp(-offsets.square() / (2 * sigma**2))
    channels = padded.shape[1]
    weight = (line / line.sum()).expand(channels, 1, 1, -1)
    across = F.conv2d(padded, weight, groups=channels)
    return F.conv2d(across, weight.transpose(2, 3), groups=channels)
