"""Insects with wings, seen from above."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import shade_to
from dreamgen_bestiary.drawing.fields import cells, fraction, length, mix, polar, rotate, smoothstep
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import both, circle, curve, ellipse, limb, union


@figure(
    hues=((0.07, 0.9), (0.58, 0.85), (0.13, 0.9), (0.78, 0.6)),
    words=("moth", "monarch", "swallowtail"),
    upright=False,
)
def butterfly(b: Brush) -> Sketch:
    """Four spread wings with dark veins and rims, pearls along the rims, some with eyespots."""
    x, y, canvas = b.x * 1.12, b.y * 1.12 + 0.02, Canvas(b)
    side, veined = x.abs(), b.uniform(0.4, 1.0)
    eyed, tailed, dark = b.chance(0.6), b.chance(0.4), b.tone(0) * 0.5
    other = b.chance(0.5)[:, None]

    def wing(turn, long, wide, belly, spot, tail):
        u, v = rotate(side - 0.04, y - 0.02, turn)
        shape = leaf(u, v, long, wide, belly, 0.85)
        if tail:
            point = limb(u, v, (long * 0.8, 0.1), (long * 0.95 + 0.24 * tailed, 0.22), 0.08, 0.045)
            shape = union(shape, point, smooth=0.1)
        r, angle = polar(u + 0.05, v)
        shape = shape + 0.02 * torch.cos(angle * 16) * smoothstep(0.4, 1.0, r / long)
        vein = torch.cos(angle * 16 + FULL)
        colour = b.ramp(0.62 + 0.3 * (r / long - 0.4) + 0.1 * b.noise(2))
        colour = mix(colour, b.tone(4), other * smoothstep(0.5, 0.3, r / long)[:, None])
        cell = smoothstep(0.45, 0.8, vein) * smoothstep(0.15, 0.4, r / long) * veined
        colour = mix(colour, dark, torch.maximum(cell, smoothstep(-0.13, -0.08, shape)))
        pearl = length((fraction(angle * 16 / FULL / 2) - 0.5) * 0.42 * r, shape + 0.055)
        colour = mix(colour, b.tone(5), smoothstep(0.04, 0.02, pearl))
        ring = length(u - spot * long, v + 0.02)
        eye = mix(b.tone(5), b.ramp(0.2 + 4 * ring), smoothstep(0.12, 0.1, ring))
        eye = mix(eye, dark, smoothstep(0.065, 0.045, ring))
        colour = mix(colour, eye, smoothstep(0.15, 0.13, ring) * eyed)
        canvas.part(shape, colour, bulge=0.12, texture=0.4 * vein, gloss=0.3, shadow=0.7)

    wing(-0.85 - b.uniform(0, 0.2), b.uniform(0.75, 0.9), 0.34, 0.6, 0.6, True)
    wing(b.uniform(0.55, 0.8), b.uniform(1.0, 1.12), 0.4, 0.7, 0.68, False)
    feeler, _ = curve(side, y, [(0.03, -0.38), (0.08, -0.65), (0.3, -0.8)], 0.022, 0.022, 6)
    feeler = union(feeler, circle(side - 0.3, y + 0.8, 0.04))
    canvas.part(feeler, dark, bulge=0.03)
    body = union(
        ellipse(x, y - 0.22, 0.075, 0.42),
        ellipse(x, y + 0.18, 0.1, 0.2),
        circle(x, y + 0.38, 0.085),
    )
    rings = torch.cos(y * 44) * smoothstep(-0.05, 0.1, y)
    canvas.part(body, b.ramp(0.22 + 0.16 * rings), bulge=0.09, texture=0.5 * rings, gloss=0.4)
    return canvas.sketch()


@figure(
    hues=((0.4, 0.85), (0.5, 0.8), (0.3, 0.8), (0.85, 0.6)),
    words=("scarab", "stag beetle", "bug"),
    upright=False,
)
def beetle(b: Brush) -> Sketch:
    """A jewel beetle: wing cases that shimmer, ridged or smooth, mandibles or a horn, six legs."""
    x, y, canvas = b.x, b.y * 1.03, Canvas(b)
    side, wide = x.abs(), b.uniform(0.42, 0.54)
    black = b.colour(0.09, 0.08, 0.08, 0.03)
    _legs(canvas, side, y, black, 0.055)
    jaw = b.chance(0.5)
    points = [(0.08, -0.66), (0.36, -0.78), (0.1, -0.98)]
    mandible, _ = curve(side, y, points, 0.075, 0.03, 7)
    canvas.part(mandible, b.ramp(0.3 + 0 * x), bulge=0.08, gloss=1.0, show=jaw)
    horn, _ = curve(x, y, [(0, -0.6), (0.04, -0.8), (0.0, -0.97)], 0.09, 0.03, 5)
    canvas.part(horn, b.ramp(0.3 + 0 * x), bulge=0.08, gloss=1.0, show=1 - jaw)
    feeler, _ = curve(side, y, [(0.12, -0.65), (0.35, -0.66), (0.48, -0.85)], 0.03, 0.03, 6)
    canvas.part(feeler, black, bulge=0.03)
    shine = 0.5 + 0.3 * torch.cos(length(side - 0.2, y + 0.2) * b.uniform(3, 7) + b.uniform(0, 6))
    canvas.part(ellipse(x, y + 0.62, 0.22, 0.17), b.ramp(shine), bulge=0.15, gloss=1.2)
    canvas.part(circle(side - 0.19, y + 0.66, 0.065), black, bulge=0.06, gloss=1.2)
    ridges = torch.cos(side / wide * b.uniform(12, 18)) * b.chance(0.6)
    spots = smoothstep(0.25, 0.35, b.noise(4)) * b.chance(0.3)
    case = ellipse(x, y - 0.2, wide, 0.72)
    colour = b.ramp(shine + 0.1 * ridges - 0.2 * spots)
    colour = mix(colour, b.tone(0), smoothstep(0.03, 0.012, side + 0 * y))
    canvas.part(case, colour, bulge=0.42, texture=0.7 * ridges, gloss=1.4, shadow=0.6)
    shield = both(ellipse(x, y + 0.32, wide * 0.9, 0.28), y + 0.2)
    colour = b.ramp(1.0 - shine + 0.1 * b.noise(4))
    canvas.part(shield, colour, bulge=0.22, gloss=1.4, shadow=0.7)
    return canvas.sketch()


@figure(
    hues=((0.0, 0.9), (0.02, 0.9), (0.1, 0.9)), words=("ladybug", "ladybird beetle"), upright=False
)
def ladybird(b: Brush) -> Sketch:
    """A glossy red dome with black spots, split down its middle; a black head with white cheeks."""
    x, y, canvas = b.x, b.y, Canvas(b)
    side, wide = x.abs(), b.uniform(0.64, 0.74)
    black = b.colour(0.06, 0.05, 0.06, 0.02)
    legs = [
        limb(side, y, (0.5, at), (0.82 - 0.3 * abs(at - 0.1), at * 1.5 - 0.02), 0.055, 0.035)
        for at in (-0.22, 0.14, 0.48)
    ]
    feeler, _ = curve(side, y, [(0.15, -0.75), (0.2, -0.9), (0.36, -0.94)], 0.035, 0.035, 5)
    canvas.part(union(*legs, feeler), black, bulge=0.04)
    canvas.part(ellipse(x, y + 0.66, 0.3, 0.2), black, bulge=0.2, gloss=1.0)
    canvas.part(ellipse(x, y + 0.5, 0.48, 0.24), black, bulge=0.2, gloss=1.0)
    cheeks = union(ellipse(side - 0.34, y + 0.5, 0.11, 0.13), circle(side - 0.15, y + 0.73, 0.055))
    canvas.paint(b.colour(0.96, 0.95, 0.9), smoothstep(0.02, -0.02, cheeks))
    shell = both(ellipse(x, y - 0.14, wide, 0.72), -y - 0.42)
    open_ = b.uniform(0.012, 0.025) + 0.06 * smoothstep(0.3, 0.9, y) * b.chance(0.4)
    red = b.ramp(0.66 + 0.08 * b.noise(2) - 0.1 * y)
    size, kind = b.uniform(0.1, 0.16), b.uniform()
    places = (
        (0.33, -0.14, 1.0),
        (0.42, 0.3, 1.0),
        (0.2, 0.16, 0.4),
        (0.2, 0.58, 0.75),
        (0.5, 0.02, 0.3),
    )
    each = [circle(side - px, y - py, size) + 9 * (kind > share) for px, py, share in places]
    spots = torch.minimum(union(*each), circle(x, y + 0.32, size * 1.1))
    marks = torch.minimum(spots, side - open_)
    colour = mix(red, black, smoothstep(0.02, -0.02, marks))
    swapped = mix(black, red, smoothstep(0.02, -0.02, spots))
    colour = mix(colour, swapped, b.chance(0.12)[:, None])
    canvas.part(shell, colour, bulge=0.55, gloss=1.6, shadow=0.6)
    return canvas.sketch()


@figure(
    hues=((0.12, 0.9), (0.1, 0.85), (0.14, 0.85)),
    words=("bumblebee", "honeybee", "wasp"),
    upright=False,
)
def bee(b: Brush) -> Sketch:
    """A furry bee: amber and black bands, a downy thorax, glassy wings, great dark eyes."""
    x, y, canvas = b.x * 1.08, b.y, Canvas(b)
    side, fat = x.abs(), b.uniform(0.3, 0.4)
    black = b.colour(0.1, 0.07, 0.06, 0.03)
    _legs(canvas, side, y + 0.02, black, 0.045)
    glass = mix(b.colour(0.85, 0.9, 0.95), b.colour(0.95, 0.85, 0.6), b.uniform()[:, None])
    for turn, long, wide in ((-0.5, 0.68, 0.16), (b.uniform(-0.1, 0.25), 0.92, 0.21)):
        u, v = rotate(side - 0.12, y + 0.16, turn)
        shape = leaf(u, v, long, wide, 0.68, 0.8)
        net = cells(u * 6, v * 8, 0.7)
        vein = smoothstep(0.16, 0.05, net.edge)
        colour = mix(shade_to(glass, 0.72 + 0.15 * b.noise(3)), black, 0.55 * vein)
        canvas.part(shape, colour, bulge=0.05, gloss=1.2, shadow=0.35)
    gold = b.tone(4)
    down = b.grain(x * 22, y * 14) - 0.5
    rear = leaf(y + 0.08, x, 0.98, fat, 0.42, 0.9)
    band = torch.cos((y + 0.25 * x * x) * b.uniform(19, 27) + b.uniform(0, 6))
    hair = shade_to(gold, 0.72 + 0.35 * down)
    colour = mix(hair, black, smoothstep(-0.25, 0.15, band + 0.4 * down))
    canvas.part(
        rear + 0.05 * down,
        colour,
        bulge=0.3,
        texture=0.5 * down - 0.5 * band,
        gloss=0.5,
        shadow=0.6,
    )
    r, angle = polar(x, (y + 0.24) * 1.1)
    tuft = b.grain(angle * 10 / FULL * 4, r * 8, 40) - 0.5
    chest = r - 0.29 + 0.08 * tuft
    canvas.part(
        chest,
        shade_to(gold, 0.66 + 0.4 * tuft - 0.3 * smoothstep(0.16, 0.05, r)),
        0.25,
        texture=tuft,
        gloss=0.1,
    )
    feeler, _ = curve(side, y, [(0.06, -0.68), (0.14, -0.85), (0.34, -0.93)], 0.035, 0.03, 5)
    canvas.part(feeler, black, bulge=0.03)
    canvas.part(
        ellipse(x, y + 0.58, 0.19, 0.17), shade_to(gold, 0.6 + 0.3 * down), bulge=0.15, gloss=0.2
    )
    canvas.part(
        ellipse(*rotate(side - 0.16, y + 0.6, -0.35), 0.08, 0.14), black, bulge=0.1, gloss=1.4
    )
    return canvas.sketch()


@figure(
    hues=((0.5, 0.85), (0.58, 0.85), (0.35, 0.8), (0.0, 0.8)), words=("damselfly",), upright=False
)
def dragonfly(b: Brush) -> Sketch:
    """Four long netted wings, a slender jointed tail, a head that is all eyes."""
    x, y, canvas = b.x * 1.08, b.y * 1.06, Canvas(b)
    side, dark = x.abs(), b.tone(0) * 0.5
    glass = mix(b.colour(0.82, 0.9, 0.93), b.tone(5), 0.5 * b.uniform()[:, None])
    patch = b.chance(0.35)
    for turn, wide in ((b.uniform(-0.4, -0.22), 0.17), (b.uniform(0.1, 0.3), 0.14)):
        u, v = rotate(side - 0.08, y + 0.3, turn)
        shape = leaf(u, v, 0.96, wide, 0.65, 0.7)
        net = cells(u * 7, v * 10, 0.6)
        colour = mix(
            shade_to(glass, 0.75 + 0.1 * b.noise(3)), dark, 0.6 * smoothstep(0.2, 0.06, net.edge)
        )
        colour = mix(
            colour, b.tone(3), patch * smoothstep(0.06, 0.0, (u - 0.62).abs() - 0.1) * 0.85
        )
        stigma = both((u - 0.8).abs() - 0.06, -v - 0.02)
        colour = mix(colour, dark, smoothstep(0.02, -0.02, torch.maximum(stigma, shape + 0.02)))
        canvas.part(shape, colour, bulge=0.05, gloss=1.2, shadow=0.4, outline=0.02)
    bend = b.uniform(-0.2, 0.2)
    tail, along = curve(x, y, [(0, -0.1), (0, 0.4), (bend, 0.96)], 0.095, 0.06, 9)
    joint = torch.cos(along * 50)
    colour = mix(b.ramp(0.62 + 0.15 * along), dark, smoothstep(0.5, 0.9, joint))
    canvas.part(tail, colour, bulge=0.08, texture=0.6 * joint, gloss=1.0)
    chest = ellipse(x, y + 0.28, 0.17, 0.27)
    stripe = torch.cos(side * 30 + y * 6)
    canvas.part(chest, b.ramp(0.55 + 0.25 * stripe), bulge=0.16, gloss=0.9)
    for at in (-1, 1):
        ball = ellipse(*rotate(x - 0.115 * at, y + 0.66, 0.3 * at), 0.145, 0.16)
        colour = b.ramp(0.6 + 1.2 * (-0.66 - y) + 0.2 * torch.cos(ball * 40))
        canvas.part(ball, colour, bulge=0.15, gloss=1.6, shadow=0.6)
    return canvas.sketch()


def _legs(canvas: Canvas, side: Tensor, y: Tensor, colour: Tensor, thick: float) -> None:
    """Lay six jointed legs, those in front reaching forwards."""
    joints = (
        ((0.3, -0.3), (0.6, -0.45), (0.66, -0.8)),
        ((0.38, 0.05), (0.72, 0.02), (0.88, 0.2)),
        ((0.34, 0.36), (0.66, 0.5), (0.72, 0.88)),
    )
    legs = []
    for hip, knee, foot in joints:
        legs.append(limb(side, y, hip, knee, thick * 1.2, thick))
        legs.append(limb(side, y, knee, foot, thick, thick * 0.5))
    canvas.part(union(*legs), colour, bulge=0.05, gloss=0.8)
