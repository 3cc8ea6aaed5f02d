"""Lizards and crocodiles."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.animals import draw_scales, eye, leg, sway_body
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import (
    fraction,
    mix,
    polar,
    rotate,
    smoothstep,
)
from dreamgen_bestiary.drawing.shapes import circle, curve, ellipse, limb, polygon, union


@figure(
    hues=((0.3, 0.75), (0.12, 0.8), (0.5, 0.7), (0.06, 0.8)),
    words=("gecko", "salamander", "newt"),
    upright=False,
)
def lizard(b: Brush) -> Sketch:
    """A gecko from above: splayed legs with round toes, eyes on the sides of its head, a long tail."""
    x, y, canvas = sway_body(b), b.y, Canvas(b)
    side = x.abs()
    shade, height = draw_scales(b, x, y, b.uniform(8, 11))
    base = b.uniform(0.45, 0.75)
    skin = base + 0.3 * shade + 0.1 * b.clouds(3)
    bands = smoothstep(-0.2, 0.2, torch.cos(y * b.uniform(10, 18) + 4 * side * b.sign()) - 0.3)
    dots = smoothstep(0.1, 0.2, b.noise(9))
    stripe = smoothstep(0.08, 0.05, side)
    kind = b.uniform(0, 4)
    marks = torch.where(kind < 1.5, dots, torch.where(kind < 2.7, bands, stripe))
    other = b.ramp(base + b.sign() * 0.4 + 0.3 * shade, b.palette.roll(1, 1))
    colour = mix(b.ramp(skin), other, marks)
    fat = b.uniform(1.05, 1.6)
    reach, stride = b.uniform(0.5, 0.66), b.uniform(-0.12, 0.12) * torch.sign(x)
    front = leg(side, y, (0.14, -0.32), (0.36, -0.26), (reach, -0.5 + stride), 0.11, 0.07)
    back = leg(side, y, (0.12, 0.16), (0.4, 0.14), (reach - 0.04, 0.42 - stride), 0.14, 0.08)
    feet = []
    for foot, aim in ((-0.5 + stride, -0.7), (0.42 - stride, 0.5)):
        r, angle = polar(side - reach, y - foot)
        toe = (fraction((angle - aim) / 0.7) - 0.5) * 0.7
        toes = limb(r * torch.cos(toe), r * torch.sin(toe), (0.0, 0.0), (0.14, 0.0), 0.025, 0.042)
        feet.append(torch.maximum(toes, ((angle - aim).abs() - 1.75) * 0.12))
    canvas.part(union(front, back, *feet, smooth=0.03), colour, bulge=0.07, texture=height)
    neck = union(
        ellipse(x, y + 0.68, 0.17 * fat, 0.21), ellipse(x, y + 0.85, 0.09 * fat, 0.1), smooth=0.1
    )
    trunk = union(
        neck,
        limb(x, y, (0, -0.6), (0, -0.3), 0.09),
        ellipse(x, y + 0.08, 0.19 * fat, 0.4),
        smooth=0.1,
    )
    tail = limb(x, y, (0, 0.2), (0, 0.95), 0.11 * fat, 0.02)
    canvas.part(union(trunk, tail, smooth=0.1), colour, bulge=0.16, texture=0.7 * height, gloss=0.7)
    gold = b.ramp(b.uniform(), b.stops((0.95, 0.75, 0.15), (0.9, 0.35, 0.1), (0.75, 0.85, 0.4)))
    eye(canvas, b, side - 0.13 * fat, y + 0.74, 0.085, gold, (0.25, 0.8))
    return canvas.sketch()


@figure(hues=((0.22, 0.45), (0.12, 0.5), (0.3, 0.45)), words=("alligator", "caiman"))
def crocodile(b: Brush) -> Sketch:
    """A crocodile from the side: long toothed jaws agape, knobbed back, short legs, a crested tail."""
    x, y, canvas = b.x, b.y, Canvas(b)
    shade, height = draw_scales(b, x, y, b.uniform(7, 9))
    light = b.uniform(0.35, 0.6)
    bands = 0.15 * torch.cos(x * b.uniform(10, 16) + 2 * y)
    pale = smoothstep(0.1, 0.35, y)
    hide = b.ramp(light + 0.4 * shade + bands + 0.35 * pale)
    far = leg(x, y, (-0.02, 0.3), (-0.12, 0.42), (-0.04, 0.55), 0.1, 0.06)
    far = union(far, leg(x, y, (0.46, 0.3), (0.36, 0.42), (0.44, 0.55), 0.1, 0.06))
    canvas.part(far, hide * 0.55, bulge=0.1)
    lift = b.uniform(-0.7, 0.0)
    tail, _ = curve(x, y, [(0.4, 0.16), (0.85, 0.35), (1.05, 0.1), (0.82, lift)], 0.2, 0.03, 8)
    gape = b.uniform(0.3, 0.75)
    u, v = rotate(x + 0.42, y + 0.02, -gape)
    p, q = rotate(x + 0.42, y - 0.1, gape * 0.35)
    throat = polygon(x, y, (-0.35, 0.0), (-0.8, -0.25 * gape), (-0.8, 0.1), (-0.35, 0.12))
    canvas.part(throat, b.colour(0.75, 0.25, 0.25), bulge=0.1)
    ivory = b.colour(0.97, 0.94, 0.84)
    tooth = (fraction(u * 10) - 0.5).abs() / 10
    upper = torch.maximum(tooth * 2.2 + v * 0.8 - 0.16, torch.maximum(-v, u.abs() - 0.53))
    upper = torch.maximum(upper, u)
    canvas.part(upper, ivory, bulge=0.05, gloss=0.8)
    lower = union(
        limb(p, q, (0.05, 0.1), (-0.5, 0.03), 0.12, 0.06), circle(p, q - 0.08, 0.14), smooth=0.05
    )
    canvas.part(lower, b.ramp(light + 0.3 + 0.3 * shade), bulge=0.1, texture=height)
    tooth = (fraction(p * 10 + 0.5) - 0.5).abs() / 10
    fangs = torch.maximum(tooth * 2.2 - q * 0.8 - 0.13, torch.maximum(q + 0.02, p.abs() - 0.5))
    canvas.part(torch.maximum(fangs, p + 0.1), ivory, bulge=0.05, gloss=0.8)
    spikes = 0.05 * (0.5 - (fraction(x * 7) - 0.5).abs()) * smoothstep(0.15, 0.0, y)
    body = union(
        ellipse(x - 0.14, y - 0.2, 0.55, 0.25), tail, circle(x + 0.3, y - 0.05, 0.2), smooth=0.12
    )
    jaw = union(
        limb(u, v, (0.1, -0.06), (-0.48, -0.02), 0.13, 0.06),
        circle(u + 0.48, v + 0.05, 0.075),
        smooth=0.05,
    )
    brow = circle(x + 0.42, y + 0.16, 0.12)
    canvas.part(
        union(body - 2 * spikes, jaw, brow, smooth=0.06), hide, bulge=0.2, texture=height, gloss=0.5
    )
    gold = b.ramp(b.uniform(), b.stops((0.95, 0.8, 0.2), (0.65, 0.8, 0.25)))
    eye(canvas, b, x + 0.43, y + 0.17, 0.075, gold, (0.25, 0.85))
    near = leg(x, y, (0.1, 0.3), (0.0, 0.44), (0.08, 0.58), 0.11, 0.065)
    near = union(near, leg(x, y, (0.6, 0.28), (0.47, 0.43), (0.57, 0.58), 0.12, 0.065))
    feet = union(
        limb(x, y, (0.08, 0.6), (-0.08, 0.62), 0.05), limb(x, y, (0.57, 0.6), (0.4, 0.62), 0.05)
    )
    canvas.part(
        union(near, feet, smooth=0.05),
        b.ramp(light + 0.4 * shade + bands),
        bulge=0.1,
        texture=height,
    )
    return canvas.sketch()


@figure(hues=((0.3, 0.75), (0.48, 0.7), (0.14, 0.8), (0.95, 0.6)), words=("anole",))
def chameleon(b: Brush) -> Sketch:
    """A chameleon on a branch: a helmet, a turret of an eye, banded flanks, a tail in a spiral."""
    x, y, canvas = b.x, b.y, Canvas(b)
    shade, height = draw_scales(b, x, y, b.uniform(8, 10))
    base = b.uniform(0.45, 0.65)
    wave = torch.cos(x * b.uniform(11, 16) + b.noise(3) + 2 * y)
    skin = b.ramp(base + 0.3 * shade + 0.25 * wave + 0.15 * b.clouds(3))
    skin = mix(skin, b.ramp(0.85 + 0.3 * shade, b.palette.roll(2, 1)), smoothstep(0.55, 0.85, wave))
    bark = b.grain(x * 3, y * 12)
    brown = b.ramp(
        0.3 + 0.5 * bark, b.stops((0.2, 0.12, 0.07), (0.5, 0.34, 0.2), (0.7, 0.55, 0.36))
    )
    r, angle = polar(x - 0.56, y - 0.32)
    pitch = 0.17
    turn = (-angle / (2 * FULL)) % 1.0
    coil = (fraction(r / pitch - turn - 0.25) - 0.5).abs() * pitch - 0.065
    coil = torch.maximum(coil, r - 0.36)
    canvas.part(coil, skin, bulge=0.07, texture=0.5 * height)
    far = leg(x, y, (-0.2, 0.1), (-0.1, 0.3), (-0.28, 0.52), 0.08, 0.06)
    far = union(far, leg(x, y, (0.22, 0.1), (0.34, 0.3), (0.14, 0.52), 0.08, 0.06))
    canvas.part(far, skin * 0.6, bulge=0.07)
    branch = limb(x, y, (-0.93, 0.62), (0.9, 0.66), 0.09) + 0.02 * b.noise(5)
    canvas.part(branch, brown, bulge=0.09, texture=bark, gloss=0.1)
    hump = b.uniform(0.26, 0.36)
    body = union(
        ellipse(x - 0.08, y + 0.08, 0.5, hump), ellipse(x - 0.45, y - 0.02, 0.22, 0.16), smooth=0.15
    )
    crest = 0.04 * (0.5 - (fraction(x * 8) - 0.5).abs()) * smoothstep(0.0, -0.15, y)
    horn = b.uniform(0.2, 0.42)
    head = union(
        ellipse(x + 0.52, y + 0.08, 0.26, 0.22),
        limb(x, y, (-0.55, 0.0), (-0.84, 0.06), 0.14, 0.07),
        limb(x, y, (-0.5, -0.2), (-0.32, -0.22 - horn), 0.17, 0.05),
        smooth=0.1,
    )
    canvas.part(
        union(body, head, smooth=0.1) - 1.6 * crest, skin, bulge=0.28, texture=height, gloss=0.5
    )
    smile, _ = curve(x, y, [(-0.9, 0.06), (-0.7, 0.16), (-0.45, 0.08)], 0.02, 0.02, 4)
    canvas.paint(skin * 0.35, smoothstep(0.015, -0.01, smile))
    cone = circle(x + 0.56, y + 0.07, 0.16)
    rays = 0.5 + 0.5 * torch.cos(torch.atan2(y + 0.07, x + 0.56) * 8)
    canvas.part(cone, b.ramp(0.7 + 0.25 * rays), bulge=0.16, gloss=0.6)
    gold = b.colour(0.95, 0.75, 0.2)
    eye(canvas, b, x + 0.58, y + 0.08, 0.075, gold, rim=0.03)
    near = leg(x, y, (-0.24, 0.06), (-0.36, 0.34), (-0.46, 0.58), 0.11, 0.08)
    near = union(near, leg(x, y, (0.3, 0.06), (0.16, 0.34), (0.36, 0.58), 0.12, 0.08))
    grip = union(ellipse(x + 0.48, y - 0.62, 0.09, 0.13), ellipse(x - 0.37, y - 0.62, 0.09, 0.13))
    canvas.part(union(near, grip, smooth=0.06), skin, bulge=0.1, texture=0.5 * height, shadow=0.7)
    return canvas.sketch()
