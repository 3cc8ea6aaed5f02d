"""Colour washed out unevenly."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from pydantic import Field

from dreamgen.effects.base import Effect
from dreamgen.effects.density import density_to_pixels, pixels_to_density
from dreamgen.effects.noise import fractal_noise
from dreamgen.effects.protection import spare_protected
from dreamgen.imaging.smoothstep import smoothstep

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture

_FADING_SPEED = (0.85, 1.15, 1.25)
"""How fast what absorbs red, green and blue goes: yellow and magenta before cyan, as in posters."""


class Fade(Effect):
    """Ink lost to light and water, in patches; dark places keep the most."""

    amount: float = Field(0.45, ge=0, le=1, description="share of the ink that is lost")
    patches: float = Field(0.5, ge=0, le=1, description="how uneven: 0 the same everywhere")
    spare: float = Field(0.7, ge=0, le=1, description="how far protected words are left alone")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        before, ink = frame.pixels, pixels_to_density(frame.pixels)
        worn = smoothstep(fractal_noise(before, rng, 450, 12, 0.6), -1.5, 1.8)
        lost = self.amount * (1 - self.patches + 2 * self.patches * worn)
        speed = torch.tensor(_FADING_SPEED).view(3, 1, 1)
        ink = ink * (1 - lost).clamp(0.03, 1) ** speed
        faded = density_to_pixels(ink)
        return replace(frame, pixels=spare_protected(faded, before, source, self.spare))
