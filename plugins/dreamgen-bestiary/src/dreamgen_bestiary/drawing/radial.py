"""Radial fields: spokes, petals and the spirals of seeds."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from dreamgen_bestiary.drawing.fields import fraction, polar
from dreamgen_bestiary.drawing.shapes import Number


class Spokes(NamedTuple):
    """Place in the frame of the nearest spoke: outwards, across, and which it is, 0..many - 1."""

    along: Tensor
    across: Tensor
    number: Tensor


def spokes(x: Tensor, y: Tensor, many: Number, turn: Number = 0.0) -> Spokes:
    """Return the fields of ``many`` spokes about the origin, the first at ``turn`` radians."""
    r, angle = polar(x, y)
    step = 2 * math.pi / many
    index = torch.round((angle - turn) / step)
    off = angle - turn - index * step
    return Spokes(r * torch.cos(off), r * torch.sin(off), index % many)


def leaf(
    along: Tensor,
    across: Tensor,
    long: Number,
    wide: Number,
    belly: Number = 0.5,
    point: Number = 1.6,
) -> Tensor:
    """Return about the distance to a leaf or petal that starts at the origin.

    ``belly``: where it is widest, as a share of its length. ``point``: 1 for round ends, 2 and more
    for pointed ones. ``wide`` is half its width.
    """
    t = (along / long).clamp(0.005, 0.995)
    rise, fall = belly * point, (1 - belly) * point
    width = wide * (t / belly) ** rise * ((1 - t) / (1 - belly)) ** fall
    slope = width * (rise / t - fall / (1 - t)) / long
    distance = (across.abs() - width) * torch.rsqrt(1 + slope * slope)
    return torch.maximum(distance, torch.maximum(-along, along - long))


def florets(x: Tensor, y: Tensor, left: Number, right: Number) -> tuple[Tensor, Tensor]:
    """Return the place, -0.5..0.5 along both spirals, in a seed where spirals cross.

    There are ``left`` and ``right`` equiangular spirals, so that seeds grow with their distance from
    the middle, as in seed heads and cones (after Jean 1994, "Phyllotaxis").
    """
    r, angle = polar(x, y)
    turns, rise = angle / (2 * math.pi), torch.log(r) / (2 * math.pi)
    return (
        fraction(left * turns + right * rise) - 0.5,
        fraction(right * turns - left * rise) - 0.5,
    )
