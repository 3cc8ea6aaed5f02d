"""Even out the gradient's frequency bands."""

from __future__ import annotations

import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional as F

from dreamgen.regularisers.base import Regulariser


class Laplacian(Regulariser):
    """Divide each band of the gradient's Laplacian pyramid by its own RMS, then add them up again.

    Low frequencies then count as much as high ones: broad, painterly forms (TensorFlow DeepDream
    tutorial, Mordvintsev, 2016, with the kernel of Burt and Adelson, 1983).
    """

    bands: int = Field(4, description="halvings of the gradient", ge=1, le=10)

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        bands = split(gradient, self.bands)
        return merge([band / (_root_mean_square(band) + 1e-12) for band in bands])


def _root_mean_square(band: Tensor) -> Tensor:
    return band.square().mean((1, 2, 3), keepdim=True).sqrt()


def split(picture: Tensor, count: int) -> list[Tensor]:
    """Return up to ``count`` detail bands of (B, C, H, W), finest first, and what is left over."""
    bands: list[Tensor] = []
    while len(bands) < count and min(picture.shape[2:]) >= 4:
        low = _halve(picture)
        bands.append(picture - _double(low, picture.shape[2:]))
        picture = low
    return [*bands, picture]


def merge(bands: list[Tensor]) -> Tensor:
    """Undo :func:`split`."""
    picture = bands[-1]
    for band in reversed(bands[:-1]):
        picture = band + _double(picture, band.shape[2:])
    return picture


def _kernel(picture: Tensor) -> Tensor:
    line = torch.tensor([1.0, 4.0, 6.0, 4.0, 1.0], device=picture.device, dtype=picture.dtype) / 16
    return line[None, None, :, None]


def _halve(picture: Tensor) -> Tensor:
    # Channels as a batch, one direction after the other: much the fastest on a CPU.
    kernel, planes = _kernel(picture), picture.flatten(0, 1)[:, None]
    planes = F.pad(planes, (2, 2, 2, 2), mode="reflect").contiguous()
    down = F.conv2d(planes, kernel, stride=(2, 1))
    half = F.conv2d(down, kernel.transpose(2, 3), stride=(1, 2))
    return half[:, 0].unflatten(0, picture.shape[:2])


def _double(picture: Tensor, size: torch.Size) -> Tensor:
    # The transpose of halving puts each value back where it was taken, at the even pixels;
    # plain bilinear enlargement would shift it by half a pixel and leak low bands into high ones.
    tall = _spread(F.pad(picture, (1, 1, 1, 1), mode="replicate"), 2)
    return _spread(tall, 3)[:, :, : size[0], : size[1]]


def _spread(picture: Tensor, dim: int) -> Tensor:
    """Enlarge twofold along one side, which carries one value too many at either end."""
    count = picture.shape[dim] - 2
    before, here, after = (picture.narrow(dim, start, count) for start in (0, 1, 2))
    even, odd = (before + 6 * here + after) / 8, (here + after) / 2
    return torch.stack([even, odd], dim + 1).flatten(dim, dim + 1)
