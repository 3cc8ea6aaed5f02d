"""Creatures of stone and of legend that are made of several."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.animals import bat_wing, eye, leg
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import fraction, mix, polar, rotate, scales, smoothstep
from dreamgen_bestiary.drawing.heads import almond, eyes
from dreamgen_bestiary.drawing.shapes import (
    Number,
    box,
    circle,
    curve,
    ellipse,
    limb,
    polygon,
    union,
)


@figure(
    hues=((0.1, 0.12), (0.6, 0.1), (0.25, 0.15)), words=("grotesque", "demon", "imp", "stone devil")
)
def gargoyle(b: Brush) -> Sketch:
    """A gargoyle in stone, crouched: horns, bat's ears, a toothy grin, raised wings, claws."""
    x, y, canvas = b.x, b.y, Canvas(b)
    side, rough = x.abs(), b.clouds(7, 3)
    moss = smoothstep(0.1, 0.5, b.clouds(3)) * b.chance(0.5)
    stone = b.ramp(b.uniform(0.5, 0.75) + 0.15 * rough)
    stone = mix(stone, b.colour(0.35, 0.45, 0.2) * (0.8 + 0.4 * rough)[:, None], moss * 0.6)
    bat_wing(canvas, b, side - 0.14, y - 0.36, b.uniform(-0.85, -0.6), 1.3, stone, 0.75)
    thigh = ellipse(*rotate(side - 0.36, y - 0.56, 0.6), 0.2, 0.3)
    body = union(
        ellipse(x, y - 0.4, 0.36, 0.42), ellipse(side - 0.24, y - 0.14, 0.2, 0.16), smooth=0.1
    )
    canvas.part(body, stone, bulge=0.3, texture=rough, gloss=0.1)
    canvas.part(thigh, stone, bulge=0.18, texture=rough, gloss=0.1)
    arm = leg(side, y, (0.38, 0.1), (0.48, 0.42), (0.2, 0.76), 0.12, 0.08)
    claws = union(
        *[
            limb(side, y, (at, 0.82), (at * 1.1, 0.94), 0.05, 0.02)
            for at in (0.12, 0.22, 0.46, 0.56)
        ]
    )
    canvas.part(union(arm, claws, smooth=0.04), stone * 1.05, bulge=0.1, texture=rough, gloss=0.1)
    horn, _ = curve(
        side, y, [(0.16, -0.58), (0.34, -0.72), (b.uniform(0.15, 0.45), -0.95)], 0.09, 0.02, 5
    )
    ear = polygon(side, y, (0.26, -0.42), (0.66, b.uniform(-0.68, -0.45)), (0.3, -0.16)) - 0.03
    canvas.part(union(horn, ear), stone * 0.9, bulge=0.08, texture=rough, gloss=0.1)
    head = union(ellipse(x, y + 0.36, 0.36, 0.32), ellipse(x, y + 0.12, 0.3, 0.2), smooth=0.12)
    canvas.part(head, stone, bulge=0.3, texture=rough, gloss=0.1, shadow=0.7)
    canvas.paint(
        stone * 0.25,
        smoothstep(0.03, -0.03, ellipse(*rotate(side - 0.16, y + 0.38, 0.3), 0.13, 0.09)),
    )
    ember = b.ramp(b.uniform(), b.stops((0.85, 0.8, 0.65), (0.98, 0.55, 0.1), (0.95, 0.2, 0.1)))
    eyes(canvas, b, x, y, (0.16, -0.37), 0.07, ember, (0.35, 0.5), tilt=0.35, wide=1.3, rim=0.0)
    brow = limb(side, y, (0.05, -0.42), (0.32, -0.56), 0.05, 0.06)
    snout = union(ellipse(x, y + 0.24, 0.11, 0.1), brow)
    canvas.part(snout, stone * 1.1, bulge=0.1, texture=rough, gloss=0.1, shadow=0.6)
    grin = almond(x, y + 0.06 + 0.6 * side**2, b.uniform(0.22, 0.28), b.uniform(0.07, 0.11))
    canvas.paint(stone * 0.12, smoothstep(0.02, -0.02, grin))
    tooth = box((fraction(x * 8) - 0.5) / 8, y + 0.06 + 0.6 * side**2, 0.045, 0.06, 0.02)
    canvas.paint(stone * 1.5, smoothstep(0.015, -0.015, torch.maximum(tooth, grin + 0.02)))
    return canvas.sketch()


@figure(hues=((0.1, 0.7), (0.08, 0.6), (0.12, 0.5)), words=("gryphon", "hippogriff", "chimera"))
def griffin(b: Brush) -> Sketch:
    """A griffin from the side: an eagle's head, talons and wings, a lion's back and tufted tail."""
    x, y, canvas = b.x, b.y, Canvas(b)
    hair, light = b.grain(x * 9 + b.noise(3), y * 4), b.uniform(0.5, 0.75)
    fur = b.ramp(light + 0.3 * (hair - 0.5) + 0.1 * b.clouds(3))
    u, v, *_ = scales(x * 7, y * 7, tip=0.9)
    plume = b.ramp(b.uniform(0.3, 0.95) + 0.3 * v + 0.1 * u.abs(), b.palette.roll(b.pick(0, 1), 1))
    spread = b.uniform(-0.2, 0.2)
    _feathers(canvas, b, x - 0.2, y - 0.12, -1.5 + spread, 1.0, plume * 0.6)
    tail, _ = curve(x, y, [(0.55, 0.2), (0.95, 0.4), (0.7, 0.7), (0.88, 0.82)], 0.05, 0.04, 6)
    canvas.part(union(tail, ellipse(x - 0.86, y - 0.78, 0.1, 0.08)), fur * 0.7, bulge=0.05)
    far = union(
        leg(x, y, (-0.12, 0.3), (-0.36, 0.48), (-0.32, 0.84), 0.12, 0.06),
        leg(x, y, (0.48, 0.3), (0.6, 0.56), (0.52, 0.86), 0.17, 0.07),
    )
    canvas.part(far, fur * 0.55, bulge=0.1)
    rump = union(
        ellipse(x - 0.24, y - 0.24, 0.42, 0.24), circle(x - 0.46, y - 0.24, 0.24), smooth=0.1
    )
    canvas.part(rump, fur, bulge=0.22, texture=0.4 * hair, gloss=0.2)
    near = leg(x, y, (0.48, 0.28), (0.58, 0.58), (0.44, 0.86), 0.22, 0.08)
    paw = ellipse(x - 0.38, y - 0.9, 0.14, 0.07)
    canvas.part(union(near, paw, smooth=0.05), fur, bulge=0.14, texture=0.4 * hair, gloss=0.2)
    breast = union(
        limb(x, y, (-0.14, 0.22), (-0.42, -0.38), 0.28, 0.17),
        circle(x + 0.46, y + 0.46, 0.22),
        smooth=0.1,
    )
    canvas.part(breast + 0.03 * (hair - 0.5), plume, bulge=0.24, texture=0.8 * v, gloss=0.2)
    ear = polygon(x, y, (-0.42, -0.6), (-0.24, b.uniform(-0.94, -0.78)), (-0.3, -0.52))
    canvas.part(ear, plume * 0.8, bulge=0.06)
    gold = b.colour(0.95, 0.72, 0.2)
    beak, _ = curve(x, y, [(-0.56, -0.46), (-0.8, -0.56), (-0.86, -0.22)], 0.14, 0.02, 6)
    canvas.part(beak, gold, bulge=0.12, gloss=1.0, shadow=0.5)
    canvas.paint(
        gold * 0.3, smoothstep(0.025, 0.005, limb(x, y, (-0.76, -0.36), (-0.5, -0.34), 0.004))
    )
    iris = b.ramp(b.uniform(), b.stops((0.98, 0.8, 0.15), (0.95, 0.4, 0.1)))
    eye(canvas, b, x + 0.48, y + 0.5, 0.07, iris, (0.45, 0.45), rim=0.04)
    arm = leg(x, y, (-0.16, 0.26), (-0.22, 0.52), (-0.2, 0.84), 0.15, 0.065)
    claws = union(
        *[limb(x, y, (-0.2, 0.84), (-0.2 + dx, 0.92), 0.05, 0.025) for dx in (-0.2, -0.08, 0.12)]
    )
    shank = mix(plume, gold, smoothstep(0.5, 0.6, y))
    canvas.part(union(arm, claws, smooth=0.03), shank, bulge=0.1, gloss=0.4, shadow=0.5)
    _feathers(canvas, b, x - 0.04, y - 0.2, -0.9 + spread, 1.2, plume)
    return canvas.sketch()


def _feathers(
    canvas: Canvas, b: Brush, x: Tensor, y: Tensor, aim: Number, span: float, tint: Tensor
) -> None:
    """Lay an eagle's wing, rooted at the origin, spread by ``span`` radians: quills and coverts."""
    r, angle = polar(x, y)
    for many, far, dark in ((6, 1.12, 0.75), (5, 0.72, 0.9), (4, 0.42, 1.05)):
        share = (angle - aim) / span + 0.5
        off = fraction(share * many) - 0.5
        tip = far * (1 - 0.3 * share) * (1 - 0.5 * off * off)
        edge = torch.maximum(r - tip, ((share - 0.5).abs() - 0.5) * span * r)
        quill = dark - 0.5 * off.abs() - 0.25 * smoothstep(-0.15, 0.0, r - tip)
        canvas.part(
            edge, tint * (1.15 * quill)[:, None], bulge=0.05, texture=-2 * off * off, gloss=0.2
        )
