"""Limbs of beasts: paws, talons, wings."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import plumage, shade_to
from dreamgen_bestiary.drawing.fields import (
    mix,
    polar,
    rotate,
    smoothstep,
)
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import both, circle, curve, ellipse, limb, union

WING_ROWS = (  # feathers, how long and wide, how light
    (9, 1.0, 0.14, 0.4),
    (8, 0.62, 0.13, 0.56),
    (7, 0.34, 0.12, 0.72),
)


@figure(
    hues=((0.08, 0.6), (0.1, 0.45), (0.06, 0.5)),
    words=("paws", "cat paw", "bear paw"),
    upright=False,
)
def paw(b: Brush) -> Sketch:
    """A furry paw from below: one great pad, four toe pads, claws that show or hide."""
    x, y, canvas = b.x, b.y, Canvas(b)
    side = x.abs()
    r, angle = polar(x, y)
    hair = b.grain(angle * 40 / (2 * FULL), r * 6, 40) - 0.5
    spread = b.uniform(0.9, 1.08)
    toes = ((0.22 * spread, -0.5, 0.24), (0.62 * spread, -0.12, 0.23))
    claw = b.uniform(0.0, 1.0)
    horn = mix(b.colour(0.92, 0.86, 0.72), b.colour(0.16, 0.13, 0.12), b.chance(0.5)[:, None])
    for px, py, _ in toes:
        tip = (px * 1.25, py - 0.3 - 0.15 * claw)
        shape = limb(side, y, (px, py - 0.1), tip, 0.11, 0.03)
        canvas.part(shape, horn, bulge=0.07, gloss=1.0, show=(claw > 0.35).float())
    fur = [ellipse(side - px, y - py, size, size * 1.2) for px, py, size in toes]
    shape = union(ellipse(x, y - 0.36, 0.62, 0.56), *fur, smooth=0.1) + 0.07 * hair
    canvas.part(
        shape, b.ramp(0.55 + 0.5 * hair + 0.15 * b.noise(3)), bulge=0.25, texture=hair, gloss=0.1
    )
    pink = mix(b.colour(0.9, 0.55, 0.55), b.colour(0.2, 0.16, 0.16), b.uniform()[:, None])
    pad = union(
        ellipse(x, y - 0.25, 0.26, 0.22), ellipse(side - 0.24, y - 0.44, 0.2, 0.18), smooth=0.12
    )
    pads = [
        ellipse(*rotate(side - px, y - py, -0.35 * px), size * 0.6, size * 0.78)
        for px, py, size in toes
    ]
    colour = shade_to(pink, 0.7 + 0.1 * b.noise(9))
    canvas.part(
        union(pad, *pads), colour, bulge=0.2, texture=0.4 * b.noise(10), gloss=0.8, shadow=0.7
    )
    return canvas.sketch()


@figure(
    hues=((0.12, 0.8), (0.1, 0.75), (0.07, 0.6), (0.25, 0.4)),
    words=("claws", "bird foot", "raptor claw"),
)
def talons(b: Brush) -> Sketch:
    """A raptor's foot: a feathered leg, scaly spread toes, long black hooked claws."""
    x, y, canvas = b.x * 1.04, b.y * 1.04, Canvas(b)
    horn = b.colour(0.1, 0.09, 0.1, 0.03)
    open_ = b.uniform(-0.08, 0.08)
    toes = (  # root, knuckle, root of the claw, its point
        ((0.04, -0.1), (0.4, -0.42), (0.6, 0.06), (0.84, 0.62)),
        ((-0.04, -0.1), (-0.4, -0.42), (-0.6, 0.06), (-0.84, 0.62)),
        ((0.0, -0.1), (0.0, 0.2), (0.05 + open_, 0.42), (0.1 + 2 * open_, 0.97)),
    )
    for root, bend, end, tip in toes:
        hook = end[0] * 1.5 + 0.08, end[1] + 0.12
        claw, _ = curve(x, y, [end, hook, tip], 0.14, 0.025, 7)
        canvas.part(claw, horn, bulge=0.1, gloss=1.5, shadow=0.5)
        toe, along = curve(x, y, [root, bend, end], 0.15, 0.13, 8)
        scute = smoothstep(-0.9, -0.4, torch.cos(along * 34))
        canvas.part(
            toe, b.ramp(0.4 + 0.25 * scute), bulge=0.15, texture=0.5 * scute, gloss=0.7, shadow=0.6
        )
    shank = limb(x, y, (0.0, -0.5), (0.0, -0.08), 0.13, 0.17)
    scute = smoothstep(-0.9, -0.4, torch.cos(y * 34 + x * x * 20))
    canvas.part(shank, b.ramp(0.4 + 0.25 * scute), bulge=0.18, texture=0.5 * scute, gloss=0.6)
    light, height = plumage(b, x * 1.2, y * 0.55, 6.5)
    thigh, ankle = ellipse(x, y + 0.72, 0.42, 0.48), limb(x, y, (0, -0.6), (0, -0.42), 0.24, 0.17)
    leg = both(union(thigh, ankle, smooth=0.1), circle(x, y, 0.98))
    ragged = leg + 0.04 * torch.cos(x * 26 + b.noise(3)) * smoothstep(-0.8, -0.4, y)
    brown = b.new_palette(((0.07, 0.5), (0.09, 0.45)))
    colour = b.ramp(0.5 + 0.5 * light + 0.1 * b.noise(3), brown)
    canvas.part(ragged, colour, bulge=0.25, texture=height, gloss=0.15, shadow=0.7)
    return canvas.sketch()


@figure(
    hues=((0.58, 0.3), (0.1, 0.4), (0.08, 0.55), (0.6, 0.6)),
    words=("angel wing", "wings"),
    upright=False,
)
def wing(b: Brush) -> Sketch:
    """A spread wing: long flight feathers in a fan, two rows of coverts, a strong leading edge."""
    x, y, canvas = b.x * 1.07 + 0.02, b.y + 0.05, Canvas(b)
    white = shade_to(b.colour(0.96, 0.95, 0.93, 0.03), 0.75 + 0 * x)[:, :, :1, :1]
    plain = b.chance(0.35)[:, None]
    open_, dark = b.uniform(1.1, 1.45), b.chance(0.5)
    for many, long, wide, share in WING_ROWS:
        best = torch.full((b.batch, b.side, b.side), 9.0, device=b.device)
        along, order = best * 0, best * 0
        for at in range(many):
            t = at / (many - 1)  # 0 at the wing's tip, 1 at the shoulder
            root = (0.04 - 0.84 * t, -0.72 - 0.1 * t + 0.75 * t * t)
            u, v = rotate(x - root[0], y - root[1], -(0.3 + open_ * t))
            reach = long * (1 + 0.75 * t - 0.95 * t * t)
            feather = leaf(u, v + 0.12 * u * u, reach, wide, 0.6, 0.75)
            on_top = feather < 0
            along = torch.where(on_top, u / reach, along)
            order = torch.where(on_top, 0 * order + at % 2, order)
            best = torch.where(on_top, feather, torch.minimum(best, feather))
        barb = 0.12 * order + 0.25 * (along - 0.5) + 0.05 * b.noise(6)
        tip = smoothstep(0.7, 0.9, along) * dark
        colour = mix(b.ramp(share + barb - 0.5 * tip), shade_to(white, 0.7 + 0.5 * barb), plain)
        canvas.part(best, colour, bulge=0.08, texture=along, gloss=0.3, shadow=0.7)
    light, height = plumage(b, *rotate(x, y, 0.5), 8.0)
    points = [(-0.78, 0.08), (-0.86, -0.55), (-0.4, -0.98), (0.2, -0.74)]
    arm, _ = curve(x, y, points, 0.14, 0.09, 9)
    colour = mix(b.ramp(0.8 + 0.4 * light), shade_to(white, 0.76 + 0.3 * light), plain)
    canvas.part(arm, colour, bulge=0.15, texture=0.7 * height, gloss=0.3, shadow=0.7)
    return canvas.sketch()
