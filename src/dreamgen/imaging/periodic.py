"""Pictures that continue at the opposite border."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

X, Y = 3, 2
"""The dimensions of (B, C, H, W) along which a picture may wrap."""


def pad_around(pictures: Tensor, margin: int, dims: Sequence[int]) -> Tensor:
    """Return (B, C, H, W) with a margin from the opposite border along each of the dimensions.

    It is never wider than the picture; :func:`cut_around` takes it off again.
    """
    for dim in dims:
        side = pictures.shape[dim]
        width = min(margin, side)
        ends = pictures.narrow(dim, side - width, width), pictures.narrow(dim, 0, width)
        pictures = torch.cat([ends[0], pictures, ends[1]], dim)
    return pictures


def cut_around(pictures: Tensor, size: Sequence[int], dims: Sequence[int]) -> Tensor:
    """Return the middle of (B, C, H, W), of ``size`` (height, width) along the dimensions."""
    for dim in dims:
        side = size[dim - 2]
        pictures = pictures.narrow(dim, (pictures.shape[dim] - side) // 2, side)
    return pictures


def resize_around(pictures: Tensor, size: tuple[int, int], dims: Sequence[int]) -> Tensor:
    """Return (B, C, H, W) at another (height, width), bicubic, low-passed when it shrinks.

    What lies beyond a border is what lies at the opposite one.
    """
    if tuple(pictures.shape[2:]) == tuple(size):
        return pictures
    # Three copies side by side: their middle is resized as if they went on for ever.
    tall, wide = (side * (3 if dim in dims else 1) for dim, side in zip((Y, X), size, strict=True))
    for dim in dims:
        pictures = torch.cat([pictures] * 3, dim)
    large = F.interpolate(pictures, (tall, wide), mode="bicubic", antialias=True)
    return cut_around(large, size, dims)


def make_periodic(pictures: Tensor, dims: Sequence[int]) -> Tensor:
    """Return (B, C, H, W) without the jump from one border to the opposite one.

    The periodic component of Moisan, "Periodic Plus Smooth Image Decomposition", 2011: the smoothest
    picture is taken off that makes the borders meet, so that detail stays as it is.
    """
    jumps = torch.zeros_like(pictures)
    for dim in dims:
        last = pictures.shape[dim] - 1
        jump = pictures.narrow(dim, last, 1) - pictures.narrow(dim, 0, 1)
        jumps.narrow(dim, 0, 1).add_(jump)
        jumps.narrow(dim, last, 1).sub_(jump)
    height, width = pictures.shape[2:]
    down, across = torch.fft.fftfreq(height)[:, None], torch.fft.rfftfreq(width)
    curvature = 2 * torch.cos(2 * torch.pi * down) + 2 * torch.cos(2 * torch.pi * across) - 4
    curvature[0, 0] = 1  # the mean stays where it is
    spectrum = torch.fft.rfft2(jumps) / curvature.to(pictures)
    spectrum[..., 0, 0] = 0
    return pictures - torch.fft.irfft2(spectrum, s=(height, width))
