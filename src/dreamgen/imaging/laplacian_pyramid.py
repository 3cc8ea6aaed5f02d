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


def _make_kernel(pictures: Tensor) -> Tensor:
    line = torch.tensor([1.0, 4.0, 6.0, 4.0, 1.0], device=pictures.device, dtype=pictures.dtype)
    return (line / 16)[None, None, :, None]


def _downsample(pictures: Tensor) -> Tensor:
    # Channels as a batch, one direction after the other: much the fastest on a CPU.
    kernel, planes = _make_kernel(pictures), pictures.flatten(0, 1)[:, None]
    planes = F.pad(planes, (2, 2, 2, 2), mode="reflect")
    down = F.conv2d(planes, kernel, stride=(2, 1))
    small = F.conv2d(down, kernel.transpose(2, 3), stride=(1, 2))
    return small.reshape(*pictures.shape[:2], *small.shape[2:])


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
