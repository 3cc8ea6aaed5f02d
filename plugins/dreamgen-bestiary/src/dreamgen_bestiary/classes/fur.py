"""Coats of mammals: hair, and the markings of great cats and of grazing animals."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Sketch, surface
from dreamgen_bestiary.drawing.fields import cells, hash_cell, mix, polar, scales, smoothstep


@texture(hues=((0.07, 0.65), (0.09, 0.5), (0.04, 0.6)), words=("hair", "pelt"))
def fur(b: Brush) -> Sketch:
    """Long soft hair in layers of ragged locks along a swirling flow, pale at their tips."""
    x, y = b.coordinates((0.8, 1.4), warp=0.35)
    hair = _hair(b, x, y)
    sway = 0.5 * b.noise(4) + 0.35 * (hair - 0.5)
    ragged = 0.9 * b.grain(x * 7, y * 0.9) + 0.4 * hair
    lock = scales(x * b.uniform(3.5, 6) + sway, y * b.uniform(1.1, 1.8) + ragged, tip=0.98)
    each = hash_cell(lock.i, lock.j, b.uniform(0, 9)) - 0.5
    tip = smoothstep(-0.2, 0.9, lock.y)
    share = 0.5 + 0.25 * tip + 0.25 * each + 0.5 * (hair - 0.5) + 0.3 * b.clouds(1.5)
    colour = b.ramp(share) * (0.6 + 0.45 * smoothstep(-0.5, 0.4, lock.y))[:, None]
    height = 0.1 * lock.y - 0.25 * lock.x**2 + 0.25 * hair
    return surface(b, colour, height, x * 4, y * 4, gloss=0.25)


@texture(hues=((0.07, 0.85), (0.09, 0.8)), words=("tiger", "tiger stripes"))
def tiger_fur(b: Brush) -> Sketch:
    """Orange coat that pales to white on one side, tapering black stripes across it."""
    x, y = b.coordinates((0.9, 1.4), turn=0.7, warp=0.15)
    wander = b.noise(2) * 0.25 + b.noise(4) * 0.1
    stripe = torch.cos((y + wander + 0.1 * x) * b.uniform(7, 10))
    taper = b.uniform(0.1, 0.5) + 0.75 * b.noise(2.5) - 0.25 * smoothstep(0.4, 1.0, x.abs())
    black = smoothstep(0.0, 0.3, stripe - 0.75 + taper)
    hair = _hair(b, y, x)
    coat = b.ramp(0.72 + 0.3 * (hair - 0.5) + 0.15 * b.clouds(2))
    coat = mix(coat, b.colour(0.97, 0.92, 0.83), smoothstep(0.3, 1.0, x + 0.5 * b.noise(2)))
    colour = mix(coat, b.colour(0.07, 0.05, 0.04, 0.02), black)
    return surface(b, colour, 0.05 * hair, x, y, gloss=0.2)


@texture(hues=((0.1, 0.08), (0.12, 0.15)), words=("zebra stripes",))
def zebra(b: Brush) -> Sketch:
    """Black and white stripes, broad, bent and forked."""
    x, y = b.coordinates((0.8, 1.3), warp=0.25)
    fork = torch.atan2(y - b.uniform(-0.5, 0.5), x - b.uniform(-0.6, 0.6))
    phase = x * b.uniform(7, 13) + b.uniform(0.5, 1.6) * b.noise(2) + b.sign() * fork
    hair = _hair(b, y, x)
    black = smoothstep(-0.25, 0.25, torch.cos(phase) + b.uniform(-0.3, 0.3) + 0.2 * (hair - 0.5))
    white = b.ramp(0.92 + 0.2 * (hair - 0.5) + 0.1 * b.clouds(2))
    colour = mix(white, b.colour(0.07, 0.06, 0.06, 0.03) * (0.8 + hair)[:, None], black)
    return surface(b, colour, 0.04 * hair, x, y, gloss=0.3)


@texture(hues=((0.1, 0.7), (0.12, 0.6)), words=("jaguar", "rosettes", "cheetah"))
def leopard(b: Brush) -> Sketch:
    """Golden coat with broken black rosettes, tawny within; some with a dot, some all dots."""
    x, y = b.coordinates((1.6, 3.0), shift=2, warp=0.15)
    spot = cells(x, y, 0.65)
    r, angle = polar(spot.x, spot.y)
    each = hash_cell(spot.i, spot.j, b.uniform(0, 9))
    broken = torch.cos(angle * 3 + 6.28 * each) * 0.5 + torch.cos(angle * 2 - 9 * each) * 0.5
    size = b.uniform(0.24, 0.32) * (0.8 + 0.4 * each)
    thick = 0.1 + 0.06 * broken
    ring = smoothstep(0.04, -0.02, (r - size - 0.04 * broken).abs() - thick)
    dots = b.chance(0.25)
    dot = smoothstep(0.03, -0.03, r - mix(0.08 + 0 * size, size * 0.8, dots))
    ring = torch.maximum(ring * (1 - dots), dot * torch.maximum(dots, b.chance(0.3)))
    ring = ring * smoothstep(0.0, 0.1, spot.edge)
    hair = _hair(b, x * 0.5, y * 0.5)
    coat = b.ramp(0.82 + 0.2 * (hair - 0.5) + 0.15 * b.clouds(2))
    coat = mix(coat, b.ramp(0.6 + 0.2 * hair) * 0.9, smoothstep(0.02, -0.08, r - size))
    colour = mix(coat, b.colour(0.09, 0.06, 0.04, 0.02), ring)
    return surface(b, colour, 0.08 * hair, x, y, gloss=0.2)


@texture(hues=((0.07, 0.7), (0.1, 0.5)), words=("giraffe",))
def giraffe_hide(b: Brush) -> Sketch:
    """Brown patches with darker hearts, cut apart by a net of cream."""
    x, y = b.coordinates((1.1, 2.2), shift=2, warp=0.2)
    patch = cells(x + 0.12 * b.noise(5), y + 0.12 * b.noise(5), 0.8)
    each = hash_cell(patch.i, patch.j, b.uniform(0, 9))
    hair = _hair(b, x * 0.6, y * 0.6)
    wide = b.uniform(0.06, 0.14)
    brown = b.ramp(
        0.55 - 0.35 * smoothstep(0.0, 0.8, patch.edge) + 0.2 * each + 0.15 * (hair - 0.5)
    )
    cream = b.colour(0.96, 0.87, 0.68) * (0.9 + 0.2 * hair)[:, None]
    colour = mix(cream, brown, smoothstep(wide, wide + 0.12, patch.edge))
    return surface(b, colour, 0.05 * hair, x, y, gloss=0.2)


@texture(hues=((0.11, 0.2), (0.08, 0.3)), words=("sheep", "wool", "fleece", "astrakhan"))
def curly_wool(b: Brush) -> Sketch:
    """Fleece of tight round curls, each a little spiral."""
    x, y = b.coordinates((1.4, 2.8), shift=2, warp=0.2)
    curl = cells(x, y, 0.75)
    r, angle = polar(curl.x, curl.y)
    each = hash_cell(curl.i, curl.j, b.uniform(0, 9))
    way = torch.where(each < 0.5, -1.0, 1.0)
    turns = torch.cos(way * angle - r * b.uniform(11, 15) + 6.28 * each)
    inside = smoothstep(0.0, 0.3, curl.edge)
    colour = b.ramp(0.5 + 0.2 * turns + 0.3 * inside + 0.2 * (each - 0.5) + 0.15 * b.clouds(2))
    height = 0.12 * turns + 0.4 * torch.sqrt(curl.edge.clamp_min(0) + 0.01)
    return surface(b, colour * (0.5 + 0.5 * inside)[:, None], height, x, y, gloss=0.1)


@texture(hues=((0.06, 0.65), (0.08, 0.55)), words=("cow", "pinto", "dalmatian"))
def cow_hide(b: Brush) -> Sketch:
    """White coat with large soft-edged islands of black or brown."""
    x, y = b.coordinates((0.9, 1.5), warp=0.2)
    hair = _hair(b, x, y)
    island = b.clouds(b.pick(3, 5), octaves=2) + b.uniform(-0.15, 0.15)
    patch = smoothstep(-0.03, 0.05, island + 0.06 * (hair - 0.5))
    white = b.colour(0.95, 0.92, 0.87) * (0.88 + 0.2 * hair)[:, None]
    black = b.colour(0.09, 0.08, 0.08, 0.02)
    dark = mix(black, b.ramp(0.45 + 0.2 * hair), b.chance(0.5)) * (0.7 + 0.6 * hair)[:, None]
    return surface(b, mix(white, dark, patch), 0.05 * hair + 0.02 * patch, x, y, gloss=0.3)


def _hair(b: Brush, x: Tensor, y: Tensor) -> Tensor:
    """Return hairs along y, 0..1: x and y span about -1..1 over the picture."""
    return 0.6 * b.grain(x * 16, y * 2.5) + 0.4 * b.grain(x * 26 + FULL, y * 4)
