"""Tide lines: where water stood on the paper and dried."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.effects.base import Effect
from dreamgen.effects.density import density_to_pixels, pixels_to_density
from dreamgen.effects.filters import blur
from dreamgen.effects.noise import fractal_noise
from dreamgen.effects.protection import split_protected
from dreamgen.imaging.smoothstep import smoothstep

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture

_DIRT = (0.18, 0.42, 0.85)
"""What the water carried along: it takes away blue most, so the line is brown."""


class Watermark(Effect):
    """Pools of water that washed ink and dirt to their rims, one tide line inside another.

    Evaporation is fastest at a pool's rim, so what is dissolved flows there and stays (Deegan et
    al. 1997, "Capillary flow as the cause of ring stains from dried liquid drops").
    """

    count: int = Field(3, ge=1, le=20, description="how many pools")
    depth: float = Field(0.6, ge=0, le=1, description="how dark the tide lines are")
    size: float = Field(260, gt=5, le=1000, description="of a pool, in 1/1000 of the longest side")
    spare: float = Field(0.8, ge=0, le=1, description="how far protected words are left alone")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        pixels = frame.pixels
        for _ in range(self.count):
            pixels = self._add_pool(pixels, source, rng)
        return replace(frame, pixels=pixels)

    def _add_pool(self, pixels: Tensor, source: Picture, rng: random.Random) -> Tensor:
        level = self._draw_water_level(pixels, rng)
        ink, fast = split_protected(pixels_to_density(pixels), source, self.spare)
        wet = smoothstep(level, 0.0, 0.06)
        # Inside, some ink dissolves and spreads; all that left is found again in the lines.
        spread = ink.lerp(blur(ink, 3.5), 0.6)
        ink = ink.lerp(spread * (1 - 0.22 * self.depth), wet)
        carried = blur((wet * ink).mean(0, keepdim=True), 40)
        rim = self._draw_tide_lines(level)
        dirt = torch.tensor(_DIRT).view(3, 1, 1)
        ink = ink + self.depth * (0.7 + 0.9 * carried) * (0.72 * rim + 0.05 * wet) * dirt
        return density_to_pixels(ink + fast)

    def _draw_water_level(self, pixels: Tensor, rng: random.Random) -> Tensor:
        """Return a height that is above 0 within a pool of irregular outline."""
        height, width = pixels.shape[1:]
        longest = max(height, width)
        x0, y0 = rng.random() * width, rng.random() * height
        radius = self.size * (0.55 + 0.6 * rng.random()) * longest / 2000
        squeeze = math.exp(rng.uniform(-0.35, 0.35))
        across = (torch.arange(width) - x0)[None, None, :] / radius * squeeze
        down = (torch.arange(height) - y0)[None, :, None] / radius / squeeze
        distance = (across.square() + down.square()).sqrt()
        return 1 - distance + 0.17 * fractal_noise(pixels, rng, self.size * 0.7, 4, 0.52)

    def _draw_tide_lines(self, level: Tensor) -> Tensor:
        """Return the tide lines: sharp outwards, soft inwards, fainter ones further in."""
        total = torch.zeros_like(level)
        for shore, strength, width in ((0.0, 1.0, 0.045), (0.16, 0.45, 0.03), (0.30, 0.22, 0.05)):
            inside = level - shore
            total += (
                strength * smoothstep(inside, -0.008, 0.006) * (-inside.clamp_min(0) / width).exp()
            )
        return total
