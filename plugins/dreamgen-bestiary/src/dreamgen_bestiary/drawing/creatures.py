"""What creatures of many kinds share: round eyes, fins, plumage, a colour under light and shade."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas
from dreamgen_bestiary.drawing.fields import hash_cell, length, polar, rotate, scales, smoothstep
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import Number, circle


def orb(
    canvas: Canvas,
    b: Brush,
    x: Tensor,
    y: Tensor,
    size: Number,
    iris: Tensor,
    pupil: Number = 0.55,
    rim: float = 0.2,
) -> None:
    """Lay a round, glossy eye about the origin: a dark rim, an iris, a pupil, a spark of light.

    size: the radius of the iris. pupil, rim: in irises.
    """
    dark = b.colour(0.03, 0.02, 0.02, 0.01)
    r = length(x, y) / size
    lit = shade_to(iris, 0.75 + 0.5 * y / size * smoothstep(0.2, 0.9, r))
    canvas.part((r - 1 - rim) * size, dark, bulge=0.04, shadow=0.2)
    canvas.part((r - 1) * size, lit, bulge=0.1, gloss=0.6, shadow=0)
    canvas.part((r - pupil) * size, dark, bulge=0, gloss=0, shadow=0)
    spark = circle(x + 0.3 * size, y + 0.35 * size, 0.26 * size)
    canvas.paint(torch.ones_like(iris), smoothstep(0.012, -0.012, spark))


def fin(
    canvas: Canvas,
    b: Brush,
    x: Tensor,
    y: Tensor,
    root: tuple[Number, Number],
    turn: Number,
    long: Number,
    wide: Number,
) -> None:
    """Lay a fin that spreads from ``root``, ``turn`` radians up from the right: rays in a web."""
    u, v = rotate(x - root[0], y - root[1], turn)
    r, angle = polar(u, v)
    rays = torch.cos(angle * 26) * smoothstep(0.25, 0.6, r / long)
    web = leaf(u, v, long, wide, 0.7, 0.75) + 0.025 * (1 - rays) * smoothstep(0.5, 1.0, r / long)
    colour = b.ramp(0.5 + 0.35 * r / long + 0.14 * rays)
    canvas.part(web, colour, bulge=0.07, texture=0.7 * rays, gloss=0.5, shadow=0.35)


def plumage(b: Brush, x: Tensor, y: Tensor, many: Number = 8.0) -> tuple[Tensor, Tensor]:
    """Return how light feathers are, about -0.5..0.5, and their height: overlapping, tips down.

    many: feathers to a unit of x and y.
    """
    u, v, i, j = scales(x * many, y * many)
    each = hash_cell(i, j, b.uniform(0, 9)) - 0.5
    edge = smoothstep(0.35, 0.6, length(u, v.clamp_min(0) * 0.9))
    return 0.3 * each + 0.35 * (edge - 0.4) + 0.25 * v, v - 0.6 * u * u


def shade_to(colour: Tensor, share: Tensor) -> Tensor:
    """Return one colour, (B, 3, 1, 1), made darker and lighter: ``share`` 0 is black, 0.75 itself.

    Its lights are paler than its shades, as those of paint are.
    """
    share = share[:, None] if share.dim() == 3 else share
    lights = colour + (1 - colour) * 0.45 * (share - 0.75).clamp_min(0) * 4
    return (lights * (share / 0.75).clamp(0, 1) ** 1.3).clamp(0, 1)
