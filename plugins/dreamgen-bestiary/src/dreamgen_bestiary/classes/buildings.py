"""Buildings that stand alone."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import (
    fraction,
    hash_cell,
    length,
    mix,
    smoothstep,
)
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import (
    Number,
    box,
    circle,
    ellipse,
    limb,
    polygon,
    union,
    without,
)

STONE = ((0.1, 0.3), (0.08, 0.4), (0.6, 0.15), (0.11, 0.45))
ROOFS = ((0.02, 0.7), (0.6, 0.5), (0.04, 0.65), (0.45, 0.35))


@figure(hues=STONE, words=("fortress", "fairy tale castle"))
def castle(b: Brush) -> Sketch:
    """A keep and towers with pointed roofs or battlements behind a wall with an arched gate."""
    x, y, canvas = b.x, b.y, Canvas(b)
    roofs, pointed = b.new_palette(ROOFS), b.chance(0.65)
    high = b.uniform(-0.42, -0.25)
    inner = b.uniform(0.3, 0.38)
    towers: list[tuple[Tensor, Number, Tensor, Tensor]] = [
        (x.abs() - inner, 0.12, high + 0.12, b.chance(0.7)),
        (x, b.uniform(0.17, 0.24), high - 0.1, torch.ones_like(high)),
    ]
    for across, half, top, show in towers:
        _tower(b, canvas, across, half, top, 0.6, roofs, pointed, show)
    wall = _battlement(x, y, 0.78, b.uniform(0.08, 0.22), 0.9, 0.26)
    canvas.part(wall, b.ramp(_stones(b, x, y) - 0.02), bulge=0.06, gloss=0.1, shadow=0.7)
    side = b.uniform(0.68, 0.74)
    _tower(b, canvas, x.abs() - side, 0.18, b.uniform(-0.2, 0.0), 0.92, roofs, pointed, None)
    for size, colour in ((0.24, b.tone(5) * 0.9), (0.18, b.colour(0.18, 0.1, 0.06))):
        gate = _arch(x, y - 0.55, size, 0.36)
        canvas.part(gate, colour, bulge=0.04, gloss=0.1, shadow=0.3)
    bars = torch.maximum((fraction(x * 8.0) - 0.5).abs() / 8 - 0.016, gate + 0.02)
    canvas.part(bars, b.colour(0.5, 0.36, 0.18), bulge=0.03, shadow=0, show=b.chance(0.5))
    return canvas.sketch()


@figure(hues=((0.02, 0.75), (0.05, 0.65), (0.1, 0.55), (0.45, 0.45)), words=("temple", "japan"))
def pagoda(b: Brush) -> Sketch:
    """Storeys under curved roofs with upturned corners, narrower and narrower, and a spire."""
    x, y, canvas = b.x, b.y, Canvas(b)
    side, levels = x.abs(), b.pick(3, 5)
    tiles = b.new_palette(((0.55, 0.4), (0.45, 0.4), (0.6, 0.3), (0.08, 0.5)))
    canvas.part(box(x, y - 0.9, 0.8, 0.07, 0.02), b.ramp(0.6 + 0 * x), bulge=0.05)
    canvas.part(limb(x, y, (0, -0.6), (0, -0.96), 0.05, 0.02), b.colour(0.9, 0.7, 0.25), bulge=0.05)
    shrink, wide, lift = b.uniform(0.8, 0.88), b.uniform(0.82, 0.95), b.uniform(0.08, 0.2)
    step = 1.56 / levels
    for level in range(levels):
        floor = 0.84 - level * step
        reach = wide * shrink**level
        half = reach * 0.58
        posts = torch.cos(x / half * 2.5 * FULL)
        lit = smoothstep(-0.2, -0.7, posts) * smoothstep(
            0.3, 0.2, ((floor - y) / step - 0.32).abs()
        )
        wall = mix(b.ramp(0.5 + 0.18 * posts), b.colour(0.98, 0.8, 0.4), lit * 0.85)
        room = box(x, y - floor + step * 0.4, half, step * 0.42)
        canvas.part(room, wall, bulge=0.12, texture=0.6 * posts, gloss=0.2)
        eave, top = floor - step * 0.58, floor - step * 1.06
        t = ((y - top) / (eave - top)).clamp(0, 1.3)
        slope = side - reach * (0.42 + 0.58 * t * t)
        edge = y - eave + lift * (side / reach) ** 3 * step * 1.6
        roof = torch.maximum(torch.maximum(slope * 0.7, edge), top - y)
        ridges = torch.cos(x / reach * 22 / (0.6 + 0.5 * t))
        colour = b.ramp(0.42 + 0.18 * ridges + 0.25 * (1 - t), tiles)
        rim = smoothstep(-0.075, -0.05, edge)
        colour = mix(colour, b.tone(4), rim)
        canvas.part(roof, colour, 0.12, texture=0.6 * ridges * (1 - rim), shadow=0.75)
    return canvas.sketch()


@figure(hues=((0.0, 0.8), (0.02, 0.75), (0.6, 0.6), (0.98, 0.7)), words=("tower", "beacon"))
def lighthouse(b: Brush) -> Sketch:
    """A tapering tower in bold bands on a rock, a gallery, a lit lantern under a dome."""
    x, y, canvas = b.x * 1.04, b.y * 1.04, Canvas(b)
    rock = b.new_palette(((0.08, 0.3), (0.6, 0.2), (0.1, 0.4)))
    rough = b.clouds(5)
    stone = union(ellipse(x, y - 0.95, 0.85, 0.26), ellipse(x - 0.2, y - 0.86, 0.5, 0.3))
    stone = torch.maximum(stone - 0.05 * rough, y - 0.98)
    canvas.part(stone, b.ramp(0.5 + 0.4 * rough, rock), 0.2, texture=2 * rough, gloss=0.1)
    low, high = b.uniform(0.28, 0.38), b.uniform(0.15, 0.22)
    share = (0.75 - y) / 1.2
    half = low + (high - low) * share
    tower = torch.maximum(x.abs() - half, torch.maximum(-0.46 - y, y - 0.78))
    spiral = b.chance(0.35) * torch.asin((x / half).clamp(-0.98, 0.98)) / FULL
    bands = torch.cos((share * b.whole(2, 4) + spiral) * 2 * FULL)
    paint = mix(b.colour(0.96, 0.94, 0.9, 0.02), b.ramp(0.6 + 0 * x), smoothstep(-0.1, 0.1, bands))
    canvas.part(tower, paint, bulge=0.26, gloss=0.4)
    dark = b.colour(0.12, 0.12, 0.16, 0.03)
    for at in (0.45, -0.05):
        canvas.part(_arch(x, y - at, 0.06, 0.06), dark, bulge=0.0, shadow=0)
    canvas.part(box(x, y - 0.68, 0.09, 0.12, 0.05), dark, bulge=0.0, shadow=0)
    glow = mix(b.colour(1, 0.97, 0.75), b.colour(1.0, 0.75, 0.2), length(x, y + 0.64) / 0.2)
    canvas.part(box(x, y + 0.63, high * 0.75, 0.16), glow, bulge=0.15, gloss=1.0)
    bars = torch.maximum((x.abs() - high * 0.4).abs() - 0.018, (y + 0.63).abs() - 0.15)
    canvas.part(bars, dark, bulge=0.0, shadow=0)
    canvas.part(box(x, y + 0.46, high * 1.4, 0.045, 0.02), b.tone(1), bulge=0.04, shadow=0.7)
    dome = torch.maximum(ellipse(x, y + 0.77, high * 1.0, 0.16), y + 0.77)
    canvas.part(union(dome, limb(x, y, (0, -0.9), (0, -0.98), 0.03)), b.tone(3), bulge=0.15)
    return canvas.sketch()


@figure(hues=((0.11, 0.2), (0.09, 0.35), (0.12, 0.15), (0.06, 0.4)), words=("columns", "parthenon"))
def greek_temple(b: Brush) -> Sketch:
    """Steps, a row of fluted columns before a dark hall, a lintel and a gable."""
    x, y, canvas = b.x, b.y, Canvas(b)
    top, low, half = b.uniform(-0.32, -0.2), 0.62, b.uniform(0.72, 0.82)
    for at, wide in enumerate((0.97, 0.92, 0.87)):
        step = box(x, y - 0.9 + 0.1 * at, wide, 0.06)
        canvas.part(step, b.ramp(0.6 + 0.08 * at + 0.06 * b.noise(6)), bulge=0.04, gloss=0.2)
    hall = box(x, y - (top + low) / 2, half, (low - top) / 2 + 0.05)
    canvas.part(hall, b.ramp(0.08 + 0.12 * (y - top)) * 0.7, bulge=0.0, shadow=0)
    many = b.whole(4, 6)
    gap = 2 * half / many
    u = (fraction(x / gap + 0.5 * many) - 0.5) * gap
    thick = gap * b.uniform(0.24, 0.31)
    shaft = u.abs() - thick * (0.86 + 0.14 * (y - top) / (low - top))
    shaft = torch.maximum(shaft, box(x, y - (top + low) / 2, half + 0.05, (low - top) / 2))
    flutes = torch.cos(torch.asin((u / thick).clamp(-0.95, 0.95)) * 6)
    colour = b.ramp(0.82 + 0.04 * flutes + 0.08 * b.noise(5))
    canvas.part(shaft, colour, bulge=0.14, texture=0.25 * flutes, gloss=0.2, shadow=0.6)
    for at in (top + 0.04, low - 0.03):
        slab = torch.maximum(u.abs() - thick * 1.35, box(x, y - at, half + 0.05, 0.045))
        canvas.part(slab, b.ramp(0.85 + 0 * x), bulge=0.05, gloss=0.2, shadow=0.4)
    reach = half + b.uniform(0.06, 0.12)
    notches = torch.cos(x * 4 * FULL) * smoothstep(0.05, 0.02, (y - top + 0.09).abs())
    lintel = box(x, y - top + 0.09, reach, 0.09)
    canvas.part(lintel, b.ramp(0.72 + 0.15 * notches), bulge=0.06, texture=notches, shadow=0.8)
    peak = b.uniform(-0.88, -0.7)
    roof = [(-reach - 0.08, top - 0.17), (reach + 0.08, top - 0.17), (0 * top, peak)]
    gable = polygon(x, y, *roof)
    canvas.part(gable, b.ramp(0.85 + 0 * x), bulge=0.06, gloss=0.2)
    relief = b.clouds(5)
    canvas.part(gable + 0.075, b.ramp(0.4 + 0.3 * relief), 0.05, texture=1.5 * relief, shadow=0.5)
    return canvas.sketch()


@figure(hues=((0.0, 0.75), (0.4, 0.6), (0.6, 0.65), (0.13, 0.7)), words=("kremlin", "cathedral"))
def onion_domes(b: Brush) -> Sketch:
    """Drums of brick and white under swelling domes, striped, twisted or scaled, gilt at the tip."""
    x, y, canvas = b.x * 1.05, b.y * 1.05, Canvas(b)
    brick, gold = b.new_palette(((0.02, 0.6), (0.04, 0.55))), b.colour(0.95, 0.75, 0.25)
    hall = box(x, y - 0.78, 0.86, 0.17)
    canvas.part(hall, b.ramp(_stones(b, x, y), brick), bulge=0.08, gloss=0.1)
    side = b.sign()
    spots = ((0.0, 0.33, -0.32), (-0.57, 0.3, -0.02), (0.57, 0.28, 0.12), (-0.2, 0.27, 0.36))
    for at, (middle, wide, base) in enumerate(spots):
        u, wide = x * side - middle - 0.05 * b.normal(b.batch, 1, 1), wide * b.uniform(0.9, 1.1)
        base = base + 0.06 * b.normal(b.batch, 1, 1).clamp(-1, 1)
        half = wide * 0.66
        drum = torch.maximum(u.abs() - half, torch.maximum(base - 0.04 - y, y - 0.95))
        window = _arch(fraction(u / half + 0.5) - 0.5, (y - base) / half - 0.9, 0.2, 0.4)
        arcade = smoothstep(0.08, -0.02, window)
        colour = mix(b.ramp(0.55 + 0.15 * b.noise(5), brick), b.tone(5), 0.8 * arcade)
        colour = mix(colour, b.tone(5), smoothstep(0.06, 0.04, (y - base - 0.06).abs()))
        canvas.part(drum, colour, bulge=half, gloss=0.2)
        tall = wide * b.uniform(1.9, 2.2)
        rise = base - y
        onion = leaf(rise + 0.05, u, tall, wide, 0.3, 1.9)
        turn = torch.asin((u / wide).clamp(-0.98, 0.98)) / FULL
        twist = b.uniform(-0.8, 0.8) * rise / wide
        stripe = torch.cos((b.whole(2, 4) * turn + twist) * 2 * FULL)
        pair = b.new_palette(colours=2) if at % 2 else b.palette[:, 1:5:2]
        cloth = mix(b.tone(0, pair), b.tone(1, pair), smoothstep(-0.25, 0.25, stripe))
        canvas.part(onion, cloth, bulge=wide, texture=0.8 * stripe, gloss=0.8, shadow=0.6)
        tip = circle(u, rise - tall + 0.04, 0.04)
        canvas.part(tip, gold, bulge=0.04, gloss=1.2)
    return canvas.sketch()


def _stones(b: Brush, x: Tensor, y: Tensor) -> Tensor:
    """Return how light large blocks of a wall are, 0..1."""
    row = torch.floor(y * 7)
    u, v = x * 4.5 + 0.5 * row, y * 7 - row
    each = hash_cell(torch.floor(u), row, 2.0)
    joint = smoothstep(0.0, 0.16, 0.5 - torch.maximum((fraction(u) - 0.5).abs(), (v - 0.5).abs()))
    return 0.5 + 0.16 * (each - 0.5) + 0.16 * joint + 0.1 * b.noise(3)


def _arch(x: Tensor, y: Tensor, half: Number, tall: Number) -> Tensor:
    """Return the distance to a round-headed opening: its arch springs at y = 0, its sill is below."""
    return torch.maximum(length(x, y.clamp_max(0)) - half, y - tall)


def _battlement(
    x: Tensor, y: Tensor, half: Number, top: Number, low: Number, period: Number
) -> Tensor:
    """Return the distance to a wall with merlons ``period`` apart on top."""
    wall = box(x, y - (top + low) / 2, half, (low - top) / 2)
    gap = torch.maximum((fraction(x / period) - 0.5).abs() * period - period / 4, y - top - 0.08)
    return without(wall, gap)


def _tower(
    b: Brush,
    canvas: Canvas,
    across: Tensor,
    half: Number,
    top: Tensor,
    low: Number,
    roofs: Tensor,
    pointed: Tensor,
    show: Tensor | None,
) -> None:
    """Lay a round tower from ``top`` to ``low``, under a cone where ``pointed``, with a window."""
    y, shown = b.y, torch.ones_like(top) if show is None else show
    stones = b.ramp(_stones(b, across, y))
    body = box(across, y - (top + low) / 2, half, (low - top) / 2)
    canvas.part(body, stones, bulge=half, gloss=0.1, show=shown, shadow=0.6)
    head = _battlement(across, y, half * 1.25, top - 0.12, top + 0.08, half * 1.25)
    canvas.part(head, stones * 1.1, bulge=half, gloss=0.1, show=shown * (1 - pointed))
    cone = [(-half * 1.3, top + 0.04), (half * 1.3, top + 0.04), (0 * top, top - 0.2 - half * 1.5)]
    tiles = b.ramp(0.5 + 0.15 * torch.cos((y - top) * 34), roofs)
    canvas.part(polygon(across, y, *cone), tiles, bulge=half, show=shown * pointed)
    window = _arch(across, y - top - 0.2, half * 0.3, half * 0.5)
    glass = mix(b.colour(0.1, 0.08, 0.1), b.colour(1.0, 0.75, 0.3), b.chance(0.3)[:, None])
    canvas.part(window, glass, bulge=0.0, shadow=0.3, show=shown)
