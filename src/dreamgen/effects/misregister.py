"""Colour plates printed out of register."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.effects.base import Effect
from dreamgen.effects.filters import pixels_per_unit, warp

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture


class Misregister(Effect):
    """Cyan, magenta and yellow printed beside where they belong, each its own way.

    Black has its own plate, as printers make it (all the grey is taken out of the colours), and
    stays where it was: black words stay sharp.
    """

    shift: float = Field(2.0, ge=0, le=50, description="how far, in 1/1000 of the longest side")
    turn: float = Field(0.08, ge=0, le=5, description="how far each plate is turned, in degrees")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        inks = 1 - frame.pixels
        black = inks.amin(0, keepdim=True)
        start = rng.random() * 2 * math.pi
        plates = []
        for number, ink in enumerate(inks - black):
            away = start + number * 2 * math.pi / 3 + rng.uniform(-0.4, 0.4)
            far = self.shift * pixels_per_unit(frame.pixels) * rng.uniform(0.6, 1.0)
            plates.append(self._move_plate(ink[None], far, away, rng.uniform(-1, 1)))
        return replace(frame, pixels=(1 - torch.cat(plates) - black).clamp(0, 1))

    def _move_plate(self, plate: Tensor, far: float, away: float, turn: float) -> Tensor:
        height, width = plate.shape[1:]
        angle = math.radians(self.turn * turn)
        x = (torch.arange(width) - width / 2)[None, None, :]
        y = (torch.arange(height) - height / 2)[None, :, None]
        right = far * math.cos(away) - math.sin(angle) * y + 0 * x
        down = far * math.sin(away) + math.sin(angle) * x + 0 * y
        return warp(plate, right, down)
