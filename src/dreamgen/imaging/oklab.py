"""Hue kept from the source, so that colours that mean something still mean it."""

from __future__ import annotations

import torch
from torch import Tensor

_TO_CONE = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_COLOURED = (0.03, 0.08)
"""Chroma in Oklab from where on a colour of the source begins to count, and counts wholly."""
_LEAST = 0.9
"""Of the source's chroma: a mark may grow more colourful than it was, but hardly less."""
_LIGHTNESS = 0.55
"""Share of the dream's change of lightness that a coloured mark takes on: with more, small dots of a
scatter drown in what is dreamed around them."""


def keep_hue(dreamed: Tensor, source: Tensor) -> Tensor:
    """Return (3, H, W) in 0..1: where the source has a hue, that hue with the dream's texture.

    Worked in Oklab (Ottosson 2020, "A perceptual color space for image processing"). Where the
    source is grey the dream is left as it is.
    """
    was, now = oklab(source), oklab(dreamed)
    chroma, dreamed_chroma = was[1:].norm(dim=0, keepdim=True), now[1:].norm(dim=0, keepdim=True)
    share = ((chroma - _COLOURED[0]) / (_COLOURED[1] - _COLOURED[0])).clamp(0, 1)
    share = share * share * (3 - 2 * share)
    lightness = was[:1] + _LIGHTNESS * (now[:1] - was[:1])
    strength = dreamed_chroma.maximum(_LEAST * chroma).minimum(1.35 * chroma)
    kept = torch.cat([lightness, was[1:] / chroma.clamp_min(1e-6) * strength])
    return dreamed.lerp(in_gamut(kept), share)


def in_gamut(lab: Tensor, rounds: int = 6) -> Tensor:
    """Return sRGB, (3, H, W) in 0..1, made less colourful where it would not fit, its hue kept."""
    low, high = torch.zeros_like(lab[:1]), torch.ones_like(lab[:1])
    lab = torch.cat([lab[:1].clamp(0, 1), lab[1:]])
    for _ in range(rounds):
        middle = (low + high) / 2
        rgb = srgb(torch.cat([lab[:1], lab[1:] * middle]))
        fits = ((rgb >= -1e-3) & (rgb <= 1 + 1e-3)).all(0, keepdim=True)
        low, high = torch.where(fits, middle, low), torch.where(fits, high, middle)
    whole = srgb(lab)
    fits = ((whole >= -1e-3) & (whole <= 1 + 1e-3)).all(0, keepdim=True)
    return torch.where(fits, whole, srgb(torch.cat([lab[:1], lab[1:] * low]))).clamp(0, 1)


def oklab(pixels: Tensor) -> Tensor:
    """Return lightness and the two colour axes, (3, H, W), of sRGB in 0..1."""
    linear = torch.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    cones = torch.einsum("ij,jhw->ihw", torch.tensor(_TO_CONE), linear)
    roots = cones.sign() * cones.abs() ** (1 / 3)
    return torch.einsum("ij,jhw->ihw", torch.tensor(_TO_LAB), roots)


def srgb(lab: Tensor) -> Tensor:
    """Return sRGB, (3, H, W), beyond 0..1 where the colour lies outside it."""
    roots = torch.einsum("ij,jhw->ihw", torch.tensor(_TO_LAB).inverse(), lab)
    linear = torch.einsum("ij,jhw->ihw", torch.tensor(_TO_CONE).inverse(), roots**3)
    small = linear * 12.92
    return torch.where(linear <= 0.0031308, small, 1.055 * linear.clamp_min(0) ** (1 / 2.4) - 0.055)
