"""Resizing as a product with a matrix: its backward pass is a product as well."""

from __future__ import annotations

import torch
from torch import Tensor


def make_resize_matrix(
    length: int, first: float, extent: float, count: int, like: Tensor
) -> Tensor:
    """Return the matrix, (count, length), that samples part of a line of ``length`` values.

    ``count`` values are taken evenly from the part that begins at ``first`` and is ``extent`` long,
    in pixels; fractions are allowed. Linear interpolation, low-passed where it shrinks: what
    ``torch.nn.functional.interpolate`` does with ``antialias``. That adds up gradients in a random
    order on a GPU, where a product of matrices gives the same bits every time.
    """
    step = extent / count
    centres = first - 0.5 + step * (torch.arange(count, device=like.device, dtype=like.dtype) + 0.5)
    places = torch.arange(length, device=like.device, dtype=like.dtype)
    distances = (places - centres[:, None]).abs()
    weights = (1 - distances / max(1.0, step)).clamp_min(0)
    return weights / weights.sum(1, keepdim=True)


def make_bicubic_matrix(own: slice, length: int, count: int) -> tuple[slice, Tensor]:
    """Return which values of a line of ``length`` some of ``count`` are resized from, and how.

    ``own`` are the wanted ones. The matrix, float32 (wanted, values), gives what
    ``torch.nn.functional.interpolate`` does by "bicubic" with ``antialias``, so that part of a
    picture can be resized by itself: Keys, "Cubic Convolution Interpolation", 1981, low-passed
    where it shrinks.
    """
    step = length / count
    blur = max(1.0, step)
    centres = step * (torch.arange(own.start, own.stop) + 0.5)
    first = max(0, int(centres[0] - 2 * blur))
    last = min(length, int(centres[-1] + 2 * blur) + 1)
    places = torch.arange(first, last) + 0.5
    weights = _evaluate_cubic((places - centres[:, None]).abs() / blur)
    return slice(first, last), weights / weights.sum(1, keepdim=True)


def _evaluate_cubic(x: Tensor) -> Tensor:
    near = (1.5 * x - 2.5) * x * x + 1
    far = ((-0.5 * x + 2.5) * x - 4) * x + 2
    return torch.where(x < 1, near, torch.where(x < 2, far, torch.zeros(())))
