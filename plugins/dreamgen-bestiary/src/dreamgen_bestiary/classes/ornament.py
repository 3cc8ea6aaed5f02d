"""Ornament: symmetry, spirals, curls and strokes."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure, texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch, surface
from dreamgen_bestiary.drawing.fields import (
    cells,
    fraction,
    hash_cell,
    length,
    mix,
    polar,
    rotate,
    smoothstep,
)


@figure(words=("rosette", "medallion"), upright=False)
def mandala(b: Brush) -> Sketch:
    """Rings of petals about a middle, each ring of its own shape and colour, all in relief."""
    canvas, petals, other = Canvas(b), 2 * b.whole(3, 7), b.new_palette()
    r, angle = polar(b.x, b.y)
    radius = b.uniform(0.9, 0.97)
    for ring in range(5):
        turn = FULL / petals * (ring % 2)
        wedge = (
            fraction((angle + turn) * petals / (2 * FULL)) - 0.5
        ).abs() * 2  # 0 on a petal's axis
        depth = b.uniform(0.02, 0.3)
        point = b.uniform(0.6, 2.5)
        outline = r - radius * (1 - depth * (wedge + 1e-4) ** point)
        share = b.uniform(0.5, 1.0) - 0.3 * smoothstep(0.0, 0.25, -outline)
        colour = b.ramp(share + 0.15 * torch.cos(wedge * FULL), other if ring % 2 else None)
        canvas.part(outline, colour, bulge=0.07, gloss=0.6, outline=0.02)
        spot = radius * b.uniform(0.8, 0.86)
        u, v = r - spot, spot * wedge * FULL / petals
        bead = length(u, v) - radius * b.uniform(0.05, 0.09)
        canvas.part(bead, b.tone(5 if ring % 2 else 2), bulge=0.05, gloss=1.0, show=b.chance(0.6))
        radius = radius * b.uniform(0.66, 0.78)
    canvas.part(r - radius * 0.8, b.tone(5), bulge=0.12, gloss=1.0, outline=0.015)
    return canvas.sketch()


@texture(words=("swirl", "vortex", "whirlpool"))
def spiral(b: Brush) -> Sketch:
    """Broad rounded arms that wind about one middle, in two to four colours."""
    x, y = b.coordinates((0.8, 1.4), shift=0.4, warp=0.15)
    r, angle = polar(x, y)
    arms = b.whole(1, 4)
    wound = torch.log(r + 0.12) * b.uniform(4, 8) * (1 - b.chance(0.4)) + r * b.uniform(6, 12)
    turn = (angle * arms + b.sign() * wound) / (2 * FULL)
    across = fraction(turn) * 2 - 1
    tube = torch.sqrt((1.02 - across * across).clamp_min(0.01))
    arm = torch.floor(turn) % arms
    banded = 0.3 * hash_cell(arm, arm * 0, b.uniform(0, 9)) * smoothstep(1.5, 2, arms)
    colour = b.ramp(0.3 + 0.4 * fraction(turn) + banded + 0.25 * (1 - r).clamp(-1, 1))
    colour = colour * (0.35 + 0.7 * tube)[:, None]
    return surface(b, colour, 0.25 * tube * (r + 0.2).clamp(0, 1), x, y, gloss=0.7)


@texture(
    hues=((0.0, 0.85), (0.13, 0.9), (0.37, 0.8), (0.57, 0.85), (0.82, 0.75)),
    words=("mirror pattern", "symmetry"),
)
def kaleidoscope(b: Brush) -> Sketch:
    """Shards of colour mirrored in six to twelve wedges about the middle."""
    x, y = b.coordinates((0.8, 1.2), shift=0.25, warp=0.05)
    r, angle = polar(x, y)
    wedges = 2 * b.whole(2, 5)
    folded = (fraction(angle * wedges / (4 * FULL)) - 0.5).abs() * 4 * FULL / wedges
    u, v = r * torch.cos(folded), r * torch.sin(folded)
    shift = b.uniform(2, 40)
    size = b.uniform(1.6, 2.8)
    shard = cells(u * size + shift, v * size + shift, 0.95)
    each = hash_cell(shard.i, shard.j, b.uniform(0, 9))
    rings = 0.2 * torch.cos(shard.nearest * b.uniform(5, 10))
    other = (hash_cell(shard.j, shard.i, 4.0) > 0.5).float()
    share = 0.5 + 0.5 * each + rings
    colour = mix(b.ramp(share), b.ramp(1.05 - 0.6 * each), other)
    pane = smoothstep(0.0, 0.2, shard.edge)
    mirror = smoothstep(0.0, 0.1, torch.minimum(folded, 2 * FULL / wedges - folded) * r)
    colour = colour * (0.45 + 0.4 * pane + 0.2 * mirror)[:, None]
    return surface(b, colour, 0.04 * pane, x, y, gloss=0.4)


@texture(hues=((0.6, 0.8), (0.56, 0.7), (0.14, 0.8)), words=("starry night", "van gogh", "brush"))
def starry_swirl(b: Brush) -> Sketch:
    """A painter's night: thick strokes that whirl about glowing discs of yellow."""
    x, y = b.coordinates((0.9, 1.4), turn=0.6, warp=0.1)
    u, v, glow = x, y + b.uniform(-0.4, 0.4) * x + 0.25 * b.noise(1.5), torch.zeros_like(x)
    for _ in range(4):
        px, py, size = b.uniform(-1.1, 1.1), b.uniform(-1.1, 0.9), b.uniform(0.22, 0.5)
        r = length(x - px, y - py)
        whirl = b.sign() * 2.6 * torch.exp(-((r / size) ** 2))
        du, dv = rotate(u - px, v - py, whirl)
        u, v = du + px, dv + py
        shine = 0.85 + 0.15 * torch.cos(r / size * 9)
        glow = torch.maximum(glow, shine * smoothstep(size, size * 0.25, r) * b.chance(0.75))
    stroke = b.grain(u * 2.2, v * 13)
    streak = b.grain(u * 1.5 + 9, v * 7)
    night = b.ramp(0.35 + 0.55 * (streak - 0.3) + 0.35 * (stroke - 0.5))
    gold = mix(b.colour(0.95, 0.6, 0.12), b.colour(1.0, 0.95, 0.6), stroke)
    colour = mix(night, gold, (glow * 1.2 + 0.2 * (stroke - 0.5) * glow).clamp(0, 1))
    return surface(b, colour, 0.05 * stroke + 0.04 * streak, x, y, gloss=0.4)


@texture(hues=((0.97, 0.7), (0.52, 0.7), (0.1, 0.8), (0.75, 0.5)), words=("teardrop", "shawl"))
def paisley(b: Brush) -> Sketch:
    """Curved drops nested in each other, scalloped and dotted, strewn over a ground."""
    x, y = b.coordinates((1.0, 1.8), shift=2, warp=0.12)
    drop = cells(x, y, 0.45)
    each = hash_cell(drop.i, drop.j, b.uniform(0, 9))
    u, v = rotate(drop.x, drop.y, torch.floor(each * 2) * FULL + b.uniform(-0.5, 0.5))
    u = u * torch.where(each * 8 % 1 > 0.5, 1.0, -1.0)
    bent = u - 2.2 * (v - 0.1).clamp(-0.6, 0) ** 2  # the tip curls over
    r = length(bent * (1.15 + 1.6 * (-v + 0.05).clamp_min(0)), v - 0.08) / 0.52
    scallop = 0.06 * torch.cos(torch.atan2(v - 0.12, bent) * 10)
    own = b.new_palette()
    colour = b.ramp(0.45 + 0.2 * b.clouds(2))
    for number, reach in enumerate((1.0, 0.8, 0.6, 0.38)):
        edge = smoothstep(reach + 0.05, reach - 0.05, r + (scallop if number in (0, 2) else 0))
        share = fraction(number * 0.42 + each * 0.3)
        colour = mix(colour, b.ramp(0.3 + 0.7 * share, own if number % 2 else None), edge)
    eye = smoothstep(0.14, 0.08, length(bent, v - 0.16))
    colour = mix(colour, b.tone(5), eye)
    body = smoothstep(1.1, 0.7, r)
    return surface(b, colour, body * (0.1 - 0.02 * torch.cos(r * 12)), x, y)


@texture(
    hues=((0.3, 0.5), (0.12, 0.7), (0.02, 0.6)), words=("art nouveau", "scrollwork", "acanthus")
)
def scrolls(b: Brush) -> Sketch:
    """Great curls of stem that roll up to a leaf or a ball, two by two, as in carved friezes."""
    x, y = b.coordinates((0.9, 1.7), shift=2, warp=0.12)
    i, j = torch.floor(x), torch.floor(y)
    u, v = fraction(x) - 0.5, fraction(y) - 0.5
    r, angle = polar(u * (1 - 2 * (i % 2)), v * (1 - 2 * (j % 2)))  # every other one mirrored
    turn = (angle - b.uniform(-FULL, FULL) + torch.log(r + 0.03) * b.uniform(3.2, 4.5)) / (2 * FULL)
    across = (fraction(turn) - 0.5) / 0.3
    stem = torch.sqrt((1 - across * across).clamp_min(0))
    leaf = 0.15 * torch.cos(turn * b.whole(14, 22)) * b.chance(0.5)
    ball = smoothstep(0.13, 0.1, r)
    body = torch.maximum(smoothstep(0.05, 0.35, stem + leaf) * smoothstep(0.72, 0.6, r), ball)
    ground = b.ramp(0.2 + 0.15 * b.clouds(2), b.new_palette()) * 0.8
    colour = mix(ground, b.ramp(0.55 + 0.3 * stem + 0.2 * b.clouds(2)), body)
    colour = mix(colour, b.tone(4), ball)
    bump = torch.sqrt((1.0 - (r / 0.13) ** 2).clamp_min(0.001)) * 0.1
    return surface(b, colour, torch.maximum(0.16 * stem * body * (0.4 + r), bump), x, y, gloss=0.6)


@texture(
    hues=((0.02, 0.8), (0.11, 0.85), (0.48, 0.7), (0.6, 0.8)), words=("ribbons", "truchet", "arcs")
)
def truchet_arcs(b: Brush) -> Sketch:
    """Flat striped ribbons that meander in quarter circles from tile to tile."""
    x, y = b.coordinates((1.1, 2.1), shift=2, warp=0.05)
    i, j = torch.floor(x), torch.floor(y)
    u, v = fraction(x), fraction(y)
    flip = (hash_cell(i, j, b.uniform(0, 9)) > 0.5).float()
    w = mix(u, 1 - u, flip)
    first, second = length(w, v), length(1 - w, 1 - v)
    across = ((torch.where(first < second, first, second) - 0.5).abs()) / b.uniform(0.34, 0.46)
    bands = b.whole(2, 3)
    stripe = torch.floor(across * bands)
    inside = smoothstep(1.02, 0.94, across)
    share = 0.5 + 0.5 * fraction(stripe * 0.42 + b.uniform())
    ribbon = mix(b.ramp(share), b.ramp(share, b.new_palette()), stripe % 2)
    seam = smoothstep(0.5, 0.42, (fraction(across * bands) - 0.5).abs())
    colour = mix(b.ramp(0.2 + 0.1 * y), ribbon * (0.8 + 0.2 * seam)[:, None], inside)
    return surface(b, colour, 0.1 * inside, x, y, gloss=0.3)


@texture(words=("facets", "low poly", "origami"))
def lowpoly(b: Brush) -> Sketch:
    """Flat triangles of graded colour, folded like paper."""
    x, y = b.coordinates((1.3, 2.6), shift=1, warp=0.12)
    i, j = torch.floor(x), torch.floor(y)
    u, v = fraction(x), fraction(y)
    falling = (hash_cell(i, j, 4.0) > 0.5).float()
    p = mix(u, 1 - u, falling)
    half = (p + v > 1).float()
    each = hash_cell(i + 0.5 * half, j, b.uniform(0, 9))
    middle_x, middle_y = i + 0.33 + 0.33 * half, j + 0.33 + 0.33 * half
    slope = b.uniform(-0.2, 0.2) * middle_x + b.uniform(-0.2, 0.2) * middle_y
    colour = b.ramp(0.65 + slope + 0.6 * (each - 0.5))
    tilt = (u - 0.5) * torch.cos(each * 30) + (v - 0.5) * torch.sin(each * 30)
    return surface(b, colour, 0.3 * tilt, x, y, gloss=0.4)
