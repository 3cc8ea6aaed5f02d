"""Great and small beasts, whole."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.animals import eye, leg
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import cells, mix, rotate, smoothstep
from dreamgen_bestiary.drawing.heads import eyes
from dreamgen_bestiary.drawing.shapes import circle, curve, ellipse, limb, polygon, union


@figure(hues=((0.6, 0.18), (0.07, 0.22), (0.56, 0.3)), words=("mammoth",))
def elephant(b: Brush) -> Sketch:
    """An elephant from the side: pillars of legs, a fan of an ear, a curling trunk, a tusk."""
    x, y, canvas = b.x, b.y, Canvas(b)
    folds = b.clouds(6, 3)
    light = b.uniform(0.45, 0.65)
    hide = b.ramp(light + 0.1 * folds + 0.04 * b.clouds(2))
    stride = b.uniform(-0.1, 0.1)
    far = union(
        limb(x, y, (-0.02, 0.3), (0.02 + stride, 0.84), 0.17, 0.12),
        limb(x, y, (0.5, 0.3), (0.48 - stride, 0.84), 0.19, 0.12),
    )
    canvas.part(far, hide * 0.6, bulge=0.12, gloss=0.1)
    tail, _ = curve(x, y, [(0.72, -0.15), (0.9, 0.05), (0.84, 0.4)], 0.04, 0.03, 4)
    canvas.part(union(tail, ellipse(x - 0.84, y - 0.42, 0.05, 0.09)), hide * 0.6, bulge=0.04)
    raised = b.chance(0.5)
    knee, elbow, tip = 0.45 - 0.05 * raised, 0.75 - 1.15 * raised, 0.62 - 1.3 * raised
    out = -0.72 - 0.35 * raised
    trunk, along = curve(
        x, y, [(-0.52, -0.1), (out, knee), (-0.66, elbow), (-0.86, tip)], 0.2, 0.07, 8
    )
    rings = torch.cos(along * 45)
    canvas.part(
        trunk, hide * (0.92 + 0.1 * rings)[:, None], bulge=0.18, texture=0.3 * rings, gloss=0.2
    )
    body = union(
        ellipse(x - 0.22, y + 0.08, 0.56, 0.5), circle(x + 0.4, y + 0.22, 0.36), smooth=0.15
    )
    canvas.part(body, hide, bulge=0.45, texture=0.7 * folds, gloss=0.2, shadow=0.3)
    near = union(
        limb(x, y, (-0.14, 0.3), (-0.18 - stride, 0.86), 0.19, 0.14),
        limb(x, y, (0.56, 0.25), (0.62 + stride, 0.86), 0.22, 0.14),
    )
    canvas.part(near, hide, bulge=0.16, texture=0.7 * folds, gloss=0.2, shadow=0.4)
    toes = circle((x * 12 - torch.floor(x * 12) - 0.5) / 12, y - 0.95, 0.035)
    canvas.paint(b.colour(0.88, 0.82, 0.7), smoothstep(0.02, -0.02, torch.maximum(toes, near)))
    tusk, _ = curve(x, y, [(-0.58, 0.06), (-0.66, 0.34), (-0.86, 0.28)], 0.07, 0.02, 5)
    canvas.part(tusk, b.colour(0.97, 0.93, 0.82), bulge=0.07, gloss=0.9, show=b.chance(0.8))
    eye(canvas, b, x + 0.56, y + 0.22, 0.06, b.colour(0.55, 0.33, 0.12), rim=0.03)
    flap = union(
        ellipse(x + 0.2, y + 0.18, 0.26, b.uniform(0.3, 0.38)),
        ellipse(x + 0.16, y - 0.08, 0.16, 0.22),
        smooth=0.1,
    )
    rosy = mix(hide, b.colour(0.8, 0.55, 0.5), 0.25)
    canvas.part(flap + 0.02 * b.noise(4), rosy, bulge=0.1, texture=folds, gloss=0.1, shadow=0.7)
    return canvas.sketch()


@figure(hues=((0.09, 0.65), (0.07, 0.7), (0.1, 0.5)))
def giraffe(b: Brush) -> Sketch:
    """A giraffe from the side: a neck as tall as its legs, a net of cream about brown patches."""
    x, y, canvas = b.x * 0.86, b.y, Canvas(b)
    patch = cells(x * 5 + 0.3 * b.noise(5), y * 5, 0.8)
    brown = b.ramp(b.uniform(0.35, 0.55) - 0.15 * patch.edge + 0.1 * b.clouds(3))
    cream = b.colour(0.96, 0.86, 0.65)
    wide = b.uniform(0.08, 0.16)
    hide = mix(cream, brown, smoothstep(wide, wide + 0.14, patch.edge))
    plain = smoothstep(0.5, 0.68, y)
    hide = mix(hide, cream, plain)
    hoof, gait = b.colour(0.25, 0.17, 0.1, 0.02), b.uniform(-0.06, 0.1)
    far = union(
        leg(x, y, (-0.06, 0.3), (-0.08 - gait, 0.6), (-0.06 - gait, 0.9), 0.09, 0.05),
        leg(x, y, (0.42, 0.34), (0.52 + gait, 0.6), (0.48 + gait, 0.9), 0.1, 0.05),
    )
    canvas.part(far, mix(hide * 0.6, hoof, smoothstep(0.85, 0.88, y)), bulge=0.08, gloss=0.2)
    tail, _ = curve(x, y, [(0.56, 0.22), (0.72, 0.35), (0.66, 0.62)], 0.03, 0.03, 4)
    canvas.part(union(tail, ellipse(x - 0.66, y - 0.66, 0.05, 0.1)), brown * 0.5, bulge=0.03)
    lean, low = b.uniform(-0.52, -0.3), b.uniform(-0.76, -0.6)
    neck, _ = curve(x, y, [(0.06, 0.25), (-0.16, -0.1), (lean, low)], 0.24, 0.1, 6)
    body = union(
        ellipse(x - 0.2, y - 0.28, 0.36, 0.23), circle(x - 0.04, y - 0.22, 0.22), neck, smooth=0.1
    )
    canvas.part(body, hide, bulge=0.22, gloss=0.3)
    ridge, _ = curve(x, y, [(0.2, 0.08), (-0.05, -0.2), (lean + 0.1, low - 0.05)], 0.045, 0.035, 6)
    canvas.part(ridge, brown * 0.7, bulge=0.04, shadow=0.2)
    u, v = x - lean, y - low
    knob = union(
        limb(u, v, (-0.01, -0.05), (-0.02, -0.2), 0.03, 0.045),
        limb(u, v, (0.06, -0.04), (0.08, -0.19), 0.03, 0.045),
    )
    canvas.part(knob, brown * 0.6, bulge=0.04)
    ear = ellipse(*rotate(u - 0.18, v + 0.06, 0.3), 0.12, 0.055)
    canvas.part(ear, cream * 0.85, bulge=0.05)
    head = union(
        limb(u, v, (0.02, 0.0), (-0.24, 0.13), 0.13, 0.08),
        circle(u + 0.24, v - 0.14, 0.09),
        smooth=0.05,
    )
    canvas.part(head, mix(hide, cream, smoothstep(-0.05, -0.2, u)), bulge=0.12, gloss=0.3)
    eye(canvas, b, u + 0.03, v + 0.04, 0.055, b.colour(0.3, 0.16, 0.06), rim=0.025)
    canvas.paint(hoof * 0.6, smoothstep(0.03, 0.01, circle(u + 0.28, v - 0.11, 0)))
    near = union(
        leg(x, y, (-0.02, 0.3), (-0.02 + gait, 0.62), (-0.04 + gait, 0.92), 0.12, 0.055),
        leg(x, y, (0.44, 0.3), (0.46 - gait, 0.62), (0.38 - gait, 0.92), 0.15, 0.055),
    )
    canvas.part(near, mix(hide, hoof, smoothstep(0.87, 0.9, y)), bulge=0.1, gloss=0.3, shadow=0.4)
    return canvas.sketch()


@figure(hues=((0.09, 0.55), (0.08, 0.6), (0.1, 0.4)), words=("dromedary", "bactrian"))
def camel(b: Brush) -> Sketch:
    """A camel from the side: one hump or two, shaggy, a neck that dips, a haughty head, long legs."""
    x, y, canvas = b.x, b.y, Canvas(b)
    light = b.uniform(0.5, 0.8)
    shag = b.grain(x * 9 + 2 * b.noise(3), y * 2.5)
    coat = b.ramp(light + 0.3 * (shag - 0.5) + 0.1 * b.clouds(3))
    wool = b.ramp(light - 0.2 + 0.5 * (shag - 0.5))
    gait = b.uniform(-0.06, 0.12)
    far = union(
        leg(x, y, (-0.2, 0.2), (-0.26 - gait, 0.54), (-0.22 - gait, 0.88), 0.12, 0.055),
        leg(x, y, (0.44, 0.2), (0.58 + gait, 0.54), (0.52 + gait, 0.88), 0.15, 0.055),
    )
    canvas.part(far, coat * 0.6, bulge=0.08, gloss=0.1)
    tail, _ = curve(x, y, [(0.62, 0.0), (0.8, 0.15), (0.74, 0.42)], 0.04, 0.05, 4)
    canvas.part(tail, wool, bulge=0.04)
    one, peak = b.chance(0.5), b.uniform(-0.62, -0.45)
    apart = 0.24 * (1 - one)
    hump = (x - 0.18).abs() - apart
    humps = limb(hump, y, (0.0, 0.0), (0.02, peak), 0.24 + 0.08 * one, 0.09)
    trunk = union(ellipse(x - 0.16, y - 0.06, 0.56, 0.27), humps, smooth=0.14)
    neck, _ = curve(x, y, [(-0.22, 0.02), (-0.62, 0.42), (-0.6, -0.4)], 0.2, 0.12, 6)
    head = union(
        limb(x, y, (-0.58, -0.45), (-0.84, -0.36), 0.13, 0.09),
        circle(x + 0.86, y + 0.34, 0.1),
        smooth=0.05,
    )
    ear = ellipse(*rotate(x + 0.46, y + 0.56, 0.6), 0.09, 0.05)
    canvas.part(ear, wool, bulge=0.05)
    body = union(trunk, neck, head, smooth=0.1) + 0.03 * (shag - 0.5)
    canvas.part(body, coat, bulge=0.26, texture=0.6 * shag, gloss=0.1)
    canvas.paint(wool, smoothstep(-0.2, -0.4, y) * smoothstep(-0.2, -0.1, x))
    cloth = torch.maximum((x - 0.18).abs() - 0.2, (y - 0.02).abs() - 0.24)
    weave = torch.cos(y * 30) * 0.3
    rug = b.ramp(0.6 + weave, b.new_palette(((0.0, 0.8), (0.6, 0.7), (0.12, 0.8))))
    canvas.part(cloth, rug, bulge=0.04, gloss=0.1, show=b.chance(0.4) * one)
    eye(canvas, b, x + 0.62, y + 0.48, 0.055, b.colour(0.3, 0.16, 0.06), rim=0.03)
    canvas.paint(coat * 0.25, smoothstep(0.03, 0.01, circle(x + 0.91, y + 0.37, 0)))
    smile = limb(x, y, (-0.94, -0.29), (-0.76, -0.3), 0.004)
    canvas.paint(coat * 0.3, smoothstep(0.025, 0.005, smile))
    near = union(
        leg(x, y, (-0.16, 0.16), (-0.16 + gait, 0.54), (-0.22 + gait, 0.9), 0.15, 0.065),
        leg(x, y, (0.48, 0.12), (0.52 - gait, 0.54), (0.42 - gait, 0.9), 0.2, 0.065),
    )
    canvas.part(near, coat, bulge=0.12, texture=0.4 * shag, gloss=0.1, shadow=0.4)
    return canvas.sketch()


@figure(hues=((0.07, 0.75), (0.09, 0.4), (0.6, 0.1)), words=("sitting cat", "kitty", "sphinx"))
def cat_sitting(b: Brush) -> Sketch:
    """A cat that sits and looks at us: a pear of a body, front legs together, the tail about it."""
    x, y, canvas = b.x, b.y, Canvas(b)
    side, hair = x.abs(), b.grain(x * 9 + b.noise(3), y * 4)
    light = b.uniform(0.2, 0.9)
    stripe = torch.cos((y - 0.5 * side) * b.uniform(17, 22) + b.noise(3)) * smoothstep(
        0.1, 0.25, side
    )
    tabby = 0.4 * b.chance(0.6) * smoothstep(0.1, 0.6, stripe)
    coat = b.ramp(light + 0.3 * (hair - 0.5) + 0.1 * b.clouds(3) - tabby)
    white = b.colour(0.97, 0.94, 0.9, 0.02) * (0.8 + 0.25 * hair)[:, None]
    bib = b.chance(0.5)
    way = b.sign()
    points = [
        (way * 0.3, 0.8),
        (way * 1.0, 0.95),
        (way * 0.9, 0.1),
        (way * 0.6, b.uniform(-0.1, 0.3)),
    ]
    tail, along = curve(x, y, points, 0.1, 0.075, 8)
    rings = b.ramp(
        light - 0.45 * tabby.amax((1, 2), True) * smoothstep(0.0, 0.5, torch.cos(along * 28))
    )
    canvas.part(tail + 0.04 * (hair - 0.5), rings, bulge=0.1, texture=hair)
    haunch = ellipse(side - 0.3, y - 0.62, 0.26, 0.32)
    chest = union(ellipse(x, y - 0.32, 0.36, 0.56), haunch, smooth=0.12)
    canvas.part(chest + 0.04 * (hair - 0.5), coat, bulge=0.3, texture=0.5 * hair, gloss=0.1)
    canvas.paint(white, smoothstep(0.08, -0.08, ellipse(x, y - 0.2, 0.2, 0.34)) * bib)
    front = limb(side, y, (0.13, 0.3), (0.12, 0.82), 0.13, 0.1)
    paws = union(
        ellipse(side - 0.13, y - 0.88, 0.13, 0.08), ellipse(side - 0.42, y - 0.88, 0.16, 0.08)
    )
    sock = mix(coat, white, smoothstep(0.6, 0.7, y) * bib)
    canvas.part(union(front, paws, smooth=0.04), sock, bulge=0.1, texture=0.4 * hair, shadow=0.4)
    wide = b.uniform(0.38, 0.45)
    ears = polygon(side, y, (0.06, -0.7), (0.34, -0.96), (0.4, -0.5)) - 0.03
    face = union(ellipse(x, y + 0.46, wide, 0.35), ears, smooth=0.06)
    canvas.part(face + 0.04 * (hair - 0.5), coat, bulge=0.28, texture=0.4 * hair, shadow=0.7)
    inner = polygon(side, y, (0.17, -0.72), (0.32, -0.88), (0.35, -0.64))
    canvas.paint(b.colour(0.85, 0.55, 0.5), smoothstep(0.02, -0.03, inner))
    iris = b.ramp(b.uniform(), b.stops((0.35, 0.6, 0.2), (0.9, 0.7, 0.15), (0.3, 0.65, 0.85)))
    eyes(
        canvas, b, x, y, (0.18, -0.5), 0.11, iris, (b.uniform(0.18, 0.6), 0.8), tilt=0.25, rim=0.035
    )
    canvas.part(
        ellipse(side - 0.07, y + 0.27, 0.1, 0.08), mix(coat, white, 0.7), bulge=0.1, shadow=0.2
    )
    canvas.part(ellipse(x, y + 0.34, 0.055, 0.04), b.colour(0.88, 0.5, 0.48), bulge=0.05, gloss=1.0)
    return canvas.sketch()
