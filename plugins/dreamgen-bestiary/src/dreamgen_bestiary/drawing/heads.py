"""Heads that face us: how they are turned, hair, eyes, noses and mouths, shared by many creatures.

Both halves of a face are drawn at once, from ``x.abs()``; light and gaze tell them apart.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas
from dreamgen_bestiary.drawing.fields import mix, polar, rotate, smoothstep
from dreamgen_bestiary.drawing.shapes import Number, both, circle, ellipse, polygon

HAIRS = 64  # round a head: each is then 5 px wide at its outline, at a side of 128


def turn_head(b: Brush, turn: float = 0.2, nod: float = 0.12) -> tuple[Tensor, Tensor]:
    """Return x and y, (B, S, S), of a head that turns and nods at random.

    What is near its middle is near us, and so moves the farthest; its outline stays.
    """
    near = (1 - b.x * b.x - b.y * b.y).clamp_min(0)
    return b.x + b.uniform(-turn, turn) * near, b.y + b.uniform(-nod, nod) * near


def draw_hairs(b: Brush, x: Tensor, y: Tensor, long: float = 0.3) -> Tensor:
    """Return hair, (B, S, S) in 0..1, that grows away from the origin, ``long`` half widths.

    It fades near the origin, where it would be too fine to see.
    """
    r, angle = polar(x, y)
    around = angle * (HAIRS / (2 * math.pi)) + 1.5 * b.noise(3)
    coarse = b.grain(around * 0.5, r / long, HAIRS // 2)
    fine = b.grain(around, r * 1.7 / long, HAIRS)
    return 0.5 + (0.6 * coarse + 0.6 * fine - 0.6) * smoothstep(0.1, 0.5, r)


def coat(b: Brush, hair: Tensor, light: Number) -> Tensor:
    """Return fur of the class's palette, (B, 3, S, S): ``light`` from 0 for the darkest to 1."""
    return b.ramp(light + 0.4 * (hair - 0.5) + 0.12 * b.clouds(3))


def tint(b: Brush, hair: Tensor, red: float, green: float, blue: float) -> Tensor:
    """Return fur of about one colour, (B, 3, S, S), as white, black or pink parts are."""
    return b.colour(red, green, blue, 0.02) * (0.72 + 0.45 * hair)[:, None]


def almond(u: Tensor, v: Tensor, wide: Number, tall: Number) -> Tensor:
    """Return the distance to what two circles have in common: an eye, a leaf, lips."""
    radius = (wide * wide + tall * tall) / (2 * tall)
    return both(circle(u, v - radius + tall, radius), circle(u, v + radius - tall, radius))


def eyes(
    canvas: Canvas,
    b: Brush,
    x: Tensor,
    y: Tensor,
    at: tuple[Number, Number],
    size: Number,
    iris: Tensor,
    pupil: tuple[Number, Number] = (0.5, 0.5),
    tilt: Number = 0.0,
    wide: Number = 1.15,
    tall: Number = 0.9,
    white: float = 0.0,
    rim: float = 0.05,
) -> None:
    """Lay a pair of eyes, at ``at`` and its mirror image, that look the same way.

    size: the iris's radius. pupil: its half axes, in irises. wide, tall: of the opening, in irises;
    tilt: radians that it rises outwards. white: 1 for white about the iris, 0 for darkness.
    rim: width of the dark lids.
    """
    way = torch.sign(x)
    u, v = rotate(x.abs() - at[0], y - at[1], tilt)
    opening = almond(u, v, size * wide, size * tall)
    if rim:
        canvas.paint(b.colour(0.06, 0.04, 0.04, 0.02), smoothstep(rim, rim * 0.4, opening))
    glance = b.uniform(-0.25, 0.25) * size
    u, v = u - glance * way, v - b.uniform(-0.1, 0.15) * size
    r = circle(u, v, 0.0) / size
    lit = (0.55 + 0.5 * smoothstep(-0.6, 0.8, v / size)) * (0.5 + 0.5 * smoothstep(1.0, 0.75, r))
    ball = mix(b.colour(0.09, 0.06, 0.05, 0.02), b.colour(0.93, 0.91, 0.87, 0.03), white)
    ball = mix(iris * (1.5 * lit)[:, None], ball, smoothstep(0.95, 1.08, r))
    hole = ellipse(u, v, pupil[0] * size, pupil[1] * size)
    ball = mix(ball, b.colour(0.02, 0.02, 0.02, 0.01), smoothstep(0.02, -0.02, hole))
    ball = ball * (1 - 0.5 * smoothstep(-0.25, -0.8, v / (size * tall)))[:, None]  # the lid's shade
    canvas.part(opening, ball, bulge=0.15, relief=0.5, gloss=0.8, shadow=0.3)
    spark = circle(u * way + 0.32 * size, v + 0.35 * size, size * 0.24)
    canvas.paint(torch.ones_like(iris), smoothstep(0.015, -0.015, torch.maximum(spark, opening)))


def nose(
    canvas: Canvas,
    b: Brush,
    x: Tensor,
    y: Tensor,
    wide: Number,
    tall: Number,
    colour: Tensor,
    point: float = 0.25,
) -> None:
    """Lay a bare, moist nose about the origin, ``point`` as wide below as above, with nostrils."""
    side, thick = x.abs(), wide * 0.3
    w, t = wide - thick, tall - thick
    shape = polygon(x, y, (-w, -t), (w, -t), (w * point, t), (-w * point, t)) - thick
    canvas.part(shape, colour, bulge=0.1, gloss=1.2)
    hole = ellipse(*rotate(side - wide * 0.5, y - tall * 0.1, -0.5), wide * 0.26, tall * 0.22)
    canvas.paint(colour * 0.2, smoothstep(0.02, -0.02, hole))


def mouth(
    canvas: Canvas,
    x: Tensor,
    y: Tensor,
    wide: Number,
    drop: Number,
    colour: Tensor,
    thick: Number = 0.025,
) -> None:
    """Paint an animal's mouth: a line down by ``drop`` from the origin, then an arc to each side."""
    side = x.abs()
    stem = torch.maximum(side, (y - drop / 2).abs() - drop / 2)
    arc = torch.maximum(circle(side - wide / 2, y - drop, wide / 2).abs(), drop - y)
    canvas.paint(colour, smoothstep(thick + 0.01, thick - 0.015, torch.minimum(stem, arc)))
