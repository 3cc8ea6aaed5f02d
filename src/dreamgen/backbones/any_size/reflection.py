"""Pictures continued past their edges."""

from __future__ import annotations

import torch
from torch import Tensor


def reflect_to(picture: Tensor, size: tuple[int, int], before: tuple[int, int] = (0, 0)) -> Tensor:
    """Continue a picture (B, C, H, W) by its reflections up to ``size`` (height, width).

    before: how many of the new pixels lie above and to the left. A repeated border would gather the
    gradient of all its copies in one row, and dream a line there; reflections spread it, and unlike
    those of ``torch.nn.functional.pad`` they may be longer than the picture.
    """
    for dim, length, start in zip((2, 3), size, before, strict=True):
        if length != picture.shape[dim]:
            places = _reflect_indices(picture.shape[dim], length, start, picture.device)
            picture = picture.index_select(dim, places)
    return picture


def _reflect_indices(side: int, length: int, start: int, device: torch.device) -> Tensor:
    """Return which of ``side`` pixels stands at each of ``length`` places: 2 1 0 1 2 1 0 ..."""
    period = max(1, 2 * side - 2)
    places = (torch.arange(length, device=device) - start) % period
    return torch.minimum(places, period - places) if side > 1 else torch.zeros_like(places)
