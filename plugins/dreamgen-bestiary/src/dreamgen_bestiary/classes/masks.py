"""Masks and skulls: faces without anyone behind them."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import fraction, mix, rotate, smoothstep
from dreamgen_bestiary.drawing.heads import almond, turn_head
from dreamgen_bestiary.drawing.shapes import box, circle, curve, ellipse, limb, polygon, union


@figure(hues=((0.11, 0.3), (0.09, 0.4), (0.13, 0.2)), words=("death", "skeleton", "calavera"))
def skull(b: Brush) -> Sketch:
    """A human skull: a domed brow, hollow sockets, the heart of the nose, cheekbones, bare teeth."""
    (x, y), canvas = turn_head(b, 0.2, 0.1), Canvas(b)
    side = x.abs()
    bone = b.ramp(b.uniform(0.7, 0.9) + 0.14 * b.clouds(3) + 0.06 * b.clouds(9, 2))
    black = b.colour(0.07, 0.05, 0.04, 0.02)
    gape, jaw = b.uniform(0.0, 0.14), b.uniform(0.28, 0.36)
    lower = union(
        limb(side, y, (0.46, 0.2), (0.4, 0.5 + gape), 0.09, 0.1),
        ellipse(x, y - 0.72 - gape, jaw, 0.2),
        smooth=0.12,
    )
    canvas.part(ellipse(x, y - 0.5, 0.36, 0.3), black, bulge=0, shadow=0)
    canvas.part(lower, bone * 0.92, bulge=0.16, gloss=0.5)
    wide = b.uniform(0.62, 0.72)
    vault = union(ellipse(x, y + 0.28, wide, 0.62), ellipse(x, y - 0.1, 0.5, 0.36), smooth=0.2)
    cheek = limb(side, y, (0.26, 0.26), (0.52, 0.08), 0.12, 0.08)
    upper = union(vault, cheek, ellipse(x, y - 0.36, 0.3, 0.2), smooth=0.1)
    canvas.part(upper, bone, bulge=0.5, gloss=0.6, shadow=0.7)
    u, v = rotate(side - 0.28, y + 0.02, b.uniform(-0.3, 0.3))
    socket = (box(u, v, 0.2, 0.17, 0.14) + ellipse(u, v, 0.21, 0.18)) / 2
    canvas.part(socket - 0.03, bone * 0.75, bulge=0.05, gloss=0.3, shadow=0)
    deep = mix(black, bone * 0.35, smoothstep(-0.05, 0.35, v + u))
    canvas.part(socket, deep, bulge=0.0, shadow=0.2)
    ember = b.colour(0.95, 0.35, 0.1)
    canvas.paint(ember, smoothstep(0.08, 0.02, circle(u, v, 0)) * b.chance(0.15))
    hole = union(
        ellipse(*rotate(side - 0.05, y - 0.25, 0.25), 0.05, 0.12), circle(x, y - 0.2, 0.05)
    )
    canvas.paint(black, smoothstep(0.02, -0.02, hole))
    many = b.uniform(7.5, 9.5)
    place = (fraction(side * many) - 0.5) / many
    round_ = (x / 0.34) ** 2
    row = y + 0.06 * round_
    crown = box(place, row - 0.53, 0.42 / many, 0.085, 0.03)
    ivory = b.colour(0.95, 0.9, 0.75) * (1 - 0.35 * round_.clamp(0, 1))[:, None]
    canvas.part(torch.maximum(crown, side - 0.27), ivory, bulge=0.05, gloss=0.9, shadow=0.4)
    crown = box(place, row - 0.7 - gape, 0.42 / many, 0.075, 0.03)
    canvas.part(torch.maximum(crown, side - 0.25), ivory * 0.93, bulge=0.05, gloss=0.9, shadow=0.4)
    return canvas.sketch()


@figure(
    hues=((0.06, 0.65), (0.03, 0.75), (0.1, 0.5)),
    words=("mask", "tribal mask", "african mask", "totem", "tiki"),
)
def carved_mask(b: Brush) -> Sketch:
    """A carved wooden mask: a long shield, slit or hollow eyes, a wedge of a nose, painted bands."""
    (x, y), canvas = turn_head(b, 0.12, 0.06), Canvas(b)
    side = x.abs()
    grain = b.grain(x * 12 + 1.5 * b.noise(2), y * 2)
    light = b.uniform(0.25, 0.6)
    wood = b.ramp(light + 0.3 * (grain - 0.5) + 0.1 * b.clouds(3))
    paint = b.ramp(b.uniform(0.75, 1.0) + 0.15 * (grain - 0.5), b.new_palette())
    chalk = b.colour(0.93, 0.88, 0.76) * (0.8 + 0.25 * grain)[:, None]
    black = b.colour(0.06, 0.04, 0.03, 0.02)
    horned, out = b.chance(0.4), b.uniform(0.3, 0.75)
    horn, along = curve(side, y, [(0.3, -0.55), (0.75, -0.7), (out, -0.96)], 0.12, 0.04, 6)
    rings = smoothstep(-0.2, 0.2, torch.cos(along * 25))
    canvas.part(horn, mix(wood * 0.8, chalk, rings), bulge=0.1, gloss=0.4, show=horned)
    fringe = torch.cos(x * 26 + 2 * b.noise(3))
    straw = ellipse(x, y - 0.6, 0.5, 0.34) + 0.03 * fringe
    dry = b.ramp(
        0.7 + 0.15 * fringe, b.stops((0.3, 0.2, 0.08), (0.65, 0.5, 0.25), (0.9, 0.78, 0.48))
    )
    canvas.part(straw, dry, bulge=0.15, texture=0.6 * fringe, gloss=0.1, show=b.chance(0.4))
    wide, chin = b.uniform(0.5, 0.68), b.uniform(0.28, 0.48)
    shield = union(ellipse(x, y + 0.25, wide, 0.6), ellipse(x, y - 0.35, chin, 0.52), smooth=0.25)
    canvas.part(shield, wood, bulge=0.4, texture=0.3 * grain, gloss=0.5)
    inside = -shield
    zig = torch.cos(inside * 0 + torch.atan2(y - 0.05, side) * b.whole(12, 20))
    rim = smoothstep(0.02, 0.04, inside) * smoothstep(0.16, 0.14, inside)
    canvas.paint(mix(paint, chalk, smoothstep(-0.2, 0.2, zig)), rim * b.chance(0.6))
    dots = circle((fraction(x * 5.5 + 0.5) - 0.5) / 5.5, (fraction(y * 5.5) - 0.5) / 5.5, 0.045)
    brow_zone = smoothstep(-0.3, -0.34, y) * smoothstep(0.18, 0.2, inside)
    dotted = b.chance(0.5)
    stripes = smoothstep(-0.2, 0.2, torch.cos(y * 24 + 14 * side))
    forehead = mix(stripes, smoothstep(0.02, -0.01, dots), dotted)
    canvas.paint(mix(chalk, paint, b.chance(0.5)), forehead * brow_zone * b.chance(0.75))
    tears = (
        smoothstep(-0.2, 0.2, torch.cos(side * 40))
        * smoothstep(0.1, 0.14, y)
        * smoothstep(0.42, 0.38, y)
    )
    canvas.paint(
        chalk, tears * smoothstep(0.14, 0.16, inside) * smoothstep(0.12, 0.15, side) * b.chance(0.5)
    )
    u, v = rotate(side - 0.23, y + 0.05, b.uniform(-0.4, 0.4))
    tall = b.uniform(0.06, 0.14)
    lid = almond(u, v, 0.19, tall + 0.05)
    canvas.part(lid, mix(wood, chalk, b.chance(0.5)), bulge=0.08, gloss=0.5, shadow=0.4)
    canvas.part(almond(u, v, 0.14, tall), black, bulge=0, shadow=0)
    nose = (
        polygon(side, y, (-0.1, -0.3), (0.05, -0.3), (b.uniform(0.1, 0.18), 0.3), (-0.1, 0.3))
        - 0.02
    )
    ridge = union(
        nose,
        limb(side, y, (0.0, -0.22), (0.36, -0.22 + b.uniform(-0.08, 0.1)), 0.06, 0.04),
        smooth=0.05,
    )
    canvas.part(ridge, wood * 1.1, bulge=0.12, texture=0.3 * grain, gloss=0.6, shadow=0.6)
    gape = b.uniform(0.07, 0.14)
    lips = ellipse(x, y - 0.53, b.uniform(0.18, 0.26), gape + 0.06)
    canvas.part(lips, mix(paint, wood * 1.1, b.chance(0.5)), bulge=0.08, gloss=0.5, shadow=0.5)
    canvas.paint(black, smoothstep(-0.05, -0.08, lips))
    tooth = box((fraction(x * 8) - 0.5) / 8, y - 0.53, 0.05, gape * 0.75, 0.02)
    teeth = torch.maximum(tooth, lips + 0.08)
    canvas.paint(chalk, smoothstep(0.015, -0.015, teeth) * b.chance(0.7))
    return canvas.sketch()
