"""Ink that ran down while the sheet hung wet."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional as F

from dreamgen.effects.base import Effect
from dreamgen.effects.density import density_to_pixels, pixels_to_density
from dreamgen.effects.filters import blur, pixels_per_unit
from dreamgen.effects.noise import fractal_noise, seed_generator
from dreamgen.effects.protection import spare_protected
from dreamgen.imaging.smoothstep import smoothstep

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture


class RunningInk(Effect):
    """Heavy ink gives some of itself to runs that flow straight down and thin out on their way.

    A run is as long as its place is wet; the ink in it was taken from where it began. Protected
    words run as far as ``spare`` allows.
    """

    amount: float = Field(0.6, ge=0, le=1, description="how much of the ink runs")
    length: float = Field(70, ge=1, le=1000, description="of a run, in 1/1000 of the longest side")
    width: float = Field(5, ge=0.5, le=100, description="of a run, in 1/1000 of the longest side")
    wet: float = Field(0.45, ge=0, le=1, description="share of the sheet that is wet enough")
    spare: float = Field(0.75, ge=0, le=1, description="how far protected words are left alone")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        before, ink = frame.pixels, pixels_to_density(frame.pixels)
        dry = 1.3 - 2.6 * self.wet
        wet = smoothstep(fractal_noise(before, rng, 330, 40), dry, 2.1 - 2.6 * self.wet)
        gives = self.amount * wet * smoothstep(ink.mean(0, keepdim=True), 0.25, 1.1)
        if source.protected is not None:
            gives = gives * (1 - self.spare * source.protected)
        keeps = self._draw_persistence(before, rng)
        runs = _flow_down(ink * gives * 0.5, keeps)
        soft = blur(runs, self.width * 0.18)
        ink = ink * (1 - 0.35 * gives) + soft * self._scale() * pixels_per_unit(before) ** -1
        pixels = density_to_pixels(ink)
        return replace(frame, pixels=spare_protected(pixels, before, source, self.spare))

    def _scale(self) -> float:
        # A run of length L sums up about L rows of the ink above it.
        return 3.2 / self.length

    def _draw_persistence(self, pixels: Tensor, rng: random.Random) -> Tensor:
        """Return the share of a run that reaches the next row, (1, H, W), by narrow columns."""
        width = pixels.shape[2]
        columns = max(4, round(width / (self.width * pixels_per_unit(pixels))))
        reach = torch.rand((1, 1, columns), generator=seed_generator(rng)) ** 3.0
        reach = F.interpolate(reach, width, mode="linear", align_corners=True)
        sway = fractal_noise(pixels, rng, 160, 40) * self.width * pixels_per_unit(pixels) * 0.35
        places = (torch.arange(width) + sway[0]).round().long().clamp(0, width - 1)
        length = reach[0, 0][places] * self.length * 1.6 * pixels_per_unit(pixels) + 0.5
        return (-1 / length)[None].exp()


def _flow_down(ink: Tensor, keeps: Tensor) -> Tensor:
    """Return what flows through each row: what comes from above and what joins, (3, H, W)."""
    flow, rows = torch.zeros_like(ink[:, 0]), []
    for row in range(ink.shape[1]):
        flow = flow * keeps[:, row] + ink[:, row]
        rows.append(flow)
    return torch.stack(rows, dim=1)
