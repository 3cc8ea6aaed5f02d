"""A detail under a magnifying glass, in the corner furthest from it."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.effects.base import Effect
from dreamgen.effects.filters import blur, pixels_per_unit, warp
from dreamgen.imaging.smoothstep import smoothstep

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame, Picture

_MARGIN = 16  # thousandths of the longest side, from the edges
_RIM = 2.6


class Closeup(Effect):
    """A round inset that magnifies a place of the picture, which a thin ring marks.

    Left out, the place is where the dream changed the picture most.
    """

    suits_sources: ClassVar[bool] = True

    x: float | None = Field(
        None, ge=0, le=1, description="the place, as a share of the width; found if left out"
    )
    y: float | None = Field(None, ge=0, le=1, description="likewise, as a share of the height")
    width: float = Field(0.16, gt=0.005, le=0.5, description="of what is magnified, as a share")
    zoom: float = Field(2.5, gt=1, le=20, description="how many times larger it is shown")

    def apply(self, frame: Frame, source: Picture, rng: random.Random) -> Frame:
        pixels = frame.pixels
        height, width = pixels.shape[1:]
        reach = self.width * width / 2
        radius = min(reach * self.zoom, 0.45 * min(height, width))
        at = self._find_place(frame, reach)
        glass = _choose_corner(source, at, radius, radius / self.zoom)
        rim = max(1.0, _RIM * pixels_per_unit(pixels))
        pixels = _draw_ring(pixels, at, radius / self.zoom, rim * 0.6)
        right = (
            at[0] + (_column_positions(pixels) - glass[0]) / self.zoom - _column_positions(pixels)
        )
        down = at[1] + (_row_positions(pixels) - glass[1]) / self.zoom - _row_positions(pixels)
        grown = warp(frame.pixels, right.expand(1, height, width), down.expand(1, height, width))
        inside = smoothstep(radius + 0.7 - _measure_distance(pixels, glass), 0.0, 1.4)
        pixels = pixels.lerp(grown, inside)
        alpha = None if frame.alpha is None else torch.maximum(frame.alpha, inside)
        return replace(frame, pixels=_draw_ring(pixels, glass, radius, rim), alpha=alpha)

    def _find_place(self, frame: Frame, reach: float) -> tuple[float, float]:
        """Return the place in pixels, all of it within the picture."""
        height, width = frame.pixels.shape[1:]
        x, y = self.x, self.y
        if x is None or y is None:
            change = _measure_contrast(frame.pixels, reach)
            if frame.source is not None and frame.source.shape == frame.pixels.shape:
                change = change - _measure_contrast(frame.source, reach)
            edge = int(min(reach, 0.45 * height, 0.45 * width))
            inner = change[0, edge : height - edge, edge : width - edge]
            row, column = divmod(int(inner.argmax()), inner.shape[1])
            x, y = (column + edge) / width, (row + edge) / height
        return x * width, y * height


def _measure_contrast(pixels: Tensor, reach: float) -> Tensor:
    """Return how much light and dark there is at every place, at about a third of the reach."""
    light = pixels.mean(0, keepdim=True)
    scale = reach / pixels_per_unit(pixels)
    band = blur(light, 0.12 * scale) - blur(light, 0.4 * scale)
    return blur(band.square(), 0.3 * scale)


def _choose_corner(
    source: Picture, at: tuple[float, float], radius: float, taken: float
) -> tuple[float, float]:
    """Return the middle of the glass: the corner off the place that covers the fewest words."""
    width, height = source.size
    margin = _MARGIN * pixels_per_unit(source.pixels) + radius
    corners = [(x, y) for y in (margin, height - margin) for x in (width - margin, margin)]

    def cost(corner: tuple[float, float]) -> tuple[bool, float, float]:
        away = math.dist(corner, at)
        words = 0.0
        if source.protected is not None:
            under = _measure_distance(source.pixels, corner) < radius
            words = round(float((source.protected * under).mean()), 3)
        return away < radius + taken, words, -away

    return min(corners, key=cost)


def _column_positions(pixels: Tensor) -> Tensor:
    return torch.arange(pixels.shape[2]).float()[None, None, :]


def _row_positions(pixels: Tensor) -> Tensor:
    return torch.arange(pixels.shape[1]).float()[None, :, None]


def _measure_distance(pixels: Tensor, spot: tuple[float, float]) -> Tensor:
    return torch.hypot(_column_positions(pixels) - spot[0], _row_positions(pixels) - spot[1])


def _draw_ring(
    pixels: Tensor, spot: tuple[float, float], radius: float, thickness: float
) -> Tensor:
    """Draw a white ring with a dark hairline around it, so that it shows on anything."""
    off = (_measure_distance(pixels, spot) - radius).abs()
    dark = smoothstep(thickness + 1.5 - off, 0.0, 1.2)
    white = smoothstep(thickness - off, -0.5, 0.7)
    pixels = pixels.lerp(torch.full_like(pixels, 0.1), dark * 0.8)
    return pixels.lerp(torch.ones_like(pixels), white)
