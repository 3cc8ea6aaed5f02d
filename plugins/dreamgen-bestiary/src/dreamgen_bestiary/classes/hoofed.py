"""Swift hoofed animals, from the side."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.animals import eye, leg
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import mix, rotate, smoothstep
from dreamgen_bestiary.drawing.shapes import circle, curve, ellipse, limb, polygon, union


@figure(
    hues=((0.06, 0.7), (0.08, 0.55), (0.04, 0.75), (0.1, 0.25)),
    words=("pony", "stallion", "mare", "unicorn"),
)
def horse(b: Brush) -> Sketch:
    """A horse from the side: an arched neck with a mane, a flowing tail, hooves; some horned."""
    x, y, canvas = b.x, b.y, Canvas(b)
    light = b.uniform(0.25, 0.95)
    sheen = 0.1 * b.clouds(3)
    dapple = 0.15 * smoothstep(0.1, 0.4, b.noise(9)) * b.chance(0.3)
    coat = b.ramp(light + sheen + dapple)
    patch = smoothstep(-0.03, 0.05, b.clouds(3, 2) - 0.1) * b.chance(0.3)
    coat = mix(coat, b.colour(0.96, 0.93, 0.88, 0.02), patch)
    dark = b.ramp(light * 0.4 + 0.1 * b.clouds(6), b.palette.roll(0, 1))
    strands = b.grain(x * 10 + 3 * y, y * 2)
    mane = (
        mix(dark, b.ramp(0.85 + 0.3 * (strands - 0.5)), b.chance(0.35))
        * (0.7 + 0.6 * strands)[:, None]
    )
    hoof, gait = b.colour(0.14, 0.1, 0.08, 0.02), b.uniform(-0.12, 0.16)
    far = union(
        leg(x, y, (-0.28, 0.2), (-0.34 - gait, 0.5), (-0.3 - gait, 0.86), 0.12, 0.055),
        leg(x, y, (0.42, 0.2), (0.56 + gait, 0.5), (0.5 + gait, 0.86), 0.16, 0.055),
    )
    canvas.part(far, mix(coat * 0.6, hoof, smoothstep(0.78, 0.82, y)), bulge=0.08, gloss=0.2)
    tail, _ = curve(
        x, y, [(0.58, -0.1), (0.82, -0.2), (0.8, 0.25), (0.82, b.uniform(0.45, 0.7))], 0.07, 0.12, 7
    )
    canvas.part(tail + 0.06 * (strands - 0.5), mane, bulge=0.1, texture=strands)
    ear = polygon(x, y, (-0.56, -0.66), (-0.5, -0.92), (-0.42, -0.68))
    neck = union(limb(x, y, (-0.25, 0.0), (-0.5, -0.58), 0.26, 0.15))
    head = union(
        limb(x, y, (-0.52, -0.56), (-0.8, -0.24), 0.16, 0.095),
        circle(x + 0.8, y + 0.22, 0.11),
        ear,
        smooth=0.06,
    )
    barrel = union(
        ellipse(x + 0.22, y - 0.05, 0.3, 0.28),
        ellipse(x - 0.15, y - 0.06, 0.42, 0.24),
        circle(x - 0.42, y - 0.02, 0.26),
        smooth=0.12,
    )
    canvas.part(union(barrel, neck, head, smooth=0.1), coat, bulge=0.28, gloss=0.6)
    star = limb(x, y, (-0.64, -0.62), (-0.86, -0.3), 0.05, 0.05)
    canvas.paint(b.colour(0.96, 0.93, 0.88, 0.02), smoothstep(0.02, -0.02, star) * b.chance(0.4))
    canvas.paint(coat * 0.4, smoothstep(0.1, 0.02, circle(x + 0.84, y + 0.16, 0.03)))
    canvas.paint(coat * 0.15, smoothstep(0.035, 0.01, circle(x + 0.84, y + 0.23, 0)))
    eye(canvas, b, x + 0.6, y + 0.5, 0.055, b.colour(0.35, 0.18, 0.07), rim=0.03)
    crest, along = curve(
        x, y, [(-0.52, -0.76), (-0.28, -0.62), (-0.12, -0.24), (-0.06, -0.1)], 0.1, 0.12, 6
    )
    canvas.part(crest + 0.08 * (strands - 0.5), mane, bulge=0.1, texture=strands, shadow=0.4)
    near = union(
        leg(x, y, (-0.3, 0.16), (-0.28 + gait, 0.5), (-0.34 + gait, 0.88), 0.14, 0.06),
        leg(x, y, (0.48, 0.12), (0.54 - gait, 0.5), (0.42 - gait, 0.88), 0.2, 0.06),
    )
    socks = mix(coat, b.colour(0.95, 0.92, 0.87, 0.02), smoothstep(0.62, 0.66, y) * b.chance(0.4))
    canvas.part(
        near, mix(socks, hoof, smoothstep(0.82, 0.86, y)), bulge=0.12, gloss=0.5, shadow=0.3
    )
    horn, along = curve(x, y, [(-0.66, -0.62), (-0.74, -0.76), (-0.82, -0.94)], 0.05, 0.012, 3)
    gold = b.colour(0.98, 0.85, 0.5) * (0.85 + 0.2 * torch.cos(along * 25))[:, None]
    canvas.part(horn, gold, bulge=0.05, gloss=1.2, show=b.chance(0.25))
    return canvas.sketch()


@figure(
    hues=((0.06, 0.65), (0.08, 0.55), (0.05, 0.75)),
    words=("stag", "elk", "reindeer", "moose", "antlers"),
)
def deer(b: Brush) -> Sketch:
    """A stag from the side: branching antlers, a pale ruff, slender legs; some dappled."""
    x, y, canvas = b.x, b.y, Canvas(b)
    light = b.uniform(0.4, 0.75)
    white = b.colour(0.97, 0.93, 0.86, 0.02)
    coat = b.ramp(light + 0.12 * b.clouds(4) + 0.25 * smoothstep(0.15, 0.4, y))
    fawn = torch.cos(22 * x + b.noise(3)) * torch.cos(22 * y + b.noise(3))
    fawn = smoothstep(0.4, 0.65, fawn) * smoothstep(0.3, 0.15, y) * smoothstep(-0.15, 0.0, x)
    coat = mix(coat, white, fawn * b.chance(0.5))
    hoof, gait = b.colour(0.15, 0.1, 0.08, 0.02), b.uniform(-0.08, 0.14)
    far = union(
        leg(x, y, (-0.2, 0.3), (-0.26 - gait, 0.58), (-0.22 - gait, 0.9), 0.12, 0.05),
        leg(x, y, (0.44, 0.3), (0.58 + gait, 0.58), (0.52 + gait, 0.9), 0.15, 0.05),
    )
    canvas.part(far, mix(coat * 0.6, hoof, smoothstep(0.84, 0.87, y)), bulge=0.07, gloss=0.1)
    spread, tall = b.uniform(0.8, 1.15), b.uniform(0.36, 0.5)
    for lean, shade in ((0.32, 0.6), (0.02, 1.0)):
        antler = _antler(x + 0.42 - 0.06 * shade, y + 0.48, lean * spread, tall)
        canvas.part(antler, b.colour(0.85, 0.72, 0.5) * shade, bulge=0.05, gloss=0.4)
    tail = ellipse(*rotate(x - 0.64, y - 0.1, 0.6), 0.1, 0.06)
    canvas.part(tail, white, bulge=0.06)
    barrel = union(
        ellipse(x + 0.06, y - 0.2, 0.3, 0.28),
        ellipse(x - 0.22, y - 0.19, 0.42, 0.25),
        circle(x - 0.42, y - 0.17, 0.25),
        smooth=0.1,
    )
    neck = limb(x, y, (-0.1, 0.12), (-0.4, -0.3), 0.27, 0.14)
    head = union(
        limb(x, y, (-0.42, -0.38), (-0.7, -0.2), 0.155, 0.09),
        circle(x + 0.7, y + 0.19, 0.085),
        smooth=0.05,
    )
    canvas.part(union(barrel, neck, head, smooth=0.1), coat, bulge=0.24, gloss=0.3)
    ruff = ellipse(*rotate(x + 0.34, y + 0.02, -0.5), 0.1, 0.26)
    canvas.paint(
        b.ramp(light + 0.3 + 0.1 * b.clouds(6)), smoothstep(0.06, -0.06, ruff) * b.chance(0.7)
    )
    canvas.part(circle(x + 0.75, y + 0.2, 0.05), hoof, bulge=0.05, gloss=1.2)
    ear = ellipse(*rotate(x + 0.24, y + 0.44, 0.5), 0.16, 0.07)
    canvas.part(ear, coat * 0.9, bulge=0.06)
    eye(canvas, b, x + 0.48, y + 0.38, 0.055, b.colour(0.3, 0.15, 0.06), rim=0.025)
    near = union(
        leg(x, y, (-0.16, 0.28), (-0.14 + gait, 0.6), (-0.2 + gait, 0.92), 0.14, 0.055),
        leg(x, y, (0.48, 0.24), (0.54 - gait, 0.58), (0.42 - gait, 0.92), 0.2, 0.055),
    )
    canvas.part(near, mix(coat, hoof, smoothstep(0.86, 0.89, y)), bulge=0.1, gloss=0.3, shadow=0.3)
    return canvas.sketch()


def _antler(x: Tensor, y: Tensor, lean: Tensor, tall: Tensor) -> Tensor:
    """Return the distance to an antler rooted at the origin that sweeps back, with three tines."""
    beam, _ = curve(
        x, y, [(0, 0), (lean * 0.4 + 0.3, -tall * 0.4), (lean + 0.1, -tall)], 0.06, 0.026, 6
    )
    tines = [
        limb(
            x,
            y,
            (0.12 * share + lean * share * 0.6, -tall * share),
            (reach + lean * share * 0.5, -tall * share - rise),
            0.045,
            0.022,
        )
        for share, reach, rise in ((0.2, -0.18, 0.14), (0.5, -0.05, 0.2), (0.75, 0.12, 0.2))
    ]
    return union(beam, *tines, smooth=0.03)
