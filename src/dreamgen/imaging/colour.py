"""Colour kept from the source, form taken from the dream."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen.imaging.oklab import clip_to_gamut, srgb_to_oklab
from dreamgen.imaging.smoothstep import smoothstep

_LUMA = (0.299, 0.587, 0.114)  # ITU-R BT.601

_COLOURED = (0.03, 0.08)
"""Chroma in Oklab from where on a colour of the source begins to count, and counts wholly."""
_LEAST_CHROMA, _MOST_CHROMA = 0.9, 1.35
"""Of the source's chroma: a mark may grow more colourful than it was, but hardly less."""
_LIGHTNESS = 0.55
"""Share of the dream's change of lightness that a coloured mark takes on: with more, small dots of a
scatter drown in what is dreamed around them."""


def recolour(dreamed: Tensor, source: Tensor, how: str) -> Tensor:
    """Return (3, H, W) with its colours as the recipe says: free, keep or hue."""
    if how == "keep":
        return keep_colour(dreamed, source)
    if how == "hue":
        return keep_hue(dreamed, source)
    return dreamed


def keep_colour(dreamed: Tensor, source: Tensor) -> Tensor:
    """Return (3, H, W) with the dream's lightness and the source's colour differences."""
    weights = torch.tensor(_LUMA, device=source.device).view(3, 1, 1)
    change = ((dreamed - source) * weights).sum(0, keepdim=True)
    return (source + change).clamp(0, 1)


def keep_hue(dreamed: Tensor, source: Tensor) -> Tensor:
    """Return (3, H, W) in 0..1: where the source has a hue, that hue with the dream's texture.

    In Oklab. Where the source is grey the dream stays as it is.
    """
    was, now = srgb_to_oklab(source), srgb_to_oklab(dreamed)
    chroma, dreamed_chroma = was[1:].norm(dim=0, keepdim=True), now[1:].norm(dim=0, keepdim=True)
    share = smoothstep(chroma, *_COLOURED)
    lightness = was[:1] + _LIGHTNESS * (now[:1] - was[:1])
    strength = dreamed_chroma.maximum(_LEAST_CHROMA * chroma).minimum(_MOST_CHROMA * chroma)
    kept = torch.cat([lightness, was[1:] / chroma.clamp_min(1e-6) * strength])
    return dreamed.lerp(clip_to_gamut(kept), share)
