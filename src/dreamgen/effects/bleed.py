"""Ink that spread into wet paper."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import Field

from dreamgen.effects.base import Effect
from dreamgen.effects.density import density_to_pixels, pixels_to_density
from dreamgen.effects.filters import blur, pixels_per_unit, warp
from dreamgen.effects.noise import fractal_noise
from dreamgen.effects.protection import split_protected

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture


class Bleed(Effect):
    """Ink feathers along the paper's grain, and gathers in a darker line where it stopped.

    Spreading is a blur of places moved at random; the line is what a wash of watercolour leaves at
    its edge (Curtis et al. 1997, "Computer-generated watercolor").
    """

    reach: float = Field(7, ge=0, le=100, description="how far, in 1/1000 of the longest side")
    edge: float = Field(0.5, ge=0, le=2, description="how dark the line where it stopped is")
    spare: float = Field(0.8, ge=0, le=1, description="how far protected words are left alone")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        loose, fast = split_protected(pixels_to_density(frame.pixels), source, self.spare)
        far = self.reach * pixels_per_unit(loose)
        before = moved = density_to_pixels(loose)
        for coarse, share in ((self.reach * 4, 0.42), (self.reach * 1.3, 0.3)):
            right = fractal_noise(before, rng, coarse, 2, 0.6) * far * share
            down = fractal_noise(before, rng, coarse, 2, 0.6) * far * share
            moved = warp(moved, right, down)
        spread = pixels_to_density(moved)
        fine, broad = blur(spread, self.reach * 0.16), blur(spread, self.reach * 1.1)
        # Where the ink is denser than around it, it lies thicker towards its own edge.
        ink = 0.62 * fine + 0.38 * broad + self.edge * (spread - fine).clamp_min(0)
        granular = 1 + 0.08 * fractal_noise(before, rng, 6, 1.5, 0.8)
        return replace(frame, pixels=density_to_pixels(ink * granular + fast))
