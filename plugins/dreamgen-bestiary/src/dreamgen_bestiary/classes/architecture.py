"""Architecture without end: arcades, windows, stairs and streets."""

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
from dreamgen_bestiary.drawing.radial import leaf, spokes
from dreamgen_bestiary.drawing.shapes import circle


@texture(hues=((0.09, 0.45), (0.06, 0.55), (0.11, 0.4), (0.6, 0.3)), words=("arcade", "colonnade"))
def arches(b: Brush) -> Sketch:
    """Storeys of round or pointed arches on columns, striped stones, arch within arch in the dark."""
    x, y = b.coordinates((1.1, 2.2), shift=1, turn=0.25, warp=0.08)
    tall, spring = b.uniform(1.3, 1.9), b.uniform(0.5, 0.62)
    row = torch.floor(y / tall)
    u = x - torch.floor(x) - 0.5
    v = y - row * tall
    half, peak = b.uniform(0.29, 0.36), b.uniform(0.05, 0.3) * b.chance(0.5)
    rise = (v - spring).clamp_max(0)
    opening = length(u.abs() + peak, rise) - half - peak
    opening = torch.maximum(opening, v - tall + 0.12)
    angle = torch.atan2(-rise, u)
    stones = smoothstep(-0.3, 0.3, torch.cos(angle * b.whole(8, 11)))
    wall = 0.6 + 0.15 * b.clouds(4) + 0.1 * hash_cell(torch.floor(x), row, b.uniform(0, 9))
    colour = b.ramp(wall)
    ring = smoothstep(0.15, 0.13, opening) * (v < spring)
    stripe = mix(
        b.ramp(0.95 + 0 * x), b.ramp(0.25 + 0.1 * b.noise(4)), stones * b.uniform(0.5, 1.0)
    )
    colour = mix(colour, stripe, ring)
    sill = smoothstep(0.13, 0.11, tall - v) + smoothstep(0.09, 0.07, v)
    colour = mix(colour, b.ramp(0.85 + 0 * x), sill.clamp(0, 1) * 0.8)
    side = 0.5 - u.abs()
    column = smoothstep(0.12, 0.1, side) * (v > spring) * (v < tall - 0.12)
    capital = smoothstep(0.06, 0.05, (v - spring - 0.02).abs()) * smoothstep(0.16, 0.15, side)
    colour = mix(colour, b.ramp(0.8 + 0.1 * b.noise(5)), torch.maximum(column, capital))
    inner = opening + b.uniform(0.08, 0.12)
    passage, sky = smoothstep(0.02, -0.02, inner), smoothstep(-0.07, -0.11, inner)
    deep = mix(b.ramp(0.42 - 0.15 * v / tall), b.ramp(0.05 + 0.2 * v / tall) * 0.7, passage)
    far = b.new_palette(((0.58, 0.6), (0.08, 0.7), (0.65, 0.6)))
    deep = mix(deep, b.ramp(0.25 + 0.5 * v / tall, far), sky * b.chance(0.4))
    colour = mix(colour, deep, smoothstep(0.015, -0.015, opening))
    round_ = torch.sqrt((1 - (side / 0.12) ** 2).clamp_min(0.01)) * column * 0.1
    height = 0.04 * ring + 0.07 * sill.clamp(0, 1) + round_ + 0.12 * capital
    height = height - 0.1 * smoothstep(0.02, -0.02, opening) - 0.08 * smoothstep(0.02, -0.02, inner)
    return surface(b, colour, height, x, y, gloss=0.2)


@texture(hues=((0.09, 0.4), (0.07, 0.5), (0.6, 0.35), (0.04, 0.5)), words=("stairs", "stairwell"))
def spiral_staircase(b: Brush) -> Sketch:
    """Steps that wind down into a dark well, each lit on its tread, with a bright handrail."""
    x, y = b.coordinates((0.9, 1.3), shift=0.3, warp=0.08)
    r, angle = polar(x, y)
    ring = torch.log(r) * b.uniform(0.9, 1.2) - angle / (2 * FULL)
    level, across = torch.floor(ring), fraction(ring)
    step = (angle + level * 2 * FULL) / (2 * FULL) * b.whole(13, 18) + across * b.uniform(0.0, 0.8)
    tread = fraction(step)
    each = hash_cell(torch.floor(step), level * 0, 3.0)
    depth = smoothstep(0.05, 1.2, r)
    share = 0.25 + 0.45 * tread + 0.1 * (each - 0.5) + 0.25 * depth + 0.1 * b.noise(3)
    colour = b.ramp(share) * (0.35 + 0.65 * smoothstep(0.0, 0.15, tread))[:, None]
    rail = smoothstep(0.9, 0.94, across)
    wall = smoothstep(0.18, 0.1, across)
    colour = mix(colour, b.ramp(0.2 + 0.2 * depth) * 0.6, wall)
    colour = mix(colour, b.ramp(0.95 + 0 * r), rail * 0.9)
    colour = colour * (0.15 + 0.85 * smoothstep(0.03, 0.45, r))[:, None]
    height = (0.16 * tread * (1 - wall) + 0.12 * rail) * r
    return surface(b, colour, height, x, y, gloss=0.5)


@texture(hues=((0.62, 0.6), (0.7, 0.5), (0.05, 0.65), (0.1, 0.6)), words=("city", "skyscrapers"))
def skyline(b: Brush) -> Sketch:
    """Towers behind towers against a glowing sky, their windows lit, the nearest the darkest."""
    x, y = b.coordinates((0.9, 1.25), shift=0.15, turn=0.12, warp=0.04)
    sky = b.new_palette(((0.62, 0.6), (0.05, 0.7), (0.1, 0.65), (0.9, 0.5)))
    colour = b.ramp(0.45 + 0.45 * y + 0.1 * b.noise(2), sky)
    disc = circle(x - b.uniform(-0.6, 0.6), y + b.uniform(0.2, 0.7), b.uniform(0.15, 0.3))
    colour = mix(colour, b.colour(1.0, 0.9, 0.65, 0.08), smoothstep(0.02, -0.02, disc))
    height = torch.zeros_like(x)
    lamp = b.colour(1.0, 0.82, 0.4, 0.06)
    for layer in range(3):
        u = x * (2.6 - 0.5 * layer) + b.uniform(0, 9) + 0.3
        column = torch.floor(u)
        each = hash_cell(column, column * 0, layer + b.uniform(0, 9))
        kind = hash_cell(column, column * 0, layer + 4.0)
        gap = 0.08 * kind
        side = (u - column - 0.5).abs()
        top = -0.75 + 0.45 * layer + 0.7 * each
        pointed = top + 0.6 * side * (kind > 0.7)
        stepped = pointed + 0.16 * (side > 0.3) * (kind < 0.35)
        spire = torch.where(side < 0.06, stepped - 0.2, stepped)
        inside = smoothstep(0.5, 0.47, side + gap) * smoothstep(-0.015, 0.015, y - spire)
        pane_x, pane_y = u * 5, y * 8
        i, j = torch.floor(pane_x), torch.floor(pane_y)
        pane = torch.maximum((fraction(pane_x) - 0.5).abs(), (fraction(pane_y) - 0.5).abs())
        lit = smoothstep(0.36, 0.26, pane) * (
            hash_cell(i, j, layer + 1.0) < 0.45 + 0.3 * (each - 0.5)
        )
        lit = lit * (y > spire + 0.08) * (side < 0.42 - gap)
        body = b.ramp(0.62 - 0.22 * layer + 0.15 * each - 0.12 * (u - column) - 0.1 * (y - top))
        colour = mix(colour, mix(body, lamp, lit * (0.35 + 0.3 * layer)), inside)
        height = mix(height, 0.08 * (layer + 1) + 0.1 * each, inside)
    return surface(b, colour, height, x, y, gloss=0.2)


@figure(
    hues=((0.6, 0.85), (0.0, 0.85), (0.12, 0.85), (0.36, 0.7)), words=("gothic",), upright=False
)
def rose_window(b: Brush) -> Sketch:
    """A wheel of stone tracery: petals of glowing glass round a boss, and roundels along the rim."""
    x, y, canvas = b.x, b.y, Canvas(b)
    stone = b.new_palette(((0.1, 0.3), (0.08, 0.35), (0.6, 0.15)))
    many, turn, r = b.whole(6, 10), b.uniform(-FULL, FULL), length(x, y)
    grey = b.ramp(0.55 + 0.15 * b.clouds(5), stone)
    canvas.part(r - 0.98, grey, bulge=0.1, gloss=0.1)
    canvas.part(r - 0.9, grey * 0.8, bulge=0.05, gloss=0.1, shadow=0)

    def pane(distance, seed, show=None):
        canvas.part(distance - 0.03, grey * 1.1, bulge=0.03, gloss=0.2, shadow=0.4, show=show)
        glow = smoothstep(0.02, -0.16, distance)
        share = 0.3 + 0.45 * glow + 0.35 * (seed - 0.5) + 0.12 * b.noise(7)
        canvas.part(distance, b.ramp(share), bulge=0.0, gloss=0, shadow=0, show=show)

    for ring, reach in ((0, 0.84), (1, 0.8)):
        spoke = spokes(x, y, many, turn + ring * FULL / many)
        each = hash_cell(spoke.number % 2, spoke.number * 0 + ring, b.uniform(0, 9))
        if ring == 0:
            long = b.uniform(0.55, 0.66)
            wide = 1.25 / many
            pane(leaf(spoke.along - 0.2, spoke.across, long, wide, 0.66, 1.1), each)
            size = (reach - 0.26) * 0.9 / many
        else:
            pane(circle(spoke.along - 0.74, spoke.across, size + 0.04), each)
    middle = spokes(x, y, many, turn)
    pane(r - 0.17, hash_cell(r * 0, r * 0, b.uniform(0, 9)))
    star = leaf(middle.along, middle.across, 0.15, 0.03, 0.6, 1.0)
    canvas.paint(b.tone(5), smoothstep(0.015, -0.015, star))
    return canvas.sketch()
