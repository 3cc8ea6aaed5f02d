"""Folds and creases, lit from the side."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.effects.base import Effect
from dreamgen.effects.filters import blur, pixels_per_unit, warp
from dreamgen.effects.noise import fractal_noise, worley_noise
from dreamgen.imaging.smoothstep import smoothstep

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture

_LIGHT = (-0.55, -0.62)  # from above left, as one imagines it


class Crumple(Effect):
    """Paper that was crushed and smoothed out again: flat facets between creases.

    A height field of facets is lit, shifts the print a little, and loses ink along its creases.
    """

    depth: float = Field(0.4, ge=0, le=1, description="how strongly it is creased")
    size: float = Field(210, ge=10, le=1000, description="of the large facets, in 1/1000 of a side")
    wear: float = Field(0.4, ge=0, le=1, description="how far the print is rubbed off the creases")
    spare: float = Field(0.85, ge=0, le=1, description="how far protected words are left alone")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        height = self._draw_height_field(frame.pixels, rng)
        right, down = _measure_slope(height)
        far = 6 * self.depth * pixels_per_unit(height) * self._weigh_unprotected(source)
        shifted = warp(frame.pixels, right * far, down * far)
        light = 1 - self.depth * (0.06 + (right * _LIGHT[0] + down * _LIGHT[1]) * 0.34)
        edges = blur(_measure_curvature(height), 0.35)
        patches = smoothstep(fractal_noise(height, rng, 30, 2, 0.7), -0.8, 0.9)
        worn = smoothstep(edges, 0.08, 0.35) * patches * self.wear
        shifted = shifted.lerp(
            torch.full_like(shifted, 0.97), worn * self._weigh_unprotected(source) * 0.7
        )
        return replace(frame, pixels=(shifted * light.clamp(0.35, 1.25)).clamp(0, 1))

    def _weigh_unprotected(self, source: Picture) -> Tensor | float:
        return 1.0 if source.protected is None else 1 - self.spare * source.protected

    def _draw_height_field(self, pixels: Tensor, rng: random.Random) -> Tensor:
        """Return the sheet's height in units of 1/1000 of the longest side, (1, H, W)."""
        total = fractal_noise(pixels, rng, 420, 100, 0.4) * 3.0
        for share, strength in ((1.0, 0.30), (0.5, 0.22), (0.23, 0.10)):
            total += strength * worley_noise(pixels, rng, self.size * share, 0.22)
        return total


def _measure_slope(height: Tensor) -> tuple[Tensor, Tensor]:
    """Return the slopes to the right and down, without dimension; (1, H, W) each."""
    per_unit = pixels_per_unit(height)
    right = torch.gradient(height, dim=2)[0] * per_unit
    down = torch.gradient(height, dim=1)[0] * per_unit
    return right, down


def _measure_curvature(height: Tensor) -> Tensor:
    """Return how sharply the sheet bends, from 0 for flat."""
    right, down = _measure_slope(height)
    return torch.gradient(right, dim=2)[0].abs() + torch.gradient(down, dim=1)[0].abs()
