"""Clockwork and its kin."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure, texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch, surface
from dreamgen_bestiary.drawing.fields import (
    fraction,
    hash_cell,
    length,
    mix,
    polar,
    smoothstep,
)
from dreamgen_bestiary.drawing.radial import spokes
from dreamgen_bestiary.drawing.shapes import box, circle, limb, union, without

METAL = ((0.1, 0.55), (0.07, 0.6), (0.6, 0.2), (0.12, 0.5))


@figure(hues=METAL, words=("cog", "cogwheel", "clockwork"), upright=False)
def gear(b: Brush) -> Sketch:
    """A toothed wheel of brass or steel: square teeth, holes or spokes, a hub with an axle."""
    x, y, canvas = b.x, b.y, Canvas(b)
    r, angle = polar(x, y)
    teeth, deep = b.whole(8, 14), b.uniform(0.13, 0.2)
    square = smoothstep(-0.35, 0.35, torch.cos((angle + b.uniform(0, 6)) * teeth) - 0.1)
    disc = r - (0.98 - deep) - deep * (square - 0.02)
    spoke = spokes(x, y, b.whole(4, 6), b.uniform(-FULL, FULL))
    rim, hub = b.uniform(0.58, 0.66), b.uniform(0.24, 0.32)
    slots = torch.maximum(torch.maximum(r - rim, hub - r), 0.085 - spoke.across.abs())
    holes = circle(spoke.along - (rim + hub) / 2, spoke.across, (rim - hub) * 0.42)
    opening = mix(slots, holes, b.chance(0.4))
    wheel = without(disc, opening) * 0.9
    brushed = 0.1 * (b.grain(r * 22, angle * 1.5) - 0.5)
    rust = smoothstep(0.1, 0.7, b.clouds(3)) * b.uniform(0, 0.7)
    colour = mix(b.ramp(0.66 + brushed + 0.1 * b.noise(2)), b.colour(0.45, 0.22, 0.1), rust)
    rings = smoothstep(0.03, 0.0, (r - rim - 0.07).abs())
    canvas.part(wheel, colour, bulge=0.07, texture=-0.5 * rings + 0.5 * brushed, gloss=0.9)
    canvas.part(r - hub * 0.85, b.ramp(0.8 + brushed), bulge=0.1, gloss=1.0)
    canvas.part(r - hub * 0.4, b.tone(0) * 0.5, bulge=0.0, gloss=0.0, shadow=0.2)
    return canvas.sketch()


@figure(hues=METAL, words=("clock", "watch", "time"))
def clock_face(b: Brush) -> Sketch:
    """A dial in a metal case with twelve bold marks, two ornate hands and a boss."""
    x, y, canvas = b.x * 1.04, b.y * 1.04, Canvas(b)
    r = length(x, y)
    bell = union(
        circle(x.abs() - 0.55, y + 0.68, 0.26), limb(x.abs(), y, (0.4, 0.6), (0.6, 0.92), 0.08)
    )
    small = 1 - 0.14 * b.chance(0.35)
    alarm = smoothstep(0.95, 0.9, small)
    canvas.part(bell, b.ramp(0.6 + 0 * x), bulge=0.2, gloss=1.2, show=alarm)
    r, x, y = r / small, x / small, y / small
    canvas.part(r - 0.97, b.ramp(0.65 + 0.1 * b.noise(3)), bulge=0.12, gloss=1.2)
    ivory, dark = b.colour(0.96, 0.93, 0.84, 0.03), b.tone(0) * 0.6
    swap = b.chance(0.25)[:, None]
    dial, ink = mix(ivory, dark, swap), mix(dark, ivory, swap)
    face = dial * (1 - 0.15 * smoothstep(0.4, 0.8, r))[:, None]
    canvas.part(r - b.uniform(0.78, 0.84), face, bulge=0.06, relief=-0.6, gloss=0.3, shadow=0.3)
    mark = spokes(x, y, 12)
    main = (mark.number % 3 == 0).float()
    bar = box(mark.along - 0.65, mark.across, 0.05 + 0.04 * main, 0.02 + 0.022 * main, 0.01)
    dot = circle(mark.along - 0.65, mark.across, 0.035 + 0.025 * main)
    canvas.part(mix(bar, dot, b.chance(0.35)), ink, bulge=0.0, gloss=0.2, shadow=0)
    ring = smoothstep(0.03, 0.015, (r - 0.46).abs()) * b.chance(0.4)
    canvas.paint(b.tone(3), ring * 0.8)
    for reach, thick in ((0.42, 0.055), (0.6, 0.042)):
        angle = b.uniform(-FULL, FULL)
        cos, sin = torch.cos(angle), torch.sin(angle)
        hand = limb(x, y, (-0.12 * cos, -0.12 * sin), (reach * cos, reach * sin), thick, 0.022)
        heart = circle(x - reach * 0.65 * cos, y - reach * 0.65 * sin, thick * 1.5)
        canvas.part(union(hand, heart), ink, bulge=0.04, gloss=0.6, shadow=0.45)
    canvas.part(r - 0.08, b.tone(4), bulge=0.08, gloss=1.2)
    return canvas.sketch()


@figure(hues=((0.58, 0.35), (0.1, 0.6), (0.02, 0.65), (0.45, 0.4)), words=("robot", "android"))
def robot_face(b: Brush) -> Sketch:
    """A riveted metal head with an aerial, bolts for ears, glowing eyes and a barred mouth."""
    x, y, canvas = b.x, b.y, Canvas(b)
    side, other = x.abs(), b.new_palette(METAL)
    wide, tall = b.uniform(0.62, 0.74), b.uniform(0.56, 0.68)
    round_ = b.uniform(0.06, 0.35)
    canvas.part(limb(x, y, (0, -0.5), (0, -0.86), 0.05), b.tone(1), bulge=0.05, gloss=0.8)
    glow = b.new_palette(((0.0, 0.9), (0.12, 0.9), (0.5, 0.85), (0.35, 0.8)))
    canvas.part(circle(x, y + 0.87, 0.1), b.tone(4, glow), bulge=0.1, gloss=1.2)
    ears = box(side - wide - 0.08, y - 0.1, 0.14, b.uniform(0.16, 0.28), 0.06)
    canvas.part(ears, b.ramp(0.5 + 0 * x, other), bulge=0.12, gloss=0.8)
    neck = box(x, y - 0.8, 0.3, 0.17, 0.03)
    bands = torch.cos(y * 40)
    canvas.part(neck, b.ramp(0.35 + 0.2 * bands, other), bulge=0.2, texture=bands)
    head = box(x, y - 0.1, wide, tall, round_)
    worn = 0.12 * b.clouds(3) + 0.06 * b.grain(x * 3, y * 24)
    canvas.part(head, b.ramp(0.6 + worn), bulge=0.16, gloss=0.8)
    rivet = length(side - wide + 0.13, (y - 0.1).abs() - tall + 0.13) - 0.045
    canvas.part(rivet, b.ramp(0.8 + 0 * x), bulge=0.05, gloss=1.0, shadow=0.5)
    visor = box(x, y + 0.08, wide * 0.84, 0.24, 0.1)
    canvas.part(visor, b.tone(0) * 0.8, bulge=0.04, gloss=0.8, show=b.chance(0.4))
    apart, size = b.uniform(0.28, 0.34), b.uniform(0.17, 0.23)
    r = length(side - apart, y + 0.08)
    canvas.part(r - size - 0.05, b.ramp(0.5 + 0 * x, other), bulge=0.06, gloss=1.0, shadow=0.6)
    light = b.ramp(1.0 - 0.6 * smoothstep(0.0, 1.0, r / size), glow)
    canvas.part(r - size, light, bulge=0.15, gloss=1.2, shadow=0)
    pupil = mix(b.colour(1, 1, 1, 0), b.colour(0.05, 0.05, 0.08, 0.01), b.chance(0.6)[:, None])
    canvas.part(r - size * 0.42, pupil, bulge=0.08, gloss=1.5, shadow=0)
    mouth = box(x, y - 0.45, b.uniform(0.3, 0.46), b.uniform(0.1, 0.14), 0.05)
    canvas.part(mouth, b.colour(0.06, 0.06, 0.08, 0.02), bulge=0.0, shadow=0.5)
    teeth = torch.maximum((fraction(x * 4.5) - 0.5).abs() / 4.5 - 0.06, mouth + 0.035)
    canvas.part(teeth, mix(b.tone(5), b.tone(4, glow), b.chance(0.4)[:, None]), bulge=0.05)
    return canvas.sketch()


@figure(hues=((0.07, 0.6), (0.09, 0.55), (0.02, 0.6), (0.6, 0.25)), words=("tyre",), upright=False)
def wheel(b: Brush) -> Sketch:
    """A cartwheel of wood and iron, or a black tyre on a rim: spokes from a hub to a felloe."""
    x, y, canvas = b.x, b.y, Canvas(b)
    r, angle = polar(x, y)
    tyre, inner = b.chance(0.4), b.uniform(0.66, 0.76)
    hollow = without(r - 0.98, r - inner)
    wood = b.ramp(0.55 + 0.25 * (b.grain(r * 20, angle * 3) - 0.5) + 0.1 * b.noise(3))
    rubber = b.colour(0.13, 0.13, 0.14, 0.02) * (1 + 0.5 * (torch.cos(angle * 24) > 0.0))[:, None]
    rubber = mix(rubber, b.colour(0.16, 0.16, 0.17, 0.02), smoothstep(0.92, 0.88, r))
    many, thick = b.whole(5, 10), b.uniform(0.055, 0.085)
    spoke = spokes(x, y, many, b.uniform(-FULL, FULL))
    arm = torch.maximum(spoke.across.abs() - thick * (1.2 - 0.5 * spoke.along), r - inner - 0.05)
    metal = b.ramp(0.8 + 0.1 * b.noise(3))
    bars = torch.maximum(arm, -spoke.along)
    canvas.part(bars, mix(wood, metal, tyre), bulge=0.1, gloss=0.5)
    canvas.part(hollow, mix(wood, rubber, tyre), bulge=0.14, gloss=0.4, shadow=0.6)
    iron = without(r - 0.98, r - 0.91)
    canvas.part(iron, b.colour(0.3, 0.3, 0.33, 0.03), bulge=0.04, gloss=0.9, show=1 - tyre)
    ring = without(r - inner - 0.05, r - inner + 0.04)
    canvas.part(ring, metal, bulge=0.05, gloss=1.0, show=tyre)
    hub = b.uniform(0.2, 0.28)
    canvas.part(r - hub, mix(wood, metal, tyre), bulge=0.15, gloss=0.6, shadow=0.7)
    canvas.part(r - hub * 0.5, b.tone(1), bulge=0.08, gloss=0.9)
    return canvas.sketch()


@texture(hues=METAL, words=("plumbing", "tubes", "steampunk"))
def pipes(b: Brush) -> Sketch:
    """Pipes that bend and cross at random, with flanges and bolts where they join."""
    x, y = b.coordinates((0.9, 1.9), shift=2, warp=0.06)
    thick, seed = b.uniform(0.15, 0.22), b.uniform(0, 9)
    colour = b.ramp(0.12 + 0.12 * b.clouds(3)) * 0.6
    height = torch.zeros_like(x)
    for layer in range(2):
        px, py = x + 0.5 * layer, y + 0.5 * layer
        i, j = torch.floor(px), torch.floor(py)
        u, v = px - i - 0.5, py - j - 0.5
        kind = hash_cell(i, j, seed + layer)
        flip = torch.where(kind < 0.36, -torch.ones_like(u), torch.ones_like(u))
        first = (length(u * flip + 0.5, v + 0.5) - 0.5).abs()
        second = (length(u * flip - 0.5, v - 0.5) - 0.5).abs()
        bend = torch.minimum(first, second)
        crossing = kind > 0.72
        for turn in range(2):
            straight = v.abs() if turn else u.abs()
            away = torch.where(crossing, straight, bend if turn else torch.full_like(u, 9.0))
            end = 0.5 - torch.maximum(u.abs(), v.abs())
            flange = smoothstep(0.1, 0.085, end)
            radius = thick * (1 + 0.28 * flange)
            share = (away / radius).clamp(0, 1)
            inside = smoothstep(radius + 0.015, radius - 0.015, away)
            shade = smoothstep(radius + 0.09, radius, away) * (1 - inside)
            each = hash_cell(torch.floor(px * 0.5), torch.floor(py * 0.5), seed) - 0.5
            metal = b.ramp(0.5 + 0.14 * layer + 0.2 * each + 0.22 * flange + 0.08 * b.noise(4))
            colour = mix(colour * (1 - 0.6 * shade)[:, None], metal, inside)
            colour = mix(colour, colour * 0.35, inside * smoothstep(0.7, 1.0, share))
            seam = smoothstep(0.02, 0.0, (end - 0.1).abs())
            colour = mix(colour, colour * 0.4, inside * seam)
            round_ = radius * torch.sqrt((1 - share * share).clamp_min(0.01))
            soft = smoothstep(radius, radius - 0.08, away)
            height = mix(height, round_ + 0.15 * layer, soft)
    return surface(b, colour, height, x, y, gloss=0.7)
