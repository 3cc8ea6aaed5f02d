"""Signed distances to shapes: below 0 inside, above 0 outside, in half widths of the picture.

After Inigo Quilez's collection of distance functions (2008 and later). Coordinates are (B, S, S) or
broadcast to it; sizes may be numbers or (B, 1, 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from dreamgen_bestiary.drawing.fields import length

Number = Tensor | float
Points = Sequence[tuple[Any, Any]]
"""Across and down, each a number or one for each picture."""


def circle(x: Tensor, y: Tensor, radius: Number) -> Tensor:
    """Return the distance to a circle about the origin."""
    return length(x, y) - radius


def ellipse(x: Tensor, y: Tensor, wide: Number, tall: Number) -> Tensor:
    """Return about the distance to an ellipse of half axes ``wide`` and ``tall``, near its outline."""
    near = length(x / wide, y / tall)
    slope = length(x / (wide * wide), y / (tall * tall))
    return near * (near - 1) / slope.clamp_min(1e-3)


def box(x: Tensor, y: Tensor, wide: Number, tall: Number, round: Number = 0.0) -> Tensor:
    """Return the distance to a box of half sides, its corners rounded."""
    dx, dy = x.abs() - wide + round, y.abs() - tall + round
    outside = length(dx.clamp_min(0), dy.clamp_min(0))
    return outside + torch.maximum(dx, dy).clamp_max(0) - round


def limb(
    x: Tensor,
    y: Tensor,
    start: tuple[Number, Number],
    end: tuple[Number, Number],
    thick: Number,
    thin: Number | None = None,
) -> Tensor:
    """Return the distance to a straight limb, ``thick`` at its start and ``thin`` at its end."""
    thin = thick if thin is None else thin
    (ax, ay), (bx, by) = start, end
    px, py, qx, qy = x - ax, y - ay, bx - ax, by - ay
    along = ((px * qx + py * qy) / (qx * qx + qy * qy + 1e-6)).clamp(0, 1)
    return length(px - qx * along, py - qy * along) - (thick + (thin - thick) * along)


def curve(
    x: Tensor,
    y: Tensor,
    points: Points,
    thick: Number,
    thin: Number | None = None,
    pieces: int = 12,
) -> tuple[Tensor, Tensor]:
    """Return the distance to a tapering curve, and how far along it the nearest place is, 0..1.

    ``points``: three or four control points of a Bezier curve. Bodies, tails, tentacles, horns.
    """
    thin = thick if thin is None else thin
    best: Tensor | None = None
    before = _bezier(points, 0.0)
    for piece in range(pieces):
        after = _bezier(points, (piece + 1) / pieces)
        qx, qy = after[0] - before[0], after[1] - before[1]
        px, py = x - before[0], y - before[1]
        share = ((px * qx + py * qy) / (qx * qx + qy * qy + 1e-6)).clamp(0, 1)
        here = (piece + share) / pieces
        distance = length(px - qx * share, py - qy * share) - (thick + (thin - thick) * here)
        if best is None:
            best, along = distance, here
        else:
            along = torch.where(distance < best, here, along)
            best = torch.minimum(best, distance)
        before = after
    assert best is not None
    return best, along


def _bezier(points: Points, share: float) -> tuple[Any, Any]:
    while len(points) > 1:
        points = [
            (ax + (bx - ax) * share, ay + (by - ay) * share)
            for (ax, ay), (bx, by) in pairwise(points)
        ]
    return points[0]


def polygon(x: Tensor, y: Tensor, *corners: tuple[Number, Number]) -> Tensor:
    """Return about the distance to a convex polygon of corners in order, either way round."""
    turns = []
    area = sum(
        ax * by - bx * ay
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True)
    )
    for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
        qx, qy = bx - ax, by - ay
        norm = (qx * qx + qy * qy + 1e-9) ** 0.5
        turns.append(((x - ax) * qy - (y - ay) * qx) / norm)
    inside = torch.stack(torch.broadcast_tensors(*turns)).amax(0)
    flipped = torch.stack(torch.broadcast_tensors(*[-turn for turn in turns])).amax(0)
    return torch.where(torch.as_tensor(area) > 0, inside, flipped)


def union(*distances: Tensor, smooth: float = 0.0) -> Tensor:
    """Return the distance to all of the shapes together, melted into each other over ``smooth``."""
    whole = distances[0]
    for distance in distances[1:]:
        if smooth:
            share = (0.5 + 0.5 * (whole - distance) / smooth).clamp(0, 1)
            melted = whole + (distance - whole) * share - smooth * share * (1 - share)
            whole = melted
        else:
            whole = torch.minimum(whole, distance)
    return whole


def without(distance: Tensor, other: Tensor) -> Tensor:
    """Return the distance to a shape with another cut out of it."""
    return torch.maximum(distance, -other)


def both(distance: Tensor, other: Tensor) -> Tensor:
    """Return the distance to what two shapes have in common."""
    return torch.maximum(distance, other)
