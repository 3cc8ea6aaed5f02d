"""The Laplacian pyramid: a picture as bands of frequencies, an octave each.

Burt and Adelson, "The Laplacian Pyramid as a Compact Image Code", 1983, and their kernel.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F


def build_laplacian_pyramid(pictures: Tensor, count: int) -> list[Tensor]:
    """Return up to ``count`` bands of (B, C, H, W), finest first, and the low-pass residual last.

    Each is half as large as the one before, rounded up; a picture under 4 pixels is not halved.
    """
    bands: list[Tensor] = []
    while len(bands) < count and min(pictures.shape[2:]) >= 4:
        low = _downsample(pictures)
        bands.append(pictures - _upsample(low, pictures.shape[2:]))
        pictures = low
    return [*bands, pictures]


def list_band_sizes(size: tuple[int, int], count: int) -> list[tuple[int, int]]:
    """Return height and width of each band of such a pyramid of a picture, finest first."""
    sizes = [size]
    while len(sizes) <= count and min(sizes[-1]) >= 4:
        height, width = sizes[-1]
        sizes.append(((height + 1) // 2, (width + 1) // 2))
    return sizes


def collapse_laplacian_pyramid(bands: list[Tensor]) -> Tensor:
    """Return the pictures, (B, C, H, W), whose pyramid the bands are."""
    pictures = bands[-1]
    for band in reversed(bands[:-1]):
        pictures = band + _upsample(pictures, band.shape[2:])
    return pictures


KERNEL = (1 / 16, 4 / 16, 6 / 16, 4 / 16, 1 / 16)


def _downsample(pictures: Tensor) -> Tensor:
    padded = F.pad(pictures, (2, 2, 2, 2), mode="reflect")
    return _downsample_side(_downsample_side(padded, 2), 3)


def _downsample_side(padded: Tensor, dim: int) -> Tensor:
    """Halve one side, which has two extra values at either end, by adding shifted copies.

    That is many times as fast as a convolution on a CPU, and sends no kernel to a GPU.
    """
    last = padded.shape[dim] - len(KERNEL) + 1
    every_other = (padded.narrow(dim, start, last) for start in range(len(KERNEL)))
    first, *others = (x[:, :, ::2] if dim == 2 else x[..., ::2] for x in every_other)
    small = first * KERNEL[0]
    for weight, part in zip(KERNEL[1:], others, strict=True):
        small = small.add_(part, alpha=weight)
    return small


def _upsample(pictures: Tensor, size: torch.Size) -> Tensor:
    # The transpose of halving puts each value back where it was taken, at the even pixels;
    # plain bilinear enlargement would shift it by half a pixel and leak low bands into high ones.
    tall = _upsample_side(pictures, 2)
    return _upsample_side(tall, 3)[:, :, : size[0], : size[1]]


def _upsample_side(pictures: Tensor, dim: int) -> Tensor:
    """Double the length of one side; beyond its ends stands what stands at them."""
    count = pictures.shape[dim]
    # Joined from slices: the backward pass of torch's padding adds in a random order on a GPU.
    first, last = pictures.narrow(dim, 0, 1), pictures.narrow(dim, count - 1, 1)
    before = torch.cat([first, pictures.narrow(dim, 0, count - 1)], dim)
    after = torch.cat([pictures.narrow(dim, 1, count - 1), last], dim)
    even, odd = (before + 6 * pictures + after) / 8, (pictures + after) / 2
    return torch.stack([even, odd], dim + 1).flatten(dim, dim + 1)
