"""Old paper under the print."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.effects.base import Effect
from dreamgen.effects.filters import blur, pixels_per_unit
from dreamgen.effects.noise import fractal_noise
from dreamgen.imaging.smoothstep import smoothstep

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture

_CREAM = (0.955, 0.905, 0.80)
_TEA = (0.80, 0.66, 0.45)
_RUST = (0.55, 0.33, 0.14)


class AgedPaper(Effect):
    """Print on paper that has yellowed, browned at its edges, foxed, and shows how it was made.

    The picture is taken for ink: the paper's colour multiplies it, so that it shows through
    everything light and nothing dark.
    """

    age: float = Field(0.6, ge=0, le=1, description="how yellow: 0 new, 1 as old as books get")
    foxing: float = Field(0.5, ge=0, le=1, description="rusty spots: 0 none, 1 many")
    fibre: float = Field(0.5, ge=0, le=1, description="how rough the sheet is")
    laid: float = Field(0.35, ge=0, le=1, description="lines of the mould that the sheet came from")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        paper = self.draw_paper(frame.pixels, rng)
        return replace(frame, pixels=(frame.pixels * paper).clamp(0, 1))

    def draw_paper(self, pixels: Tensor, rng: random.Random) -> Tensor:
        """Return the bare paper, (3, H, W) in 0..1, for a picture of this size."""
        tone = self._draw_browning(pixels, rng)
        paper = torch.ones(3, 1, 1).lerp(_colour(_CREAM), min(1.0, self.age * 1.6))
        paper = paper.lerp(_colour(_TEA), tone * self.age)
        for size, share in ((9.0, 0.5), (4.0, 1.0)):
            spots = self._draw_foxing(pixels, rng, size) * share
            paper = paper.lerp(_colour(_RUST), spots * 0.55)
        relief = self._draw_fibres(pixels, rng) + self._draw_laid_lines(pixels, rng)
        return paper * (1 + relief)

    def _draw_browning(self, pixels: Tensor, rng: random.Random) -> Tensor:
        """Return how brown the sheet is, 0..1: in patches, and towards edges that air reached."""
        height, width = pixels.shape[1:]
        reach = 0.11 * max(height, width)
        x = torch.minimum(torch.arange(width), torch.arange(width).flip(0))[None, None, :] / reach
        y = torch.minimum(torch.arange(height), torch.arange(height).flip(0))[None, :, None] / reach
        uneven = fractal_noise(pixels, rng, 240, 15, 0.6)
        edge = (-(x + 0.22 * uneven).clamp_min(0) * 1.8).exp() + (
            -(y + 0.22 * uneven.flip(2)).clamp_min(0) * 1.8
        ).exp()
        patches = smoothstep(fractal_noise(pixels, rng, 500, 30, 0.55), -1.6, 2.4)
        return (0.55 * patches + 0.75 * edge).clamp(0, 1)

    def _draw_foxing(self, pixels: Tensor, rng: random.Random, size: float) -> Tensor:
        """Return foxing, 0..1: blots that gather where the paper is damp."""
        damp = smoothstep(fractal_noise(pixels, rng, 420, 60), -0.6, 1.6)
        grains = fractal_noise(pixels, rng, size, size / 3, 0.6)
        rare = 3.3 - 1.1 * self.foxing - 0.55 * damp
        return smoothstep(grains - rare, 0.0, 0.9) * (0.25 + 0.75 * damp) * min(1, 2 * self.foxing)

    def _draw_fibres(self, pixels: Tensor, rng: random.Random) -> Tensor:
        """Return the sheet's roughness as a change of lightness: threads in every direction."""
        threads = sum(
            fractal_noise(pixels, rng, length, length / 2, 0.7) * weight
            for length, weight in ((7.0, 0.4), (3.0, 0.6))
        )
        ridges = 1 - fractal_noise(pixels, rng, 14, 2, 0.75).abs()
        return 0.016 * self.fibre * (threads + ridges)

    def _draw_laid_lines(self, pixels: Tensor, rng: random.Random) -> Tensor:
        """Return the close lines of the mould and the wide ones of its chains, as in laid paper."""
        height, width = pixels.shape[1:]
        step = pixels_per_unit(pixels)
        sway = fractal_noise(pixels, rng, 300, 80)
        y = torch.arange(height)[None, :, None] / step + 0.7 * sway
        x = torch.arange(width)[None, None, :] / step + 1.2 * sway.flip(1)
        close = torch.cos(y * (2 * torch.pi / 5.5))
        chains = torch.exp(-(((x % 62) - 31) / 1.1).square())
        strength = 0.5 + 0.5 * smoothstep(blur(sway, 20), -1.0, 1.0)
        return self.laid * (0.012 * close - 0.035 * chains) * strength


def _colour(values: tuple[float, float, float]) -> Tensor:
    return torch.tensor(values).view(3, 1, 1)
