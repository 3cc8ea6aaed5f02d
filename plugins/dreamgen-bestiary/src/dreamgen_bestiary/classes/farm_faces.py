"""Faces of animals of the farm."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import cells, mix, polar, rotate, smoothstep
from dreamgen_bestiary.drawing.heads import coat, draw_hairs, eyes, mouth, nose, tint, turn_head
from dreamgen_bestiary.drawing.shapes import ellipse, limb, polygon, union


@figure(hues=((0.1, 0.35), (0.08, 0.45), (0.11, 0.2)), words=("ram", "sheep", "goat"))
def ram_face(b: Brush) -> Sketch:
    """A ram: ridged horns that curl round its ears, a woolly crown, a long face, slotted eyes."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y)
    light = b.uniform(0.15, 0.8)
    fur = coat(b, hair, light)
    face = union(ellipse(x, y + 0.15, 0.42, 0.42), ellipse(x, y - 0.42, 0.3, 0.44), smooth=0.2)
    ear = ellipse(*rotate(side - 0.52, y + 0.02, -0.3), 0.24, 0.1)
    canvas.part(ear, fur * 0.8, bulge=0.1)
    canvas.part(face + 0.03 * (hair - 0.5), fur, bulge=0.35, texture=0.3 * hair, gloss=0.1)
    amber = b.ramp(b.uniform(), b.stops((0.9, 0.65, 0.2), (0.75, 0.75, 0.35)))
    eyes(canvas, b, x, y, (0.28, -0.06), 0.13, amber, (0.65, 0.26), tilt=-0.25, tall=0.85)
    curl = cells(x * 7 + b.noise(3), y * 7, 0.8)
    wool = coat(b, 1 - curl.nearest, b.uniform(0.7, 1.0))
    crown = ellipse(x, y + 0.5, 0.4, b.uniform(0.24, 0.36)) + 0.1 * (curl.nearest - 0.5)
    canvas.part(crown, wool, bulge=0.25, texture=2 * curl.edge, gloss=0.05)
    horn, along = _curl(side - 0.58, y + 0.28, b.uniform(0.26, 0.3), b.uniform(0.16, 0.22))
    ridges = torch.cos(along * b.uniform(14, 18))
    bone = b.ramp(
        0.5 + 0.06 * along + 0.18 * ridges,
        b.stops((0.25, 0.18, 0.1), (0.6, 0.48, 0.3), (0.9, 0.82, 0.62)),
    )
    canvas.part(horn, bone, bulge=0.16, texture=0.5 * ridges, gloss=0.5)
    muzzle = ellipse(x, y - 0.68, 0.27, 0.22)
    canvas.part(muzzle, coat(b, hair, light + 0.2), bulge=0.2, gloss=0.2, shadow=0.2)
    nose(canvas, b, x, y - 0.58, 0.16, 0.1, b.colour(0.3, 0.2, 0.18), point=0.2)
    mouth(canvas, x, y - 0.66, 0.2, 0.08, b.colour(0.12, 0.08, 0.06, 0.02))
    return canvas.sketch()


def _curl(x: Tensor, y: Tensor, radius: Tensor, thick: Tensor) -> tuple[Tensor, Tensor]:
    """Return the distance to a horn wound about the origin, and the radians from its root."""
    r, angle = polar(x, y)
    along = (angle + 2.6) % (2 * torch.pi)
    away = (r - radius * (1.1 - 0.05 * along)).abs()
    return away - thick * (1 - along / 5.6), along


@figure(hues=((0.98, 0.35), (0.02, 0.4), (0.05, 0.4)), words=("pig", "piglet", "boar", "hog"))
def pig_face(b: Brush) -> Sketch:
    """A pig: a round snout with two nostrils, ears that flop forward, small eyes, a smile."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.25)
    skin = b.ramp(b.uniform(0.65, 0.9) + 0.15 * (hair - 0.5) + 0.1 * b.clouds(3))
    spot = b.chance(0.35) * smoothstep(-0.02, 0.12, b.clouds(3, 2) - 0.1)
    skin = mix(skin, tint(b, hair, 0.2, 0.15, 0.14), spot)
    tip = b.uniform(-0.95, -0.7)
    head = union(
        ellipse(x, y, b.uniform(0.62, 0.74), 0.66), ellipse(x, y - 0.45, 0.55, 0.42), smooth=0.2
    )
    canvas.part(head, skin, bulge=0.5, texture=0.3 * hair, gloss=0.3)
    ears = polygon(side, y, (0.2, -0.55), (0.72, tip), (0.74, -0.2)) - 0.06
    canvas.part(ears, skin, bulge=0.12, gloss=0.3)
    inner = polygon(side, y, (0.36, -0.5), (0.68, tip + 0.14), (0.69, -0.33))
    canvas.paint(skin * b.colour(0.75, 0.5, 0.5), smoothstep(0.02, -0.06, inner))
    iris = b.ramp(b.uniform(), b.stops((0.3, 0.16, 0.08), (0.35, 0.55, 0.75)))
    eyes(canvas, b, x, y, (0.33, -0.1), b.uniform(0.09, 0.12), iris, white=0.8, wide=1.5)
    smile = torch.maximum(ellipse(x, y - 0.3, 0.36, 0.46).abs(), 0.55 - y)
    canvas.paint(skin * 0.35, smoothstep(0.035, 0.01, smile))
    snout = ellipse(x, y - 0.26, b.uniform(0.27, 0.34), b.uniform(0.2, 0.26))
    rosy = mix(skin, b.colour(0.9, 0.5, 0.5), 0.45)
    canvas.part(snout, rosy, bulge=0.2, gloss=0.8, shadow=0.7)
    disc = mix(rosy, rosy * 0.85, smoothstep(0.0, -0.1, snout))
    canvas.part(snout + 0.06, disc, bulge=0.05, gloss=0.8, shadow=0.2)
    hole = ellipse(side - 0.11, y - 0.26, 0.055, 0.1)
    canvas.paint(rosy * 0.2, smoothstep(0.02, -0.02, hole))
    return canvas.sketch()


@figure(hues=((0.06, 0.6), (0.08, 0.35), (0.05, 0.7)), words=("cow", "bull", "calf", "ox"))
def cow_face(b: Brush) -> Sketch:
    """A cow: ears held out sideways, horns, dark eyes, a white blaze, a broad pink muzzle."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.1)
    dark = mix(coat(b, hair, b.uniform(0.2, 0.7)), tint(b, hair, 0.14, 0.12, 0.12), b.chance(0.4))
    white = tint(b, hair, 0.97, 0.94, 0.9)
    tip, long = b.uniform(0.5, 0.78), b.uniform(0.15, 0.32)
    horn = union(
        limb(side, y, (0.25, -0.6), (tip, -0.66), 0.1, 0.08),
        limb(side, y, (tip, -0.66), (tip + 0.08, -0.66 - long), 0.08, 0.02),
        smooth=0.06,
    )
    ivory = b.ramp(-1.3 * y - 0.4, b.stops((0.9, 0.83, 0.68), (0.75, 0.65, 0.5), (0.25, 0.2, 0.18)))
    canvas.part(horn, ivory, bulge=0.1, gloss=0.8, show=b.chance(0.75))
    u, v = rotate(side - 0.66, y + 0.33, b.uniform(-0.5, 0.2))
    canvas.part(ellipse(u, v, 0.29, 0.15), dark, bulge=0.12, gloss=0.1)
    canvas.paint(
        tint(b, hair, 0.8, 0.55, 0.5), smoothstep(0.03, -0.03, ellipse(u, v - 0.02, 0.18, 0.07))
    )
    head = union(ellipse(x, y + 0.2, 0.46, 0.52), ellipse(x, y - 0.45, 0.32, 0.45), smooth=0.25)
    canvas.part(head + 0.04 * (hair - 0.5), dark, bulge=0.4, texture=0.4 * hair, gloss=0.1)
    wide = b.uniform(0.08, 0.22)
    blaze = union(ellipse(x, y + 0.1, wide, 0.7), ellipse(x, y - 0.6, 0.4, 0.3), smooth=0.3)
    canvas.paint(white, smoothstep(0.05, -0.05, blaze + 0.1 * b.noise(3)) * b.chance(0.75))
    brown = b.ramp(b.uniform(), b.stops((0.2, 0.1, 0.05), (0.4, 0.22, 0.1)))
    eyes(
        canvas,
        b,
        x,
        y,
        (0.34, -0.1),
        b.uniform(0.12, 0.14),
        brown,
        (0.6, 0.5),
        tilt=-0.2,
        rim=0.035,
    )
    pink = mix(b.colour(0.88, 0.62, 0.58), b.colour(0.3, 0.25, 0.25), b.chance(0.25)[:, None])
    lips = union(ellipse(x, y - 0.58, 0.38, 0.24), ellipse(x, y - 0.78, 0.26, 0.16), smooth=0.15)
    canvas.part(lips, pink, bulge=0.25, gloss=0.7, shadow=0.3)
    hole = ellipse(*rotate(side - 0.2, y - 0.54, -0.5), 0.09, 0.06)
    canvas.paint(pink * 0.2, smoothstep(0.025, -0.015, hole))
    smile = torch.maximum(ellipse(x, y - 0.5, 0.3, 0.3).abs(), 0.68 - y)
    canvas.paint(pink * 0.4, smoothstep(0.03, 0.005, smile))
    return canvas.sketch()
