"""Faces of pets."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import mix, rotate, smoothstep
from dreamgen_bestiary.drawing.heads import coat, draw_hairs, eyes, mouth, nose, tint, turn_head
from dreamgen_bestiary.drawing.shapes import box, circle, ellipse, limb, polygon, union


@figure(hues=((0.07, 0.75), (0.09, 0.4), (0.6, 0.1)), words=("cat", "kitten", "tabby"))
def cat_face(b: Brush) -> Sketch:
    """A cat: pricked ears, great slit eyes, white pads with whiskers; plain, tabby or white-faced."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.25)
    wide, ear = b.uniform(0.7, 0.82), b.uniform(0.0, 0.12)
    stripe = torch.cos(side * 17 + 3 * y + b.noise(3)) * smoothstep(0.55, 0.3, side + 0.4 * y)
    stripe = stripe * smoothstep(-0.05, -0.25, y)
    stripe = stripe + torch.cos(y * 15 + side * 5) * smoothstep(0.4, 0.6, side + y)
    dark = 0.45 * b.chance(0.6) * smoothstep(0.0, 0.6, stripe + 0.3 * b.noise(3))
    fur = coat(b, hair, b.uniform(0.25, 0.9) - dark)
    ears = polygon(side, y, (0.1, -0.5), (0.66 + ear, -0.9), (0.72, -0.1)) - 0.05
    cheeks = ellipse(side - 0.45, y - 0.35, 0.4, 0.3)
    head = union(ellipse(x, y - 0.1, wide, 0.68), cheeks, ears, smooth=0.12) + 0.06 * (hair - 0.5)
    canvas.part(head, fur, bulge=0.4, texture=0.5 * hair, gloss=0.05)
    inner = polygon(side, y, (0.3, -0.52), (0.61 + ear, -0.8), (0.63, -0.33))
    canvas.paint(tint(b, hair, 0.85, 0.55, 0.5), smoothstep(0.03, -0.05, inner))
    white = tint(b, hair, 0.97, 0.94, 0.9)
    blaze = union(ellipse(x, y - 0.55, 0.4, 0.36), ellipse(x, y + 0.1, 0.1, 0.5), smooth=0.3)
    canvas.paint(white, smoothstep(0.06, -0.06, blaze + 0.06 * b.noise(4)) * b.chance(0.4))
    iris = b.ramp(b.uniform(), b.stops((0.35, 0.6, 0.2), (0.9, 0.7, 0.15), (0.3, 0.65, 0.85)))
    slit = b.uniform(0.16, 0.6)
    eyes(canvas, b, x, y, (0.34, -0.02), b.uniform(0.17, 0.2), iris, (slit, 0.8), tilt=0.25)
    canvas.part(ellipse(x, y - 0.62, 0.15, 0.14), white, bulge=0.15, gloss=0.1)
    canvas.part(ellipse(side - 0.15, y - 0.47, 0.2, 0.17), white, bulge=0.2, gloss=0.1, shadow=0.35)
    pink = mix(b.colour(0.9, 0.5, 0.5), b.colour(0.15, 0.1, 0.1), b.chance(0.3)[:, None])
    mouth(canvas, x, y - 0.36, 0.26, 0.1, pink * 0.4)
    nose(canvas, b, x, y - 0.3, 0.13, 0.1, pink)
    whiskers = [
        limb(side, y, (0.22, 0.46 + way * 0.3), (0.8, 0.42 + 2 * way), 0.024, 0.01)
        for way in (-0.08, 0.04, 0.16)
    ]
    canvas.part(union(*whiskers), b.colour(0.93, 0.9, 0.85), bulge=0.0, shadow=0.15)
    return canvas.sketch()


@figure(hues=((0.08, 0.6), (0.1, 0.45), (0.06, 0.7)), words=("dog", "puppy", "hound", "puppyslug"))
def dog_face(b: Brush) -> Sketch:
    """A hound: hanging ears, brown eyes, long muzzle, great wet nose, often a tongue; patches."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.25)
    light = b.uniform(0.3, 0.85)
    fur, white = coat(b, hair, light), tint(b, hair, 0.95, 0.91, 0.86)
    wide, long, out = b.uniform(0.56, 0.66), b.uniform(0.3, 0.7), b.uniform(0.68, 0.8)
    crown, jowls = ellipse(x, y + 0.2, wide, 0.55), ellipse(x, y - 0.38, wide * 0.8, 0.5)
    head = union(crown, jowls, smooth=0.25) + 0.05 * (hair - 0.5)
    canvas.part(head, fur, bulge=0.4, texture=0.4 * hair, gloss=0.1)
    blaze = union(ellipse(x, y + 0.2, 0.12, 0.6), ellipse(x, y - 0.5, 0.42, 0.45), smooth=0.3)
    patched = b.chance(0.6)
    canvas.paint(white, smoothstep(0.05, -0.05, blaze + 0.1 * b.noise(3)) * patched)
    patch = circle(x * b.sign() - 0.3, y + 0.15, b.uniform(0.2, 0.34)) + 0.08 * b.noise(3)
    canvas.paint(coat(b, hair, light - 0.3), smoothstep(0.04, -0.04, patch) * b.chance(0.4))
    root = limb(side, y, (wide * 0.72, -0.56), (out, -0.28), 0.1, 0.14)
    hang = limb(side, y, (out, -0.28), (out + 0.02, long - 0.3), 0.14, 0.19)
    flap = union(root, hang, smooth=0.1) + 0.05 * (hair - 0.5)
    canvas.part(flap, coat(b, hair, light - b.uniform(0.0, 0.4)), bulge=0.2, gloss=0.2)
    brown = b.ramp(b.uniform(), b.stops((0.35, 0.18, 0.06), (0.6, 0.35, 0.12)))
    eyes(
        canvas,
        b,
        x,
        y,
        (0.25, -0.12),
        b.uniform(0.12, 0.15),
        brown,
        tall=0.95,
        tilt=-0.1,
        rim=0.035,
    )
    tongue = box(x, y - 0.78, 0.13, 0.18, 0.13)
    pink = mix(b.colour(0.9, 0.4, 0.45), b.colour(0.6, 0.2, 0.25), smoothstep(0.04, 0.0, side))
    canvas.part(ellipse(x, y - 0.66, 0.22, 0.2), mix(fur, white, patched) * 0.85, bulge=0.2)
    canvas.part(tongue, pink, bulge=0.1, gloss=1.0, show=b.chance(0.5))
    snout = union(
        ellipse(side - 0.16, y - 0.48, 0.22, 0.22), ellipse(x, y - 0.3, 0.2, 0.25), smooth=0.2
    )
    tan = mix(coat(b, hair, light + 0.15), white, patched)
    canvas.part(snout, tan, bulge=0.25, texture=0.3 * hair, gloss=0.1, shadow=0.4)
    mouth(canvas, x, y - 0.36, 0.36, 0.2, b.colour(0.1, 0.06, 0.05, 0.02))
    nose(
        canvas,
        b,
        x,
        y - 0.26,
        b.uniform(0.15, 0.19),
        0.13,
        b.colour(0.1, 0.08, 0.08, 0.02),
        point=0.4,
    )
    return canvas.sketch()


@figure(hues=((0.08, 0.45), (0.1, 0.25), (0.06, 0.5)), words=("rabbit", "bunny", "hare"))
def rabbit_face(b: Brush) -> Sketch:
    """A rabbit: two long ears, round cheeks, dark shining eyes, a pink nose and two teeth."""
    (x, y), canvas = turn_head(b, nod=0.08), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.45)
    fur = coat(b, hair, b.uniform(0.35, 1.0))
    long, apart = b.uniform(0.42, 0.52), b.uniform(0.05, 0.45)
    u, v = rotate(side - 0.25 - 0.45 * apart, y + 0.88 - long, -apart)
    canvas.part(ellipse(u, v, 0.21, long), fur, bulge=0.15, gloss=0.1)
    canvas.paint(
        tint(b, hair, 0.9, 0.6, 0.58), smoothstep(0.04, -0.04, ellipse(u, v, 0.11, long * 0.8))
    )
    cheeks = ellipse(side - 0.34, y - 0.54, 0.38, 0.34)
    head = union(ellipse(x, y - 0.28, b.uniform(0.54, 0.62), 0.56), cheeks, smooth=0.15) + 0.06 * (
        hair - 0.5
    )
    canvas.part(head, fur, bulge=0.45, texture=0.5 * hair, gloss=0.05)
    white = tint(b, hair, 0.97, 0.94, 0.9)
    blaze = union(ellipse(x, y - 0.6, 0.2, 0.2), ellipse(x, y - 0.1, 0.06, 0.4), smooth=0.2)
    canvas.paint(white, smoothstep(0.05, -0.05, blaze + 0.05 * b.noise(4)) * b.chance(0.4))
    brown = b.ramp(b.uniform(), b.stops((0.25, 0.12, 0.06), (0.5, 0.3, 0.12), (0.7, 0.2, 0.2)))
    eyes(
        canvas,
        b,
        x,
        y,
        (0.34, 0.2),
        b.uniform(0.14, 0.17),
        brown,
        (0.65, 0.65),
        wide=1.05,
        tall=1.0,
        rim=0.035,
    )
    teeth = box(side - 0.045, y - 0.77, 0.04, 0.08, 0.02)
    canvas.part(teeth, b.colour(0.97, 0.96, 0.9), bulge=0.05)
    canvas.part(ellipse(side - 0.13, y - 0.6, 0.17, 0.13), white, bulge=0.2, gloss=0.1, shadow=0.3)
    pink = b.colour(0.92, 0.55, 0.55)
    mouth(canvas, x, y - 0.54, 0.22, 0.08, pink * 0.4)
    nose(canvas, b, x, y - 0.48, 0.1, 0.07, pink)
    return canvas.sketch()
