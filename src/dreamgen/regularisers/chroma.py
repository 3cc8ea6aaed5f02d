"""Colour in broad washes instead of fringes."""

from __future__ import annotations

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.imaging.gaussian import find_radius, gaussian_blur
from dreamgen.regularisers.base import Regulariser


class Chroma(Regulariser):
    """Smooth the gradient's colour more than its lightness, and strengthen it.

    Networks answer to lightness first; left alone, an ascent paints grey forms with thin rainbow
    edges. The eye resolves colour coarsely, so colour may be broad while the drawing stays sharp.
    """

    boost: float = Field(1.5, description="times the colour's share of the gradient", ge=0, le=20)
    smooth: float = Field(3.0, description="sigma of the colour's blur, in pixels", ge=0, le=64)

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        lightness, colour, broad = self._split(gradient)
        # Blurring takes most of the colour's strength away: give that back before boosting it.
        before, after = (x.abs().mean((1, 2, 3), keepdim=True) for x in (colour, broad))
        return torch.addcmul(lightness, broad, before / (after + 1e-20) * self.boost)

    def _split(self, gradient: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return lightness, (B, 1, H, W), colour, and colour in broad washes, (B, 3, H, W)."""
        lightness = gradient.mean(1, keepdim=True)
        colour = gradient - lightness
        # The three differences add up to zero, so two of them say all.
        broad = gaussian_blur(colour[:, :2], self.smooth)
        return lightness, colour, torch.cat([broad, -broad.sum(1, keepdim=True)], 1)

    def find_reach(self) -> int:
        return find_radius(self.smooth)

    def measure_strip(self, gradient: Tensor, progress: float, rows: slice) -> Tensor:
        """Return the strength of the colour before and after the blur, (B, 2)."""
        _, *both = self._split(gradient)
        return torch.stack([x[:, :, rows].abs().sum((1, 2, 3)) for x in both], 1)

    def filter_strip(self, gradient: Tensor, progress: float, sums: Tensor | None) -> Tensor:
        assert sums is not None
        lightness, _, broad = self._split(gradient)
        strength = (sums[:, 0] / (sums[:, 1] + 1e-20)).view(-1, 1, 1, 1)
        return torch.addcmul(lightness, broad, strength * self.boost)
