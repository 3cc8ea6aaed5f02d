"""Fields: functions of a place, from which textures are made. All take and give (B, S, S)."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

import dreamgen


def smoothstep(low: Tensor | float, high: Tensor | float, x: Tensor) -> Tensor:
    """Return 0 at ``low``, 1 at ``high`` (which may be the smaller), and a smooth rise between."""
    return dreamgen.smoothstep(x, low, high)


def fraction(x: Tensor) -> Tensor:
    """Return the fractional part, in 0..1, of negative numbers too."""
    return x - torch.floor(x)


def mix(a: Tensor, b: Tensor, share: Tensor | float) -> Tensor:
    """Return a where ``share`` is 0 and b where it is 1; a field mixes coloured fields too."""
    if isinstance(share, Tensor) and share.dim() == 3 and max(a.dim(), b.dim()) == 4:
        share = share[:, None]
    return torch.lerp(a, b, share)


def length(x: Tensor, y: Tensor) -> Tensor:
    """Return the distance from the origin, differentiable and never quite zero."""
    return torch.sqrt(x * x + y * y + 1e-9)


def rotate(x: Tensor, y: Tensor, angle: Tensor | float) -> tuple[Tensor, Tensor]:
    """Return x and y turned by an angle in radians, counter-clockwise as seen with y down."""
    angle = torch.as_tensor(angle)
    cos, sin = torch.cos(angle), torch.sin(angle)
    return x * cos - y * sin, x * sin + y * cos


def polar(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """Return the distance from the origin and the angle in -pi..pi."""
    return length(x, y), torch.atan2(y, x)


def hash_cell(i: Tensor, j: Tensor, seed: Tensor | float = 0.0) -> Tensor:
    """Return a number in 0..1 for each cell (i, j), the same for the same cell and seed."""
    return fraction(torch.sin(i * 12.9898 + j * 78.233 + seed * 37.719) * 4375.8545)


class Cells(NamedTuple):
    """Cells around centres: distances to the nearest and the second, and which is nearest.

    x, y: offset from the nearest centre. i, j: its cell, for :func:`hash_cell`.
    """

    nearest: Tensor
    second: Tensor
    x: Tensor
    y: Tensor
    i: Tensor
    j: Tensor

    @property
    def edge(self) -> Tensor:
        """How far inside its cell a place is: 0 at a border."""
        return self.second - self.nearest


def cells(x: Tensor, y: Tensor, jitter: Tensor | float = 0.9, seed: float = 3.0) -> Cells:
    """Return cellular fields of a jittered unit grid (Worley 1996, "A cellular texture")."""
    column, row = torch.floor(x), torch.floor(y)
    best = torch.full_like(x, 9.0)
    second = best.clone()
    found = [torch.zeros_like(x) for _ in range(4)]
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            i, j = column + across, row + down
            dx = x - (i + 0.5 + jitter * (hash_cell(i, j, seed) - 0.5))
            dy = y - (j + 0.5 + jitter * (hash_cell(i, j, seed + 5.3) - 0.5))
            distance = dx * dx + dy * dy
            nearer = distance < best
            second = torch.where(nearer, best, torch.minimum(second, distance))
            best = torch.where(nearer, distance, best)
            new = (dx, dy, i, j)
            found = [torch.where(nearer, n, f) for n, f in zip(new, found, strict=True)]
    return Cells(best.sqrt(), second.sqrt(), *found)


class Hexagons(NamedTuple):
    """Offset from the middle of the nearest hexagon, distance 0..0.5 to its border, and its cell."""

    x: Tensor
    y: Tensor
    distance: Tensor
    i: Tensor
    j: Tensor


def hexagons(x: Tensor, y: Tensor) -> Hexagons:
    """Return the fields of a honeycomb whose cells are 1 wide."""
    tall = math.sqrt(3.0)
    ax, ay = x - torch.floor(x) - 0.5, y - tall * torch.floor(y / tall) - tall / 2
    bx = (x - 0.5) - torch.floor(x - 0.5) - 0.5
    by = (y - tall / 2) - tall * torch.floor((y - tall / 2) / tall) - tall / 2
    first = ax * ax + ay * ay < bx * bx + by * by
    u, v = torch.where(first, ax, bx), torch.where(first, ay, by)
    distance = torch.maximum(u.abs(), u.abs() * 0.5 + v.abs() * tall / 2)
    return Hexagons(u, v, distance, torch.round((x - u) * 2), torch.round((y - v) / tall * 2))


class Scales(NamedTuple):
    """Place on the scale that lies on top, x across and y towards its tip, and which scale it is."""

    x: Tensor
    y: Tensor
    i: Tensor
    j: Tensor


def scales(
    x: Tensor, y: Tensor, radius: float = 0.62, step: float = 0.5, tip: float = 0.0
) -> Scales:
    """Return the fields of scales laid like roof tiles, in rows ``step`` apart, tips down.

    They are round, or run to a point ``tip`` below their middles (at most 2 * ``step``).
    """
    taken = torch.zeros_like(x, dtype=torch.bool)
    found = [torch.zeros_like(x) for _ in range(4)]
    first = torch.floor(y / step)
    for row in (first - 1, first, first + 1, first + 2):
        offset = fraction(row * 0.5)
        middle = torch.floor(x - offset) + 0.5 + offset
        u, v = x - middle, y - row * step
        if tip:
            inside = u.abs() < radius * (1 - (v / tip).clamp_min(0) ** 1.6)
        else:
            inside = length(u, v.clamp_min(0) * 0.9) < radius
        inside = inside & ~taken
        found = [torch.where(inside, n, f) for n, f in zip((u, v, middle, row), found, strict=True)]
        taken = taken | inside
    return Scales(*found)


def unit(x: Tensor, y: Tensor) -> Tensor:
    """Return how many half widths one unit of the coordinates x and y spans, (B, 1, 1)."""
    step = x.diff(dim=2).square() + y.diff(dim=2).square()
    return 2 / x.shape[-1] * torch.rsqrt(step.mean((1, 2), keepdim=True) + 1e-9)
