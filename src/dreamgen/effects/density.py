"""Pictures as ink on paper, measured by optical density."""

from __future__ import annotations

from torch import Tensor

_DARKEST = 0.012
"""No print is blacker: 1.9 in the densities that printers give."""


def pixels_to_density(pixels: Tensor) -> Tensor:
    """Return how much ink lies on white paper, (3, H, W), 0 for none (the law of Beer)."""
    return -pixels.clamp(_DARKEST, 1).log()


def density_to_pixels(density: Tensor) -> Tensor:
    """Return the pixels, (3, H, W) in 0..1, of this much ink."""
    return (-density.clamp_min(0)).exp()
