"""Snakes: coiled, and reared up."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.animals import eye
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import fraction, mix, polar, rotate, scales, smoothstep
from dreamgen_bestiary.drawing.shapes import circle, ellipse, limb, union


@figure(
    hues=((0.1, 0.7), (0.28, 0.7), (0.03, 0.8), (0.13, 0.5)),
    words=("snake", "python", "viper", "serpent", "coil"),
    upright=False,
)
def coiled_snake(b: Brush) -> Sketch:
    """A snake coiled up, from above: saddles, bands or a zigzag along it, the head on its middle."""
    x, y, canvas = b.x * 0.96, b.y * 0.96, Canvas(b)
    (r, angle), pitch = polar(x, y), b.uniform(0.24, 0.34)
    turn = angle / (2 * FULL) + 0.5
    ring = torch.floor(r / pitch - turn + 0.5)
    across = r / pitch - turn + 0.5 - ring - 0.5  # -0.5..0.5 over its width
    way = (ring + turn).clamp_min(0.01)  # turns from the middle
    along = 2 * FULL * pitch * way * way / 2
    end = b.uniform(2.6, 3.0) * 0.3 / pitch
    half = 0.49 * pitch * smoothstep(0.0, 0.8, end - way).clamp_min(0) ** 0.6
    tube = across.abs() * pitch - half
    tube = torch.where(half > 0.01, tube, torch.ones_like(tube))
    base = b.uniform(0.55, 0.85)
    u, v, *_ = scales(across * 5, along * 5 / pitch * 0.9)
    shade = 0.1 * v - 0.18 * smoothstep(0.25, 0.6, v + u.abs()) + 0.1 * b.clouds(2)
    phase = fraction(along / (pitch * b.uniform(0.9, 1.8))) - 0.5
    saddle = phase.abs() * 2 + across.abs() * b.uniform(0.0, 1.6) - b.uniform(0.45, 0.65)
    zigzag = (across + 0.8 * (phase.abs() - 0.25)).abs() * 3 - 0.4
    marking = torch.where(b.chance(0.3) > 0, zigzag, saddle)
    dark = b.ramp(base - 0.45 + shade, b.palette.roll(1, 1) if b.pick(0, 1) else None)
    colour = mix(b.ramp(base + shade), dark, smoothstep(0.08, -0.08, marking))
    edge = smoothstep(0.14, 0.06, (marking - 0.04).abs()) * b.chance(0.6)
    colour = mix(colour, mix(b.tone(0), b.tone(5), b.chance(0.4)[:, None]), edge)
    colour = mix(colour, b.tone(5), smoothstep(0.34, 0.5, across.abs()) * 0.5)
    canvas.part(r - pitch * (end - 1.2), b.tone(0) * 0.3, bulge=0, shadow=0)
    canvas.part(tube, colour, bulge=0.5 * pitch, texture=0.4 * v, gloss=0.8)
    u, v = rotate(x - 0.04, y - 0.04, b.uniform(-FULL, FULL))
    size = pitch * b.uniform(1.0, 1.2)
    p, q = u / size * 0.3, v / size * 0.3
    fork = union(
        limb(p, q, (0, -0.3), (0, -0.48), 0.025), limb(p.abs(), q, (0, -0.48), (0.09, -0.6), 0.025)
    )
    canvas.part(fork * size / 0.3, b.colour(0.75, 0.1, 0.15), bulge=0.02, show=b.chance(0.6))
    head = union(ellipse(p, q - 0.02, 0.25, 0.23), ellipse(p, q + 0.2, 0.15, 0.16), smooth=0.1)
    crown = mix(
        b.ramp(base + 0.1 * b.clouds(4)), dark, smoothstep(0.03, -0.03, ellipse(p, q, 0.1, 0.22))
    )
    canvas.part(head * size / 0.3, crown, bulge=0.2, gloss=0.8, shadow=0.8)
    gold = b.ramp(b.uniform(), b.stops((0.95, 0.8, 0.2), (0.85, 0.3, 0.1), (0.5, 0.75, 0.3)))
    eye(
        canvas,
        b,
        (p.abs() - 0.16) * size / 0.3,
        (q + 0.12) * size / 0.3,
        0.065 * size / 0.3,
        gold,
        (0.22, 0.85),
        rim=0.02,
    )
    return canvas.sketch()


@figure(hues=((0.11, 0.6), (0.07, 0.65), (0.2, 0.5), (0.13, 0.75)), words=("hooded snake", "naga"))
def cobra(b: Brush) -> Sketch:
    """A cobra reared up to face us: spread hood, barred belly, fangs, forked tongue, a coil below."""
    x, y, canvas = b.x, b.y, Canvas(b)
    lean = b.uniform(-0.12, 0.12)
    x = x - lean * torch.cos(2.2 * (y + 0.5))
    side = x.abs()
    base = b.uniform(0.35, 0.65)
    u, v, *_ = scales(x * 8, y * 8)
    shade = 0.12 * v - 0.2 * smoothstep(0.25, 0.6, v + u.abs()) + 0.1 * b.clouds(3)
    skin = b.ramp(base + shade)
    bars = smoothstep(0.2, -0.2, torch.cos(polar(x, (y - 0.7) * 2.2)[1] * 14))
    striped = mix(skin, b.ramp(base - 0.35 + shade), bars * b.chance(0.6))
    for tall, wide, thick in ((0.78, 0.8, 0.15), (0.62, 0.6, 0.14)):
        coil = ellipse(x, y - tall, wide, 0.17)
        canvas.part(coil, striped, bulge=thick, texture=0.4 * v, gloss=0.8)
    hood_wide = b.uniform(0.5, 0.7)
    hood = union(
        ellipse(x, y + 0.32, hood_wide, 0.42),
        limb(x, y, (0, 0.0), (0, 0.6), 0.26, 0.2),
        smooth=0.3,
    )
    belly = b.ramp(base + 0.4, b.palette.roll(1, 1))
    rows = torch.cos(y * b.uniform(24, 30))
    plates = mix(belly * 0.6, belly, smoothstep(-0.9, -0.3, rows))
    inside = smoothstep(0.08, 0.2, -hood)
    bars = smoothstep(-0.2, 0.2, torch.cos(y * 9 + 1.5)) * smoothstep(0.05, -0.1, y) * b.chance(0.6)
    plates = mix(plates, b.ramp(base - 0.3), bars * 0.8)
    canvas.part(hood, mix(skin, plates, inside), bulge=0.2, texture=0.4 * rows * inside, gloss=0.7)
    ocelli = (circle(side - hood_wide * 0.55, y + 0.3, 0.1)).abs() - 0.04
    canvas.paint(b.colour(0.08, 0.06, 0.05, 0.02), smoothstep(0.02, -0.02, ocelli) * b.chance(0.5))
    canvas.part(ellipse(x, y + 0.42, 0.17, 0.2), b.colour(0.75, 0.3, 0.32), bulge=0.1, gloss=0.6)
    fang = limb(side, y, (0.11, -0.52), (0.1, -0.34), 0.035, 0.01)
    canvas.part(fang, b.colour(0.97, 0.95, 0.85), bulge=0.04, gloss=0.9)
    fork = union(
        limb(x, y, (0, -0.42), (0, -0.16), 0.025), limb(side, y, (0, -0.16), (0.09, -0.02), 0.025)
    )
    canvas.part(fork, b.colour(0.8, 0.1, 0.15), bulge=0.02, gloss=0.5, show=b.chance(0.75))
    head = union(ellipse(x, y + 0.68, 0.27, 0.22), ellipse(x, y + 0.58, 0.22, 0.12), smooth=0.1)
    canvas.part(head, skin * 1.1, bulge=0.22, texture=0.5 * v, gloss=0.8, shadow=0.8)
    canvas.paint(skin * 0.25, smoothstep(0.03, 0.01, circle(side - 0.06, y + 0.58, 0)))
    gold = b.ramp(b.uniform(), b.stops((0.95, 0.8, 0.15), (0.9, 0.3, 0.1), (0.6, 0.85, 0.3)))
    eye(canvas, b, side - 0.18, y + 0.7, 0.085, gold, (0.22, 0.85), rim=0.035)
    return canvas.sketch()
