"""The Oklab colour space (Ottosson 2020, "A perceptual color space for image processing").

Its channels are lightness, 0..1, and two colour axes, green to red and blue to yellow.
"""

from __future__ import annotations

import torch
from torch import Tensor

_LINEAR_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_CONES_TO_OKLAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def clip_to_gamut(lab: Tensor, rounds: int = 6) -> Tensor:
    """Return sRGB, (3, H, W) in 0..1, made less colourful where it would not fit, its hue kept."""
    low, high = torch.zeros_like(lab[:1]), torch.ones_like(lab[:1])
    lab = torch.cat([lab[:1].clamp(0, 1), lab[1:]])
    for _ in range(rounds):
        middle = (low + high) / 2
        rgb = oklab_to_srgb(torch.cat([lab[:1], lab[1:] * middle]))
        fits = ((rgb >= -1e-3) & (rgb <= 1 + 1e-3)).all(0, keepdim=True)
        low, high = torch.where(fits, middle, low), torch.where(fits, high, middle)
    whole = oklab_to_srgb(lab)
    fits = ((whole >= -1e-3) & (whole <= 1 + 1e-3)).all(0, keepdim=True)
    return torch.where(fits, whole, oklab_to_srgb(torch.cat([lab[:1], lab[1:] * low]))).clamp(0, 1)


def srgb_to_oklab(pixels: Tensor) -> Tensor:
    """Return lightness and the two colour axes, (3, H, W), of sRGB in 0..1."""
    linear = torch.where(pixels <= 0.04045, pixels / 12.92, ((pixels + 0.055) / 1.055) ** 2.4)
    cones = torch.einsum("ij,jhw->ihw", torch.tensor(_LINEAR_TO_CONES).to(pixels), linear)
    roots = cones.sign() * cones.abs() ** (1 / 3)
    return torch.einsum("ij,jhw->ihw", torch.tensor(_CONES_TO_OKLAB).to(pixels), roots)


def oklab_to_srgb(lab: Tensor) -> Tensor:
    """Return sRGB, (3, H, W), beyond 0..1 where the colour lies outside it."""
    roots = torch.einsum("ij,jhw->ihw", torch.tensor(_CONES_TO_OKLAB).inverse().to(lab), lab)
    linear = torch.einsum("ij,jhw->ihw", torch.tensor(_LINEAR_TO_CONES).inverse().to(lab), roots**3)
    small = linear * 12.92
    return torch.where(linear <= 0.0031308, small, 1.055 * linear.clamp_min(0) ** (1 / 2.4) - 0.055)
