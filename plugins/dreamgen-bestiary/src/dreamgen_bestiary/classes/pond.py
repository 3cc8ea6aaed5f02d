"""Turtles and frogs."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.animals import draw_scales, eye, leg, sway_body
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import (
    cells,
    hexagons,
    mix,
    polar,
    rotate,
    smoothstep,
)
from dreamgen_bestiary.drawing.shapes import circle, ellipse, limb, union


@figure(
    hues=((0.25, 0.6), (0.1, 0.65), (0.36, 0.55)),
    words=("tortoise", "sea turtle"),
    upright=False,
)
def turtle(b: Brush) -> Sketch:
    """A turtle from above: a shell of great rayed plates with a rim, flippers or legs, a blunt head."""
    x, y, canvas = sway_body(b, 0.08), b.y, Canvas(b)
    side = x.abs()
    shade, height = draw_scales(b, x, y, 7)
    skin = b.ramp(b.uniform(0.5, 0.8) + 0.4 * shade, b.palette.roll(1, 1))
    sea = b.chance(0.5)
    out, back = mix(0.66 + 0 * sea, 0.9 + 0 * sea, sea), b.uniform(-0.1, 0.3)
    arm = ellipse(
        *rotate(side - out * 0.72, y + 0.5 - 0.1 * sea, 0.7 + back), 0.32 + 0.08 * sea, 0.13
    )
    foot = ellipse(*rotate(side - 0.48, y - 0.62, -0.8), 0.26, 0.12)
    neck = limb(x, y, (0, -0.5), (0, -0.76), 0.11, 0.13)
    head = union(neck, ellipse(x, y + 0.8, 0.15, 0.17), smooth=0.05)
    tail = limb(x, y, (0, 0.6), (0, 0.9), 0.08, 0.02)
    canvas.part(
        union(arm, foot, head, tail, smooth=0.03), skin, bulge=0.12, texture=height, gloss=0.5
    )
    eye(canvas, b, side - 0.12, y + 0.84, 0.05, b.colour(0.15, 0.1, 0.05), rim=0.02)
    wide, tall = b.uniform(0.54, 0.66), b.uniform(0.6, 0.7)
    shell = ellipse(x, y - 0.04, wide, tall)
    plate = hexagons(y * b.uniform(2.2, 2.9) + 0.5, x * 2.6 + 0.87)
    r, angle = polar(plate.x, plate.y)
    rays = torch.cos(angle * b.whole(5, 9)) * smoothstep(0.05, 0.3, r)
    rings = torch.cos(r * b.uniform(18, 26)) * b.chance(0.5)
    light = b.uniform(0.35, 0.6)
    dome = b.ramp(
        light + 0.35 * smoothstep(0.4, 0.0, r) + 0.14 * rays + 0.1 * rings + 0.1 * b.clouds(3)
    )
    seam = smoothstep(0.48, 0.4, plate.distance)
    dome = mix(mix(b.tone(0), b.tone(5), b.chance(0.3)), dome, seam)
    canvas.part(
        shell,
        b.ramp(light + 0.2 * torch.cos(polar(x, y)[1] * 24)),
        bulge=0.12,
        gloss=0.7,
        shadow=0.7,
    )
    canvas.part(shell + 0.1, dome, bulge=0.5, texture=1.5 * seam, gloss=0.9, shadow=0.4)
    return canvas.sketch()


@figure(hues=((0.28, 0.8), (0.14, 0.85), (0.58, 0.75), (0.05, 0.8)), words=("toad", "tree frog"))
def frog(b: Brush) -> Sketch:
    """A frog that faces us: eyes like globes on top, a mouth from side to side, folded legs, toes."""
    x, y, canvas = b.x, b.y, Canvas(b)
    side = x.abs()
    base = b.uniform(0.5, 0.75)
    skin = b.ramp(base + 0.12 * b.clouds(4))
    wart = cells(x * 4.5, y * 4.5, 0.8)
    dots = smoothstep(0.34, 0.24, wart.nearest) * b.chance(0.5)
    dark = mix(b.ramp(base - 0.45), b.colour(0.06, 0.05, 0.06, 0.02), b.chance(0.4)[:, None])
    skin = mix(skin, dark, dots)
    pale = b.ramp(0.93 + 0.1 * b.clouds(3), b.palette.roll(1, 1))
    thigh = ellipse(*rotate(side - 0.58, y - 0.42, 0.5), 0.3, 0.36)
    canvas.part(thigh, skin, bulge=0.2, gloss=0.9)
    spots = mix(b.colour(0.95, 0.5, 0.15), skin, b.chance(0.5)[:, None])
    toes = union(
        *[limb(side, y, (0.58, 0.8), (0.58 + dx, 0.88), 0.05, 0.035) for dx in (-0.2, 0.05, 0.3)]
    )
    canvas.part(toes, spots, bulge=0.05, gloss=0.8)
    canvas.part(ellipse(x, y - 0.38, 0.46, 0.5), pale, bulge=0.4, gloss=0.7)
    arm = leg(side, y, (0.42, 0.2), (0.44, 0.5), (0.26, 0.76), 0.13, 0.07)
    fingers = union(
        *[limb(side, y, (0.26, 0.78), (0.26 + dx, 0.89), 0.045, 0.04) for dx in (-0.14, 0.02, 0.17)]
    )
    canvas.part(union(arm, fingers, smooth=0.03), skin, bulge=0.1, gloss=0.9)
    wide = b.uniform(0.62, 0.74)
    apart, size = b.uniform(0.34, 0.46), b.uniform(0.17, 0.21)
    bumps = circle(side - apart, y + 0.52, size + 0.06)
    face = union(ellipse(x, y + 0.12, wide, 0.38), bumps, smooth=0.1)
    jaw = smoothstep(0.0, 0.05, y + 0.02 - 0.25 * side**2)
    canvas.part(face, mix(skin, pale, jaw), bulge=0.35, gloss=0.9)
    smile = (y + 0.02 - 0.25 * side**2).abs() + 0.5 * (side - wide + 0.06).clamp_min(0)
    canvas.paint(dark * 0.5, smoothstep(0.035, 0.015, smile))
    canvas.paint(dark * 0.5, smoothstep(0.03, 0.01, circle(side - 0.07, y + 0.22, 0)))
    tints = b.stops((0.95, 0.75, 0.15), (0.9, 0.2, 0.1), (0.85, 0.85, 0.6))
    iris = b.ramp(b.uniform(), tints)
    eye(canvas, b, side - apart, y + 0.54, size, iris, (b.uniform(0.4, 0.75), b.uniform(0.3, 0.5)))
    return canvas.sketch()
