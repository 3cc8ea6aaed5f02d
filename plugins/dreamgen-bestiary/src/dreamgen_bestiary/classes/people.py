"""People's heads, living and cast."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import cells, mix, rotate, smoothstep
from dreamgen_bestiary.drawing.heads import almond, draw_hairs, eyes, turn_head
from dreamgen_bestiary.drawing.shapes import box, circle, curve, ellipse, limb, union, without


@figure(
    hues=((0.07, 0.65), (0.1, 0.55), (0.04, 0.6)),
    words=("face", "human", "woman", "man", "portrait", "person"),
)
def human_face(b: Brush) -> Sketch:
    """A person: eyes, brows, nose and lips, of every skin; long or short hair, some bearded."""
    (x, y), canvas = turn_head(b, 0.16, 0.08), Canvas(b)
    side = x.abs()
    tints = b.stops((0.3, 0.18, 0.12), (0.6, 0.39, 0.27), (0.85, 0.62, 0.48), (0.97, 0.8, 0.69))
    shade = b.uniform(0.1, 0.95) + 0.05 * b.clouds(3)
    skin, jaw = b.ramp(shade, tints), b.uniform(0.28, 0.38)
    locks = draw_hairs(b, x - 0.15 * b.sign(), y + 0.75, long=0.6)
    hair = b.ramp(b.uniform(0.1, 0.75) + 0.6 * (locks - 0.5))
    long = b.chance(0.6)
    fall = union(ellipse(x, y + 0.2, 0.66, 0.68), ellipse(x, y - 0.35, 0.62, 0.56), smooth=0.2)
    canvas.part(fall + 0.1 * (locks - 0.5), hair, bulge=0.2, texture=locks, gloss=0.5, show=long)
    canvas.part(box(x, y - 0.72, 0.2, 0.24, 0.06), skin * 0.9, bulge=0.2, gloss=0.2)
    canvas.part(ellipse(side - 0.5, y, 0.08, 0.15), skin, bulge=0.06, gloss=0.2)
    face = union(ellipse(x, y + 0.12, 0.5, 0.56), ellipse(x, y - 0.3, jaw, 0.4), smooth=0.2)
    blush = smoothstep(0.2, 0.0, circle(side - 0.27, y - 0.2, 0))
    canvas.part(
        face, mix(skin, skin * b.colour(1.0, 0.68, 0.66), blush * 0.5), bulge=0.45, gloss=0.3
    )
    beard = torch.maximum(face + 0.02, 0.1 - y + 0.5 * (0.4 - side).clamp_min(0))
    beard = without(beard + 0.1 * (locks - 0.5), ellipse(x, y - 0.4, 0.2, 0.1))
    canvas.paint(hair * 0.8, smoothstep(0.04, -0.06, beard) * b.chance(0.25))
    deep = smoothstep(0.1, -0.1, ellipse(side - 0.2, y + 0.05, 0.17, 0.1))
    canvas.paint(skin * b.colour(0.6, 0.5, 0.5), deep * 0.5)
    shades = b.stops((0.3, 0.17, 0.08), (0.5, 0.33, 0.12), (0.3, 0.5, 0.3), (0.3, 0.5, 0.75))
    iris = b.ramp(b.uniform(), shades)
    size = b.uniform(0.085, 0.105)
    eyes(
        canvas,
        b,
        x,
        y,
        (0.21, -0.04),
        size,
        iris,
        white=1.0,
        wide=1.6,
        tall=0.85,
        tilt=0.08,
        rim=0.03,
    )
    arch = b.uniform(0.0, 0.1)
    brow, _ = curve(side, y, [(0.08, -0.18), (0.2, -0.24 - arch), (0.37, -0.17)], 0.035, 0.015, 4)
    canvas.part(brow, hair * 0.5, bulge=0.03, gloss=0.1, shadow=0.1)
    ridge = union(
        limb(x, y, (0, -0.1), (0, 0.14), 0.05, 0.07),
        circle(side - 0.06, y - 0.17, 0.05),
        smooth=0.06,
    )
    canvas.part(ridge, skin, bulge=0.1, gloss=0.3, shadow=0.2)
    canvas.paint(skin * 0.3, smoothstep(0.03, -0.01, ellipse(side - 0.05, y - 0.21, 0.03, 0.015)))
    wide, full = b.uniform(0.15, 0.2), b.uniform(0.05, 0.08)
    red = mix(skin * b.colour(0.85, 0.5, 0.48), b.colour(0.75, 0.15, 0.18), b.chance(0.4)[:, None])
    lips = almond(x, y - 0.4 - 0.1 * side, wide, full)
    canvas.part(lips, red, bulge=0.06, gloss=0.9, shadow=0.15)
    canvas.paint(red * 0.25, smoothstep(0.025, 0.005, torch.maximum((y - 0.4).abs(), side - wide)))
    line = ellipse(
        x - b.uniform(-0.14, 0.14), y - b.uniform(0.14, 0.26), b.uniform(0.48, 0.56), 0.56
    )
    cap = without(ellipse(x, y + 0.2, 0.58, 0.66), line) + 0.1 * (locks - 0.5)
    cap = torch.maximum(cap, y - mix(-0.05 + 0 * long, 0.4 + 0 * long, long))
    canvas.part(cap, hair, bulge=0.12, texture=locks, gloss=0.5, shadow=0.35)
    return canvas.sketch()


@figure(
    hues=((0.12, 0.7), (0.36, 0.35), (0.08, 0.2), (0.1, 0.6)),
    words=("buddha", "statue", "idol", "bodhisattva"),
)
def buddha_head(b: Brush) -> Sketch:
    """A serene cast head: snail-shell curls, a topknot, long ears, lowered lids, a smile."""
    (x, y), canvas = turn_head(b, 0.16, 0.06), Canvas(b)
    side = x.abs()
    light = b.uniform(0.5, 0.75)
    aged = smoothstep(-0.1, 0.5, b.clouds(4)) * b.chance(0.6)
    metal = mix(
        b.ramp(light + 0.12 * b.clouds(3)), b.ramp(light - 0.25, b.new_palette()), aged * 0.5
    )
    gloss = 0.9
    canvas.part(box(x, y - 0.76, 0.24, 0.2, 0.05), metal * 0.8, bulge=0.2, gloss=gloss)
    lobe = union(
        ellipse(side - 0.53, y + 0.02, 0.09, 0.2),
        limb(side, y, (0.53, 0.1), (0.52, 0.5), 0.08, 0.06),
        smooth=0.05,
    )
    canvas.part(lobe, metal, bulge=0.08, gloss=gloss)
    curl = cells(x * 8 / (1 + 0.3 * side), (y + 0.3 * x * x) * 8, 0.25)
    knob = torch.sqrt((1 - (curl.nearest / 0.62) ** 2).clamp_min(0.02))
    tight = mix(metal, b.ramp(b.uniform(0.1, 0.5)), b.chance(0.6)) * (0.35 + 0.7 * knob)[:, None]
    high = b.uniform(0.16, 0.26)
    scalp = union(ellipse(x, y + 0.2, 0.56, 0.56), ellipse(x, y + 0.66, 0.28, high), smooth=0.12)
    canvas.part(scalp, tight, bulge=0.3, texture=1.6 * knob, gloss=gloss)
    face = union(ellipse(x, y - 0.1, 0.46, 0.5), ellipse(x, y - 0.3, 0.38, 0.38), smooth=0.2)
    canvas.part(face, metal, bulge=0.4, gloss=gloss, shadow=0.5)
    lid = ellipse(*rotate(side - 0.2, y - 0.04, 0.12), 0.16, 0.1)
    canvas.part(lid, metal, bulge=0.1, gloss=gloss, shadow=0.35)
    slit = torch.maximum((circle(side - 0.2, y + 0.13, 0.25)).abs(), (side - 0.2).abs() - 0.14)
    canvas.paint(metal * 0.15, smoothstep(0.028, 0.008, torch.maximum(slit, -y)))
    brow, _ = curve(side, y, [(0.045, 0.05), (0.08, -0.22), (0.4, -0.1)], 0.03, 0.02, 6)
    canvas.part(brow, metal * 0.8, bulge=0.03, gloss=gloss, shadow=0.1)
    ridge = union(
        limb(x, y, (0, -0.02), (0, 0.24), 0.045, 0.07),
        circle(side - 0.06, y - 0.27, 0.045),
        smooth=0.06,
    )
    canvas.part(ridge, metal, bulge=0.1, gloss=gloss, shadow=0.35)
    lips = almond(x, y - 0.44 + 0.5 * side**2, 0.17, 0.06)
    canvas.part(lips, metal * 0.9, bulge=0.06, gloss=gloss, shadow=0.3)
    canvas.paint(
        metal * 0.2,
        smoothstep(0.025, 0.005, torch.maximum((y - 0.44 + 0.5 * side**2).abs(), side - 0.17)),
    )
    jewel = mix(metal * 1.2, b.colour(0.85, 0.15, 0.2), b.chance(0.4)[:, None])
    canvas.part(circle(x, y + 0.2, 0.045), jewel, bulge=0.05, gloss=1.5)
    return canvas.sketch()


@figure(
    hues=((0.0, 0.85), (0.6, 0.8), (0.13, 0.85), (0.83, 0.6), (0.4, 0.7)),
    words=("clown", "harlequin", "joker", "fool", "carnival"),
)
def jester(b: Brush) -> Sketch:
    """A jester: a cap of bright horns with bells, a white painted face, red lips, a pleated ruff."""
    (x, y), canvas = turn_head(b, 0.16, 0.08), Canvas(b)
    side = x.abs()
    first, second = b.ramp(b.uniform(0.45, 0.75)), b.ramp(b.uniform(0.8, 0.95), b.palette.flip(0))
    angle = torch.atan2(x, y - 0.55)
    pleat = torch.cos(angle * b.whole(9, 12))
    ruff = ellipse(x, y - 0.7, 0.72 + 0.05 * pleat, 0.24 + 0.03 * pleat)
    canvas.part(
        ruff, mix(second, b.tone(5), smoothstep(-0.3, 0.3, pleat)), bulge=0.2, texture=2 * pleat
    )
    droop, out = b.uniform(-0.5, 0.1), b.uniform(0.78, 0.88)
    horn, along = curve(side, y, [(0.2, -0.4), (0.55, -1.15), (out, droop)], 0.3, 0.07, 8)
    bands = smoothstep(-0.15, 0.15, torch.cos(along * b.whole(0, 3) * 6.28))
    right = smoothstep(-0.01, 0.01, x)
    canvas.part(horn, mix(first, second, (right - bands).abs()), bulge=0.2, gloss=0.5)
    gold = b.colour(0.95, 0.75, 0.2)
    canvas.part(circle(side - out, y - droop - 0.03, 0.1), gold, bulge=0.1, gloss=1.5)
    powder = b.colour(0.96, 0.92, 0.88, 0.02)
    face = union(ellipse(x, y + 0.02, 0.48, 0.5), ellipse(x, y - 0.32, 0.34, 0.36), smooth=0.2)
    blush = smoothstep(0.2, 0.05, circle(side - 0.28, y - 0.24, 0))
    canvas.part(face, mix(powder, b.colour(0.95, 0.5, 0.5), blush * 0.6), bulge=0.45, gloss=0.3)
    paint = mix(first, second, b.chance(0.5)[:, None])
    tall = b.uniform(0.22, 0.32)
    lozenge = ((side - 0.21).abs() / 0.14 + (y + 0.02).abs() / tall - 1) * 0.12
    canvas.paint(paint, smoothstep(0.02, -0.02, lozenge))
    iris = b.ramp(b.uniform(), b.stops((0.3, 0.5, 0.75), (0.35, 0.6, 0.3), (0.4, 0.22, 0.1)))
    eyes(
        canvas,
        b,
        x,
        y,
        (0.21, -0.02),
        b.uniform(0.09, 0.11),
        iris,
        white=1.0,
        wide=1.4,
        tall=0.95,
        rim=0.035,
    )
    smile = b.uniform(0.3, 0.9)
    grin = almond(x, y - 0.42 + smile * side**2, b.uniform(0.22, 0.3), b.uniform(0.09, 0.13))
    red = b.colour(0.85, 0.1, 0.12)
    canvas.part(grin, red, bulge=0.08, gloss=0.8, shadow=0.2)
    canvas.paint(b.colour(0.15, 0.03, 0.04, 0.02), smoothstep(-0.04, -0.06, grin))
    round_nose = circle(x, y - 0.17, b.uniform(0.1, 0.15))
    canvas.part(round_nose, mix(powder, red, b.chance(0.75)[:, None]), bulge=0.15, gloss=1.5)
    brim = ellipse(x, y + 0.42, 0.54, 0.17) + 0.03 * torch.cos(x * 20)
    canvas.part(brim, mix(first, second, smoothstep(-0.05, 0.05, x)), bulge=0.12, gloss=0.5)
    return canvas.sketch()
