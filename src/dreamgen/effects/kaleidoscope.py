"""Mirrors around the middle."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.effects.base import Effect
from dreamgen.effects.filters import warp
from dreamgen.effects.protection import spare_protected

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture


class Kaleidoscope(Effect):
    """One wedge of the picture, mirrored around the middle; the seed chooses which.

    A star of ``mirrors`` points. What a zoom enlarges about the middle, and what a rotation turns,
    goes through the mirrors smoothly, and a loop stays a loop.
    """

    mirrors: int = Field(6, ge=2, le=32, description="points of the star, of two wedges each")
    spare: float = Field(1.0, ge=0, le=1, description="how far protected words are left alone")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        before = frame.pixels
        height, width = before.shape[1:]
        x = torch.arange(width)[None, :] + 0.5 - width / 2
        y = torch.arange(height)[:, None] + 0.5 - height / 2
        wedge, first = math.pi / self.mirrors, rng.random() * 2 * math.pi
        # A mirror points upwards, so that the star stands straight.
        angle = first + _reflect(torch.atan2(x, -y), wedge)
        far = torch.hypot(x, y)
        # A wedge that leaves the picture goes on in its mirror image.
        across = _reflect(far * angle.cos() + width / 2 - 0.5, width - 1) - torch.arange(width)
        down = _reflect(far * angle.sin() + height / 2 - 0.5, height - 1)
        down = down - torch.arange(height)[:, None]
        pixels = warp(before, across[None], down[None])
        return replace(frame, pixels=spare_protected(pixels, before, source, self.spare))


def _reflect(values: Tensor, length: float) -> Tensor:
    """Return values going to and fro between 0 and ``length``, as between two mirrors."""
    return length - (values.remainder(2 * length) - length).abs()
