"""Colour washed out, here more and there less."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from pydantic import Field

from dreamgen.effects.base import Effect
from dreamgen.effects.density import density, print_ink, spare_protected
from dreamgen.effects.noise import cloud, smoothstep

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture

_LEAVES_FIRST = (0.85, 1.15, 1.25)
"""How fast what absorbs red, green and blue goes: yellow and magenta before cyan, as in posters."""


class Fade(Effect):
    """Ink lost to light and water, in patches; dark places keep the most."""

    amount: float = Field(0.45, ge=0, le=1, description="share of the ink that is lost")
    patches: float = Field(0.5, ge=0, le=1, description="how uneven: 0 the same everywhere")
    spare: float = Field(0.7, ge=0, le=1, description="how far protected words are left alone")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        before, ink = frame.pixels, density(frame.pixels)
        worn = smoothstep(cloud(before, rng, 450, 12, 0.6), -1.5, 1.8)
        lost = self.amount * (1 - self.patches + 2 * self.patches * worn)
        speed = torch.tensor(_LEAVES_FIRST).view(3, 1, 1)
        ink = ink * (1 - lost).clamp(0.03, 1) ** speed
        return replace(frame, pixels=spare_protected(print_ink(ink), before, source, self.spare))
