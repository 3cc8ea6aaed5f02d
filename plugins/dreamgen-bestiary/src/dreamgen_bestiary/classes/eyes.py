"""Eyes."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure, texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch, surface
from dreamgen_bestiary.drawing.creatures import shade_to
from dreamgen_bestiary.drawing.fields import (
    cells,
    hash_cell,
    length,
    mix,
    polar,
    rotate,
    smoothstep,
)
from dreamgen_bestiary.drawing.heads import almond
from dreamgen_bestiary.drawing.radial import florets
from dreamgen_bestiary.drawing.shapes import Number, both, circle, curve, ellipse, limb, union

IRISES = ((0.57, 0.7), (0.09, 0.75), (0.35, 0.6), (0.12, 0.6))
SKINS = ((0.98, 0.82, 0.7), (0.87, 0.64, 0.48), (0.62, 0.41, 0.28), (0.36, 0.22, 0.15))
LASHES = 9


@figure(hues=IRISES, words=("human eye", "eyelashes"))
def eye(b: Brush) -> Sketch:
    """A human eye: a bright iris between two lids, thick lashes, a brow, skin that fades out."""
    x, y, canvas = b.x, b.y - 0.1, Canvas(b)
    skin = b.ramp(b.uniform(), b.stops(*SKINS))[:, :, :1, :1]
    wide, tall = b.uniform(0.7, 0.78), b.uniform(0.3, 0.44)
    socket = smoothstep(0.62, 0.3, length(x * 0.7, y + 0.12))
    tone = shade_to(skin, 0.74 + 0.06 * b.clouds(4) - 0.14 * socket)
    canvas.part(ellipse(x, y + 0.1, 1.0, 0.95), tone, bulge=0.3, relief=0.4, gloss=0.1)
    shadow = mix(skin * 0.6, b.tone(2), b.chance(0.35)[:, None])
    tilt = b.uniform(-0.08, 0.12)
    u, v = rotate(x, y, tilt)
    opening = almond(u, v, wide, tall)
    lid = both(almond(u, v + 0.08, wide * 1.08, tall * 1.35), v - 0.05)
    canvas.part(lid, mix(skin, shadow, 0.35), bulge=0.14, gloss=0.3, shadow=0.6)
    canvas.part(opening - 0.05, skin * 0.8, bulge=0.05, gloss=0.3, shadow=0.15)
    white = shade_to(b.colour(0.95, 0.93, 0.9, 0.02), 0.8 - 0.35 * smoothstep(0.4, 0.8, u.abs()))
    blood = b.colour(0.8, 0.3, 0.25)
    white = mix(white, blood, 0.35 * smoothstep(0.1, 0.02, b.noise(5).abs()) * u.abs())
    white = mix(white, blood, 0.8 * smoothstep(0.09, 0.03, length(u + wide - 0.1, v)))
    gaze, size = b.uniform(-0.22, 0.22), b.uniform(0.3, 0.36)
    p, q = (u - gaze) / size, (v + b.uniform(-0.02, 0.06)) / size
    ball = _add_iris(b, white, p, q, b.uniform(0.3, 0.55))
    ball = ball * (1 - 0.5 * smoothstep(0.0, -0.8, v / tall))[:, None]  # the lid's shade
    canvas.part(opening, ball, bulge=0.3, relief=0.5, gloss=0.9, shadow=0)
    _add_reflections(canvas, b, p, q, size)
    ink = mix(b.colour(0.06, 0.04, 0.04, 0.02), skin * 0.2, 0.3)
    curved = (wide * wide + tall * tall) / (2 * tall)
    radius = circle(u, v + tall - curved, curved)
    liner = both(both(radius.abs() - 0.035, v - 0.02), u.abs() - wide)
    canvas.part(liner, ink, bulge=0.03, shadow=0.4)
    lashes = []
    for at in range(LASHES):
        place = (at + 0.5) / LASHES * 2 - 1
        root_y = curved - tall - torch.sqrt(curved * curved - (place * wide * 0.96) ** 2)
        tip = place * (wide + 0.2), root_y - 0.2 + 0.05 * abs(place)
        lashes.append(limb(u, v, (place * wide * 0.96, root_y), tip, 0.034, 0.014))
    canvas.part(union(*lashes), ink, bulge=0.02, shadow=0.3)
    brow, _ = curve(u, v, [(-0.7, -0.58), (-0.1, -0.95), (0.78, -0.6)], 0.12, 0.03, 8)
    hair = b.grain(u * 22 - v * 10, v * 5 + u * 3) - 0.5
    canvas.part(
        brow + 0.08 * hair,
        shade_to(ink + 0.1, 0.7 + 0.5 * hair),
        bulge=0.06,
        texture=hair,
        gloss=0.1,
    )
    return _fade_out(b, canvas)


@figure(hues=IRISES, words=("eye ball",), upright=False)
def eyeball(b: Brush) -> Sketch:
    """A wet, bare eyeball: a white sphere with branching red veins, and its iris turned aside."""
    x, y, canvas = b.x, b.y, Canvas(b)
    size, radius = b.uniform(0.4, 0.52), 0.96
    angle, lean = b.uniform(-FULL, FULL), b.uniform(0, 0.42)
    gx, gy = lean * torch.cos(angle), lean * torch.sin(angle)
    p, q = (x - gx) / size, (y - gy) / size
    depth = torch.sqrt((1 - x * x - y * y).clamp_min(0.02))
    p, q = p / (0.5 + 0.5 * depth), q / (0.5 + 0.5 * depth)
    r, round_ = polar(p, q)
    white = shade_to(b.colour(0.97, 0.94, 0.88, 0.02), 0.6 + 0.2 * depth)
    spread = r + 0.12 * b.noise(4)
    thin = torch.cos(round_ * b.whole(5, 8) + 1.6 * b.noise(4) + 0.8 * b.noise(8))
    fine = torch.cos(round_ * 13 + 2.4 * b.noise(5) + b.noise(9))
    vein = smoothstep(0.9, 0.985, thin) + 0.7 * smoothstep(0.93, 1.0, fine) * smoothstep(
        1.4, 1.8, spread
    )
    vein = vein * smoothstep(1.1, 1.7, spread) * b.uniform(0.3, 1.0)
    blush = smoothstep(1.3, 2.4, spread) * 0.5
    colour = mix(white, b.colour(0.85, 0.35, 0.3), blush)
    colour = mix(colour, b.colour(0.72, 0.08, 0.08), vein.clamp(0, 1))
    colour = _add_iris(b, colour, p, q, b.uniform(0.28, 0.6))
    canvas.part(circle(x, y, radius), colour, bulge=0.9, relief=0.8, gloss=1.2)
    _add_reflections(canvas, b, p, q, size)
    return canvas.sketch()


@figure(
    hues=((0.12, 0.9), (0.06, 0.85), (0.25, 0.8), (0.36, 0.7)),
    words=("dragon eye", "snake eye", "lizard eye", "crocodile eye"),
    upright=False,
)
def reptile_eye(b: Brush) -> Sketch:
    """A reptile's eye: a fiery iris with a slit, in lids of beaded scales that spread outwards."""
    x, y, canvas = b.x, b.y, Canvas(b)
    skin = b.new_palette(((0.3, 0.6), (0.1, 0.55), (0.42, 0.5)))
    plan = b.whole(12, 15)
    p, q = florets(x / 1.15, y, plan, plan + b.whole(0, 4))
    inside = 0.5 - torch.maximum(p.abs(), q.abs())
    scaly = b.ramp(0.55 + 0.25 * b.clouds(3) + 0.5 * (inside - 0.2), skin)
    scaly = scaly * (0.25 + 0.75 * smoothstep(0.0, 0.16, inside))[:, None]
    bead = 3 * torch.sqrt(inside.clamp_min(0.03)) * length(x, y)
    canvas.part(ellipse(x, y, 1.0, 1.0), scaly, bulge=0.1, texture=bead, gloss=0.8)
    wide, tall = b.uniform(0.54, 0.62), b.uniform(0.36, 0.54)
    opening = almond(x, y, wide, tall)
    canvas.part(
        opening - 0.11, b.ramp(0.3 + 0.1 * b.noise(6), skin), bulge=0.1, gloss=0.9, shadow=0.7
    )
    canvas.part(opening - 0.03, skin[:, 0, :, None, None] * 0.4, bulge=0.03, shadow=0.4)
    r, angle = polar(x, y)
    cells_ = 24
    fibre = b.grain(angle * cells_ / (2 * FULL), r * 9, cells_) - 0.5
    veins = smoothstep(0.12, 0.03, b.noise(7).abs()) * smoothstep(0.15, 0.35, r)
    glow = smoothstep(0.55, 0.1, r)
    colour = b.ramp(0.5 + 0.45 * glow + 0.35 * fibre - 0.25 * veins)
    colour = colour * (0.35 + 0.65 * smoothstep(0.0, -0.14, opening))[:, None]
    slit = almond(y, x, tall * 0.92, b.uniform(0.05, 0.15))
    colour = mix(colour, b.tone(5), 0.6 * smoothstep(0.07, 0.0, slit))
    colour = mix(colour, b.colour(0.02, 0.02, 0.02, 0.01), smoothstep(0.015, -0.015, slit))
    canvas.part(opening, colour, bulge=0.35, relief=0.7, gloss=1.4, shadow=0)
    _add_reflections(canvas, b, x / 0.4, y / 0.4, 0.4)
    return _fade_out(b, canvas)


@texture(hues=IRISES, words=("argus", "eyes everywhere", "watchers"))
def many_eyes(b: Brush) -> Sketch:
    """Skin full of eyes: each between its own lids, each looking its own way."""
    x, y = b.coordinates((1.0, 1.8), shift=2, turn=0.6, warp=0.1)
    skin = b.new_palette(((0.04, 0.5), (0.9, 0.4), (0.3, 0.4)))
    spot = cells(x, y * 1.25, b.uniform(0.2, 0.6))
    seed = b.uniform(0, 9)
    lean, gaze, drop = (hash_cell(spot.i, spot.j, seed + k) - 0.5 for k in (0, 1, 2))
    big = 0.9 + 0.35 * hash_cell(spot.i, spot.j, seed + 3)
    u, v = rotate(spot.x, spot.y / 1.25, 0.7 * lean)
    u, v = u / big, v / big
    opening = almond(u, v, 0.42, 0.2 + 0.12 * hash_cell(spot.i, spot.j, seed + 4))
    folds = torch.cos(opening * 38) * smoothstep(0.3, 0.05, opening)
    colour = b.ramp(
        0.55 + 0.12 * folds + 0.2 * b.clouds(3) - 0.2 * smoothstep(0.1, 0.3, opening), skin
    )
    colour = colour * (0.35 + 0.65 * smoothstep(0.0, 0.16, spot.edge))[:, None]
    lid = smoothstep(0.05, 0.02, opening)
    colour = mix(colour, skin[:, 0, :, None, None] * 0.5, lid)
    p, q = (u - 0.2 * gaze) / 0.21, (v - 0.08 * drop) / 0.21
    white = shade_to(b.colour(0.95, 0.92, 0.88), 0.8 - 0.6 * u.abs() + 0.6 * v)
    tint = hash_cell(spot.i, spot.j, seed + 5) - 0.5
    ball = _add_iris(b, white, p, q, 0.45, tint * b.uniform(0, 0.6))
    spark = smoothstep(0.3, 0.16, length(p + 0.32, q + 0.36))
    ball = mix(
        ball * (0.5 + 0.5 * smoothstep(0.0, -0.08, opening))[:, None], torch.ones_like(ball), spark
    )
    within = smoothstep(0.012, -0.012, opening)
    height = 0.1 * smoothstep(0.25, 0.0, opening.abs()) + 0.02 * folds
    height = mix(height, 0.16 - 0.6 * (u * u + v * v), within)
    return surface(b, mix(colour, ball, within), height, x, y, 1.0, 0.8)


def _add_iris(
    b: Brush, white: Tensor, p: Tensor, q: Tensor, pupil: Number, tint: Number = 0.0
) -> Tensor:
    """Return ``white`` with an iris of radius 1 about the origin: fibres, a dark rim, a pupil."""
    r, angle = polar(p, q)
    fibres = 24
    fibre = b.grain(angle * fibres / (2 * FULL), r * 2.5, fibres) - 0.5
    share = (
        0.55
        + tint
        + 0.45 * fibre
        + 0.3 * smoothstep(0.9, 0.5, r)
        + 0.25 * q * smoothstep(0.3, 0.8, r)
    )
    colour = b.ramp(share)
    colour = mix(colour, b.tone(4), smoothstep(0.2, 0.0, r - pupil) * (0.5 + fibre))
    colour = colour * (1 - 0.8 * smoothstep(0.78, 1.0, r))[:, None]
    colour = mix(colour, b.colour(0.02, 0.02, 0.03, 0.01), smoothstep(0.05, -0.05, r - pupil))
    return mix(white, colour, smoothstep(1.05, 0.97, r))


def _add_reflections(canvas: Canvas, b: Brush, p: Tensor, q: Tensor, size: Number) -> None:
    """Paint the reflections of a window on an eye whose iris has radius 1: a large, a small one."""
    large = circle(p + 0.35, q + 0.4, 0.24)
    small = circle(p - 0.4, q - 0.35, 0.11)
    soft = 0.02 / size
    white = torch.ones(1, 3, 1, 1, device=b.device)
    canvas.paint(white, smoothstep(soft, -soft, large))
    canvas.paint(white, 0.6 * smoothstep(soft, -soft, small))


def _fade_out(b: Brush, canvas: Canvas) -> Sketch:
    """Return what was drawn, fading towards its outline: a part of something larger."""
    sketch = canvas.sketch()
    fade = smoothstep(1.0, 0.8, length(b.x, b.y) + 0.06 * b.noise(4))
    assert sketch.cover is not None
    return Sketch(sketch.colour, sketch.cover * fade)
