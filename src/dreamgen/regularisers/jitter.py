"""Shift the picture at random before each forward pass."""

from __future__ import annotations

import random

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.regularisers.base import Regulariser


class Jitter(Regulariser):
    """Roll the picture by up to ``pixels`` each way, so that no pixel grid of the network settles in.

    Mordvintsev, Olah and Tyka, 2015.
    """

    pixels: int = Field(24, description="farthest shift in pixels", ge=0, le=1024)

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        shifts = self.draw_roll(rng)
        return torch.roll(picture, shifts, (2, 3)) if any(shifts) else picture

    def draw_roll(self, rng: random.Random) -> tuple[int, int]:
        return rng.randint(-self.pixels, self.pixels), rng.randint(-self.pixels, self.pixels)
