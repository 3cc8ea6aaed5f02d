"""Dragons and their kin."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.animals import bat_wing, draw_scales, eye, leg
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import fraction, polar, rotate, scales, smoothstep
from dreamgen_bestiary.drawing.shapes import (
    circle,
    curve,
    ellipse,
    limb,
    polygon,
    union,
)

HUES = ((0.36, 0.75), (0.0, 0.8), (0.09, 0.8), (0.6, 0.6))


@figure(hues=HUES, words=("wyvern", "drake"))
def dragon(b: Brush) -> Sketch:
    """A dragon from the side: ribbed wings, a swan's neck, horns, a spiny back, a barbed tail; fire."""
    x, y, canvas = b.x, b.y, Canvas(b)
    shade, height = draw_scales(b, x, y, b.uniform(7, 9))
    light = b.uniform(0.4, 0.6)
    hide = b.ramp(light + 0.45 * shade + 0.12 * b.clouds(3))
    inner = b.palette.roll(b.pick(0, 2), 1)
    spread = b.uniform(-0.25, 0.25)
    bat_wing(canvas, b, x - 0.1, y - 0.15, -1.5 + spread, 1.2, b.ramp(light - 0.2, inner), 0.55)
    far = union(
        leg(x, y, (-0.12, 0.4), (-0.02, 0.58), (-0.14, 0.82), 0.1, 0.06),
        leg(x, y, (0.34, 0.4), (0.46, 0.6), (0.38, 0.82), 0.14, 0.06),
    )
    canvas.part(far, hide * 0.5, bulge=0.1)
    flame, along = curve(x, y, [(-0.7, -0.38), (-0.85, -0.2), (-0.8, 0.25)], 0.03, 0.2, 5)
    flame = flame + 0.08 * b.noise(6) * along
    heat = b.stops((0.8, 0.1, 0.02), (0.98, 0.5, 0.08), (1.0, 0.9, 0.4), (1.0, 0.98, 0.85))
    fire = b.ramp((-6 * flame).clamp(0, 1) * (1.1 - 0.5 * along), heat)
    canvas.part(flame, fire, bulge=0.0, shadow=0, show=b.chance(0.45))
    tail, _ = curve(
        x, y, [(0.25, 0.35), (0.75, 0.75), (1.0, 0.3), (0.74, b.uniform(-0.1, 0.2))], 0.2, 0.03, 8
    )
    neck, _ = curve(
        x, y, [(-0.05, 0.3), (-0.7, 0.25), (-0.05, -0.55), (-0.5, -0.62)], 0.22, 0.12, 8
    )
    p, q = rotate(x + 0.5, y + 0.6, 0.45)
    head = union(
        limb(p, q, (0.02, 0.0), (-0.32, 0.03), 0.14, 0.07),
        circle(p + 0.32, q + 0.0, 0.07),
        smooth=0.05,
    )
    mouth = limb(p, q, (-0.02, 0.12), (-0.28, 0.13 + b.uniform(0.0, 0.1)), 0.07, 0.035)
    canvas.part(mouth, b.ramp(light + 0.25), bulge=0.06)
    horn, bend = b.colour(0.92, 0.85, 0.65), b.uniform(-0.2, 0.1)
    for dx in (0.1, 0.0):
        spike, _ = curve(
            p - dx, q, [(0.02, -0.08), (0.16, -0.14), (0.28, -0.12 + bend)], 0.06, 0.015, 4
        )
        canvas.part(spike, horn * (0.7 + 3 * dx), bulge=0.06, gloss=0.8)
    body = union(ellipse(x - 0.12, y - 0.34, 0.36, 0.24), tail, neck, smooth=0.12)
    saw = (
        0.09
        * (0.5 - (fraction(x * 5 + y * 4) - 0.5).abs())
        * smoothstep(-0.1, 0.1, x - 0.9 * y + 0.1)
    )
    canvas.part(union(body - saw, head, smooth=0.05), hide, bulge=0.2, texture=height, gloss=0.7)
    rows = smoothstep(-0.8, 0.0, torch.cos((y + 0.3 * x) * 34))
    belly = b.tone(5, inner) * (0.6 + 0.4 * rows)[:, None]
    under = union(
        ellipse(x - 0.1, y - 0.48, 0.3, 0.1),
        curve(x, y, [(-0.14, 0.42), (-0.72, 0.3), (-0.08, -0.5), (-0.4, -0.56)], 0.1, 0.05, 7)[0],
    )
    canvas.paint(belly, smoothstep(0.03, -0.03, under))
    eye(canvas, b, p + 0.06, q + 0.04, 0.06, b.colour(0.98, 0.8, 0.15), (0.25, 0.85), rim=0.03)
    canvas.paint(hide * 0.2, smoothstep(0.03, 0.01, circle(p + 0.34, q + 0.0, 0)))
    barb = polygon(x - 0.74, y - 0.08, (-0.12, 0.02), (0.0, -0.2), (0.12, 0.02), (0.0, 0.08))
    canvas.part(barb, b.tone(4, inner), bulge=0.05, gloss=0.6)
    near = union(
        leg(x, y, (-0.08, 0.42), (-0.2, 0.62), (-0.26, 0.84), 0.13, 0.07),
        leg(x, y, (0.32, 0.4), (0.2, 0.62), (0.28, 0.84), 0.18, 0.07),
    )
    feet = union(
        limb(x, y, (-0.26, 0.86), (-0.42, 0.9), 0.06, 0.03),
        limb(x, y, (0.28, 0.86), (0.1, 0.9), 0.07, 0.03),
    )
    canvas.part(
        union(near, feet, smooth=0.05), hide, bulge=0.12, texture=height, gloss=0.6, shadow=0.6
    )
    bat_wing(canvas, b, x - 0.0, y - 0.24, -0.85 + spread, 1.5, b.ramp(light + 0.2, inner), 0.95)
    return canvas.sketch()


@figure(hues=HUES, words=("dragon face", "basilisk", "monster"))
def dragon_head(b: Brush) -> Sketch:
    """A dragon's head: jaws of fangs, a slit eye under a heavy brow, swept horns, a frill of spikes."""
    x, y, canvas = b.x, b.y, Canvas(b)
    u, v, *_ = scales(x * 6.5, y * 6.5, 0.66, 0.5, tip=0.95)
    light = b.uniform(0.4, 0.6)
    shade = 0.25 * v - 0.2 * smoothstep(0.3, 0.7, u.abs() + v.clamp_min(0)) + 0.1 * b.clouds(3)
    hide = b.ramp(light + shade)
    inner = b.palette.roll(b.pick(0, 2), 1)
    horn, lift = (
        b.stops((0.25, 0.18, 0.12), (0.75, 0.62, 0.42), (0.95, 0.9, 0.75)),
        b.uniform(-0.3, 0.1),
    )
    for far in (1, 0):
        points = [
            (0.12 - 0.1 * far, -0.36),
            (0.5, -0.62 - 0.12 * far),
            (0.88, -0.55 + lift - 0.15 * far),
        ]
        spike, along = curve(x, y, points, 0.13, 0.02, 6)
        rings = torch.cos(along * 40)
        bone = b.ramp(0.15 + 0.85 * along + 0.12 * rings, horn) * (1 - 0.35 * far)
        canvas.part(spike, bone, bulge=0.12, texture=0.4 * rings, gloss=0.8)
    r, angle = polar(x - 0.1, y - 0.05)
    saw = (fraction(angle * 2.1) - 0.5).abs() * 2
    frill = torch.maximum(r - 0.72 + 0.34 * saw, (angle - 0.3).abs() - 1.2)
    canvas.part(
        frill, b.ramp(light + 0.45 * r - 0.25 * saw, inner), bulge=0.06, texture=-2 * saw, gloss=0.5
    )
    neck, _ = curve(x, y, [(0.24, 0.0), (0.42, 0.35), (0.3, 0.62)], 0.36, 0.33, 5)
    canvas.part(neck, hide, bulge=0.3, texture=1.2 * v, gloss=0.7)
    plates = smoothstep(-0.8, 0.0, torch.cos(y * 26 - 4 * x))
    front = torch.maximum(neck, x - 0.16 - 0.25 * (y - 0.3).clamp(0, 0.4))
    canvas.paint(b.tone(5, inner) * (0.5 + 0.5 * plates)[:, None], smoothstep(0.02, -0.05, front))
    gape = b.uniform(0.25, 0.6)
    p, q = rotate(x - 0.1, y - 0.08, gape)
    lower = union(
        limb(p, q, (0.08, 0.04), (-0.68, 0.06), 0.15, 0.07),
        circle(p + 0.66, q - 0.06, 0.1),
        smooth=0.05,
    )
    canvas.part(
        limb(p, q, (0.1, -0.06), (-0.58, 0.02), 0.16, 0.05), b.colour(0.6, 0.12, 0.14), bulge=0.1
    )
    tongue, _ = curve(p, q, [(0.0, -0.05), (-0.4, -0.16), (-0.66, -0.1)], 0.07, 0.03, 4)
    canvas.part(tongue, b.colour(0.88, 0.35, 0.38), bulge=0.07, gloss=0.9)
    ivory = b.colour(0.97, 0.94, 0.84)
    bite = (fraction(p * 7.5) - 0.5).abs() * 0.3 - q * 0.8
    bite = torch.maximum(bite - 0.12, torch.maximum(q - 0.04, (p + 0.45).abs() - 0.22))
    canvas.part(bite, ivory, bulge=0.05, gloss=0.9)
    canvas.part(
        torch.maximum(lower, -q), b.ramp(light + 0.15 + shade), bulge=0.12, texture=v, gloss=0.7
    )
    m, n = rotate(x - 0.1, y + 0.14, -0.1)
    fang = (fraction(m * 7 + 0.2) - 0.5).abs() * 0.3 + n * 0.75
    fang = torch.maximum(fang - 0.24, torch.maximum(-n, (m + 0.48).abs() - 0.3))
    canvas.part(fang, ivory, bulge=0.05, gloss=0.9)
    muzzle = union(
        limb(m, n, (0.08, -0.05), (-0.78, 0.03), 0.27, 0.11),
        circle(m + 0.78, n + 0.06, 0.12),
        circle(m + 0.16, n + 0.24, 0.16),
        smooth=0.1,
    )
    canvas.part(muzzle, hide, bulge=0.25, texture=v, gloss=0.8, shadow=0.7)
    canvas.paint(
        hide * 0.15, smoothstep(0.02, -0.02, ellipse(*rotate(m + 0.82, n + 0.08, 0.5), 0.05, 0.03))
    )
    iris = b.ramp(b.uniform(), b.stops((0.98, 0.8, 0.1), (0.95, 0.3, 0.05), (0.5, 0.9, 0.3)))
    eye(canvas, b, m + 0.2, n + 0.14, 0.12, iris, (0.2, 0.9), rim=0.05)
    brow = limb(m, n, (-0.4, -0.2), (0.02, -0.32), 0.05, 0.08)
    canvas.part(brow, hide * 1.1, bulge=0.07, gloss=0.7, shadow=0.7)
    return canvas.sketch()
