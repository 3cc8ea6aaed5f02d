"""Skins of fish, dragons, snakes and their kin."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Sketch, surface
from dreamgen_bestiary.drawing.fields import (
    cells,
    fraction,
    hash_cell,
    length,
    mix,
    scales,
    smoothstep,
)


@texture(hues=((0.5, 0.75), (0.12, 0.7), (0.6, 0.7)), words=("fish skin", "mermaid"))
def fish_scales(b: Brush) -> Sketch:
    """Round, glossy, with a pale crescent and a dark rim each; some in patches, as koi."""
    x, y = b.coordinates((1.5, 3.6), shift=2, warp=0.1)
    u, v, i, j = scales(x, y)
    r = length(u, v * 0.9) / 0.62
    each = (hash_cell(i, j, b.uniform(0, 9)) - 0.5) * b.uniform(0, 0.5)
    rings = torch.cos(r * b.uniform(3, 8)) * b.uniform(0.05, 0.2)
    colour = b.ramp(0.65 + each + 0.35 * b.clouds(1.5) + rings)
    koi = b.chance(0.4) * smoothstep(0.0, 0.25, b.clouds(1.5))
    colour = mix(colour, b.ramp(0.95 + each - 0.2 * r), koi)
    colour = mix(colour * 0.6, colour, smoothstep(-0.3, 0.25, v))  # the shade of the row above
    colour = mix(colour, b.tone(0) * 0.6, smoothstep(0.86, 1.0, r) * 0.8)
    return surface(b, colour, 0.2 * (1 - r * r) + 0.2 * v, x, y, gloss=0.8)


@texture(hues=((0.38, 0.85), (0.0, 0.85), (0.1, 0.85)), words=("dragon skin",))
def dragon_scales(b: Brush) -> Sketch:
    """Pointed and keeled, overlapping like armour, brighter towards their tips."""
    x, y = b.coordinates((1.2, 2.8), shift=2, turn=0.8, warp=0.1)
    u, v, i, j = scales(x, y, 0.66, 0.5, tip=0.95)
    keel = torch.exp(-((u * b.uniform(4, 7)) ** 2))
    rim = u.abs() / 0.66 + (v / 0.95).clamp_min(0) ** 1.6
    each = (hash_cell(i, j, b.uniform(0, 9)) - 0.5) * 0.3
    colour = b.ramp(0.45 + 0.4 * v + each + 0.2 * b.clouds(1.5))
    colour = mix(colour, b.tone(5), keel * smoothstep(-0.3, 0.6, v) * b.uniform(0.2, 0.7))
    edge = mix(b.tone(0) * 0.6, b.tone(4), b.chance(0.4))
    colour = mix(colour, edge, smoothstep(0.78, 0.95, rim) * 0.8)
    colour = mix(colour * 0.3, colour, smoothstep(-0.4, 0.3, v + 0.4 * (0.5 - u.abs())))
    height = 0.16 * keel + 0.3 * v - 0.5 * u * u
    return surface(b, colour, height, x, y, 1.2, 0.9)


@texture(hues=((0.25, 0.65), (0.1, 0.75), (0.47, 0.6)), words=("lizard skin", "reptile"))
def reptile_pebbles(b: Brush) -> Sketch:
    """Pebbly hide of lizards: rounded beads of two sizes, in blotches of other colours."""
    x, y = b.coordinates((1.8, 3.8), shift=2, turn=FULL, warp=0.15)
    pebble = cells(x, y, b.uniform(0.35, 0.85))
    each = hash_cell(pebble.i, pebble.j, b.uniform(0, 9))
    blotch = smoothstep(-0.05, 0.15, b.clouds(2) + 0.15 * (each - 0.5))
    colour = b.ramp(mix(0.5 + 0.3 * each, 0.75 + 0.25 * each, blotch))
    other = b.ramp(0.6 + 0.3 * each, b.new_palette())
    colour = mix(colour, other, blotch * b.chance(0.5))
    inside = pebble.edge.clamp(0, 0.7)
    colour = mix(colour * 0.2, colour, smoothstep(0.02, 0.22, inside))
    return surface(b, colour, torch.sqrt(inside) * 0.5, x, y, gloss=0.9)


@texture(hues=((0.1, 0.6), (0.07, 0.75), (0.25, 0.55)), words=("snake", "python skin"))
def snake_skin(b: Brush) -> Sketch:
    """Lozenge scales, each of one colour, that make up saddles, bands or a zigzag on the back."""
    x, y = b.coordinates((4, 6), shift=0.2, turn=0.9, warp=0.15)
    p, q = x + y * 0.75, x - y * 0.75
    i, j = torch.floor(p), torch.floor(q)
    across = mix(x, (i + j + 1) / 2, 0.4)  # partly that of the scale's middle: a ragged outline
    along = mix(y, (i - j) / 1.5, 0.4)
    apart = b.uniform(6, 10)
    phase = (fraction(along / apart) - 0.5).abs() * 2
    swing = 1.5 * (phase - 0.5) * b.chance(0.3)  # an adder's zigzag
    band = b.chance(0.25) * 0.8
    saddle = (across + swing).abs() / b.uniform(2.2, 3.6) * (1 - band)
    saddle = saddle + phase * b.uniform(0.8, 1.6) * (swing.abs().amax((1, 2), True) < 0.1)
    marking = smoothstep(1.0, 0.9, saddle) - 0.7 * smoothstep(0.55, 0.45, saddle) * b.chance(0.7)
    rim = smoothstep(0.2, 0.08, (saddle - 1.0).abs())
    each = hash_cell(i, j, 2.0) * 0.15 + 0.2 * b.clouds(2)
    colour = mix(b.ramp(0.85 + each), b.ramp(0.3 + each, b.new_palette(((0.06, 0.7),))), marking)
    colour = mix(colour, mix(b.tone(0), b.tone(5), b.chance(0.4)), rim * 0.9)
    u, v = fraction(p) - 0.5, fraction(q) - 0.5
    inside = 0.5 - torch.maximum(u.abs(), v.abs())
    colour = mix(colour * 0.5, colour, smoothstep(0.0, 0.16, inside))
    return surface(b, colour, torch.sqrt(inside.clamp_min(0)) * 0.4, x, y, gloss=0.7)


@texture(hues=((0.2, 0.45), (0.11, 0.5), (0.3, 0.4)), words=("alligator", "crocodile"))
def crocodile_hide(b: Brush) -> Sketch:
    """Rows of square, keeled plates, large along the back and small on the flanks, deep furrows."""
    x, y = b.coordinates((1.6, 3.0), shift=0.8, turn=0.7, warp=0.12)
    u0 = x * (1 + 0.16 * x.abs())
    column = torch.floor(u0)
    slip = 0.5 * hash_cell(column, column * 0, b.uniform(0, 9))
    tall = 1 + 0.5 * smoothstep(0.5, 2.5, (column + 0.5).abs())
    row = torch.floor(y * tall + slip)
    u, v = u0 - column - 0.5, fraction(y * tall + slip) - 0.5
    each = hash_cell(column, row, 4.0)
    u, v = u * (1 + 0.25 * (each - 0.5)), v * (1 + 0.25 * (hash_cell(column, row, 7.0) - 0.5))
    plate = (u.abs() ** 3.5 + v.abs() ** 3.5 + 1e-5) ** (1 / 3.5) / 0.5
    keel = torch.exp(-u.abs() * 8) * (0.6 + v) * smoothstep(1.0, 0.6, plate)
    rough = b.grain(x * 5, y * 5)
    colour = b.ramp(0.6 + 0.3 * each + 0.25 * keel + 0.25 * b.clouds(2) + 0.12 * (rough - 0.5))
    colour = mix(colour * 0.22, colour, smoothstep(1.0, 0.72, plate))
    height = 0.5 * torch.sqrt((1.02 - plate).clamp(0.01, 1)) + 0.35 * keel + 0.05 * rough
    return surface(b, colour, height, x, y, gloss=0.5)


@texture(hues=((0.08, 0.55), (0.1, 0.6), (0.05, 0.5)), words=("pine cone", "artichoke"))
def pangolin(b: Brush) -> Sketch:
    """Broad horny leaves, ridged lengthwise, dark at their roots and pale at their points."""
    x, y = b.coordinates((1.0, 2.1), shift=2, turn=0.8, warp=0.12)
    u, v, i, j = scales(x, y, 0.74, 0.5, tip=0.85)
    each = hash_cell(i, j, b.uniform(0, 9)) - 0.5
    ridges = torch.cos(u * b.uniform(16, 24) * (1 + 0.3 * v))
    rim = u.abs() / 0.74 + (v / 0.85).clamp_min(0) ** 1.6
    colour = b.ramp(0.42 + 0.45 * v + 0.3 * each + 0.07 * ridges + 0.1 * b.clouds(3))
    colour = mix(colour, b.tone(5), smoothstep(0.6, 0.95, rim) * smoothstep(0.0, 0.5, v) * 0.6)
    colour = mix(colour * 0.35, colour, smoothstep(-0.45, 0.35, v))
    colour = colour * mix(torch.ones_like(x), 0.4 + 0 * x, smoothstep(0.9, 1.0, rim))[:, None]
    height = 0.45 * v - 0.4 * u * u + 0.012 * ridges
    return surface(b, colour, height, x, y, 1.2, 0.25)
