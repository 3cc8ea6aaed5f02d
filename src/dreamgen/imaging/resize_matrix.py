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
