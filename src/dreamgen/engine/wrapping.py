"""Dreams that continue at the opposite border: tiles, and turns around a sphere.

No part of an ascent need know of it: pictures are rolled at random before each view, and what a
regulariser is given has a margin from the opposite border.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

import torch
from torch import Tensor

from dreamgen.engine.sphere import SphereView, blend_charts, turn_poles
from dreamgen.imaging.periodic import X, Y, cut_around, pad_around
from dreamgen.regularisers.base import Regulariser

AXES = {"none": (), "x": (X,), "y": (Y,), "xy": (Y, X), "sphere": (X,)}
"""The dimensions along which a recipe's ``wrap`` joins the borders."""

_SEEN = 1 / 16  # margin of a view, as a share of the side
_FILTERED = 64  # margin in pixels where a gradient is filtered: a multiple of what pyramids halve
_COMPARED = 4  # margin in pixels where neighbours are compared


def wrap_regularisers(parts: Sequence[Regulariser], wrap: str) -> list[Regulariser]:
    """Return the regularisers of an ascent whose borders are joined; the same for "none"."""
    dims = AXES[wrap]
    if not dims:
        return list(parts)
    if wrap == "sphere":
        return [SphereView(), *(_WrappedSphere(part=part, dims=dims) for part in parts)]
    return [_RollAround(dims=dims), *(_Wrapped(part=part, dims=dims) for part in parts)]


class _RollAround(Regulariser):
    """Roll the picture by any distance, and add a margin: no place is ever a border for long."""

    dims: tuple[int, ...]

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        for dim in self.dims:
            side = picture.shape[dim]
            picture = torch.roll(picture, rng.randrange(side), dim)
            picture = pad_around(picture, round(side * _SEEN), [dim])
        return picture


class _Wrapped(Regulariser):
    """A regulariser that sees beyond the border what lies at the opposite one."""

    part: Regulariser
    dims: tuple[int, ...]

    def at(self, progress: float) -> Regulariser:
        return type(self)(part=self.part.at(progress), dims=self.dims)

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        return self.part.view(picture, rng)

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        padded = pad_around(gradient, _FILTERED, self.dims)
        return cut_around(self.part.gradient(padded, progress), gradient.shape[2:], self.dims)

    def penalty(self, pictures: Tensor) -> Tensor | None:
        return self.part.penalty(pad_around(pictures, _COMPARED, self.dims))

    def distance(self, pictures: Tensor, source: Tensor) -> Tensor | None:
        return self.part.distance(pictures, source)


class _WrappedSphere(_Wrapped):
    """A regulariser whose filter treats the poles of a panorama as it does the equator."""

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        if self.part.find_reach() == 0:
            return gradient
        upright = super().gradient(gradient, progress)
        return blend_charts(upright, super().gradient(turn_poles(gradient), progress))
