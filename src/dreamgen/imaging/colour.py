"""Colour kept from the source, form taken from the dream."""

from __future__ import annotations

import torch
from torch import Tensor

_LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601


def recolour(dreamed: Tensor, source: Tensor, how: str) -> Tensor:
    """Return (3, H, W) with its colours as the recipe says: free, keep or hue."""
    if how == "keep":
        return keep_colour(dreamed, source)
    if how == "hue":
        from dreamgen.imaging.oklab import keep_hue

        return keep_hue(dreamed, source)
    return dreamed


def keep_colour(dreamed: Tensor, source: Tensor) -> Tensor:
    """Return (3, H, W) with the dream's lightness and the source's colour differences."""
    weights = torch.tensor(_LUMA).view(3, 1, 1)
    change = ((dreamed - source) * weights).sum(0, keepdim=True)
    return (source + change).clamp(0, 1)
