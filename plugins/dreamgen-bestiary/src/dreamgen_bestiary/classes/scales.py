"""Skins of fish, dragons and snakes."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Lamp, Sketch
from dreamgen_bestiary.drawing.fields import cells, hashed, length, mix, scales, smoothstep


@texture(hues=((0.5, 0.8), (0.12, 0.7)), words=("fish skin", "mermaid"))
def fish_scales(b: Brush) -> Sketch:
    """Round, glossy, banded, in rows."""
    x, y = b.coordinates((3, 8), shift=2, warp=0.08)
    u, v, i, j = scales(x, y)
    r = length(u, v * 0.9) / 0.62
    tint = 0.25 + 0.5 * hashed(i, j, b.uniform(0, 9)) * b.uniform(0, 0.8) + 0.35 * b.clouds(3)
    colour = b.ramp(tint + 0.2 * torch.cos(r * b.uniform(2, 9)))
    colour = mix(colour, b.tone(0) * 0.4, smoothstep(0.75, 1.0, r) * 0.85)
    return Sketch(Lamp(b).lit(colour, (1 - r * r) * 0.3 - 0.25 * v, 0.35, 0.7))


@texture(hues=((0.38, 0.85), (0.0, 0.85)), words=("dragon skin",))
def dragon_scales(b: Brush) -> Sketch:
    """Pointed and keeled, overlapping like armour."""
    x, y = b.coordinates((3, 6), shift=2, turn=0.8, warp=0.1)
    u, v, i, j = scales(x, y, 0.66, 0.45)
    keel = torch.exp(-u.abs() * b.uniform(5, 16))
    r = u.abs() * 1.5 + v.abs() * 0.9
    colour = b.ramp(0.2 + 0.8 * (1 - r) + 0.3 * (hashed(i, j, 2.0) - 0.5))
    colour = mix(colour, b.tone(5), keel * 0.5)
    colour = mix(colour * 0.3, colour, smoothstep(0, 0.5, 1.0 - r))
    return Sketch(Lamp(b).lit(colour, keel * 0.15 - v * 0.5 - u.abs() * 0.5, 0.5, 0.8))


@texture(hues=((0.25, 0.6), (0.1, 0.7)), words=("lizard skin", "reptile"))
def reptile_pebbles(b: Brush) -> Sketch:
    """Pebbly hide of lizards, in blotches."""
    x, y = b.coordinates((4, 9), shift=2, turn=FULL, warp=0.1)
    pebble = cells(x, y, b.uniform(0.3, 0.8))
    blotch = smoothstep(-0.1, 0.3, b.clouds(3))
    colour = b.ramp(0.3 + 0.3 * hashed(pebble.i, pebble.j, 4.0) + 0.4 * blotch)
    colour = mix(colour * 0.15, colour, smoothstep(0, 0.2, pebble.edge))
    return Sketch(Lamp(b).lit(colour, pebble.edge.clamp(0, 0.5) * 0.7, 0.5, 0.9))
