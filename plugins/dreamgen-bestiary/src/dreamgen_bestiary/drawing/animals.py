"""Parts of animals seen from above or from the side: eyes, legs, scaly skin, bent bodies."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas
from dreamgen_bestiary.drawing.fields import fraction, hash_cell, mix, polar, scales, smoothstep
from dreamgen_bestiary.drawing.shapes import Number, circle, ellipse, limb, union

Point = tuple[Number, Number]


def sway_body(b: Brush, most: float = 0.14) -> Tensor:
    """Return x, (B, S, S), of a body that lies along y in bends, as lizards do."""
    bend, waves = b.uniform(-most, most), b.uniform(2.2, 4.0)
    return b.x + bend * torch.sin(waves * b.y + b.uniform(-FULL, FULL))


def draw_scales(b: Brush, x: Tensor, y: Tensor, fine: Number) -> tuple[Tensor, Tensor]:
    """Return shades in about -0.5..0.5 and heights of skin with ``fine`` scales to a half width."""
    u, v, i, j = scales(x * fine, y * fine)
    each = hash_cell(i, j, b.uniform(0, 9)) - 0.5
    return 0.2 * each - 0.4 * smoothstep(0.2, 0.6, v + u.abs()) + 0.15, 0.5 * (v - u * u)


def leg(
    x: Tensor, y: Tensor, hip: Point, knee: Point, foot: Point, thick: Number, thin: Number
) -> Tensor:
    """Return the distance to a leg of two limbs."""
    middle = (thick + thin) / 2
    upper = limb(x, y, hip, knee, thick, middle)
    return union(upper, limb(x, y, knee, foot, middle, thin), smooth=0.05)


def eye(
    canvas: Canvas,
    b: Brush,
    x: Tensor,
    y: Tensor,
    size: Number,
    iris: Tensor,
    pupil: tuple[Number, Number] = (0.5, 0.5),
    rim: float = 0.04,
    spark: tuple[float, float] = (-0.35, -0.35),
) -> None:
    """Lay a round eye of radius ``size`` about the origin. pupil: its half axes, in sizes."""
    r = circle(x, y, 0.0)
    canvas.paint(b.colour(0.05, 0.04, 0.03, 0.01), smoothstep(size + rim, size + rim * 0.4, r))
    ball = iris * (0.8 + 0.5 * smoothstep(-0.8, 0.8, y / size))[:, None]
    ball = ball * (1 - 0.6 * smoothstep(0.65, 1.0, r / size))[:, None]
    hole = smoothstep(0.02, -0.02, ellipse(x, y, pupil[0] * size, pupil[1] * size))
    ball = mix(ball, b.colour(0.02, 0.02, 0.02, 0.01), hole)
    canvas.part(r - size, ball, bulge=size, relief=0.5, gloss=1.0, shadow=0.2)
    glint = circle(x - spark[0] * size, y - spark[1] * size, size * 0.25)
    canvas.paint(torch.ones_like(iris), smoothstep(0.02, -0.01, glint))


def bat_wing(
    canvas: Canvas,
    b: Brush,
    x: Tensor,
    y: Tensor,
    aim: Number,
    span: float,
    skin: Tensor,
    bright: float,
) -> None:
    """Lay a bat's wing, rooted at the origin, that fans out by ``span`` radians about ``aim``."""
    r, angle = polar(x, y)
    share = (angle - aim + span / 2) / span
    many = 4
    hollow = torch.sin(FULL * fraction(share * many))
    reach = 1.12 - 0.16 * hollow - 0.35 * share
    edge = torch.maximum(r - reach, (share - 0.5).abs() * span * r - span / 2 * r - 0.02)
    bone = (0.5 - (fraction(share * many) - 0.5).abs()) / many * span * r
    fade = skin * ((0.65 + 0.5 * hollow) * bright)[:, None]
    fade = mix(fade * 1.35, fade, smoothstep(0.015, 0.045, bone))
    canvas.part(edge, fade, bulge=0.04, texture=-hollow * r, gloss=0.4, shadow=0.4)
