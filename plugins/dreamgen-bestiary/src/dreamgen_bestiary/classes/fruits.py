"""Fruits and cones."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import fraction, hash_cell, mix, rotate, smoothstep
from dreamgen_bestiary.drawing.radial import leaf, spokes
from dreamgen_bestiary.drawing.shapes import both, circle, curve, ellipse, union

GREENS = ((0.32, 0.65), (0.27, 0.65), (0.37, 0.55))
BARK = ((0.07, 0.5), (0.09, 0.45), (0.05, 0.5))


@figure(
    hues=((0.07, 0.6), (0.09, 0.5), (0.05, 0.6)), words=("pine cone", "fir cone"), upright=False
)
def pinecone(b: Brush) -> Sketch:
    """Woody scales in crossing spirals over an egg, each with a pale knob and a dark underside."""
    x, y, canvas = b.x * 1.05, b.y * 1.05, Canvas(b)
    wide, rows = b.uniform(0.55, 0.75), b.uniform(3.6, 5.0)
    body = leaf(y + 0.98, x, 1.94, wide, b.uniform(0.5, 0.62), 1.05)
    across = torch.asin((x / (0.02 + (wide - 0.3 * body.clamp(-1, 0)) * 0.98)).clamp(-0.98, 0.98))
    p, q = across * b.uniform(1.1, 1.5) + y * rows / 1.6, -across * 1.3 + y * rows / 1.6
    u, v = fraction(p) - 0.5, fraction(q) - 0.5
    inside = 0.5 - torch.maximum(u.abs(), v.abs())
    down = u + v
    each = hash_cell(torch.floor(p), torch.floor(q), 1.0) - 0.5
    bumpy = body - 0.05 * smoothstep(0, 0.3, inside) + 0.03
    knob = smoothstep(0.22, 0.08, torch.sqrt((u - 0.1) ** 2 + (v - 0.1) ** 2))
    colour = b.ramp(0.5 + 0.35 * down + 0.2 * each + 0.35 * knob)
    colour = colour * (0.25 + 0.75 * smoothstep(0.0, 0.14, inside))[:, None]
    canvas.part(bumpy, colour, bulge=0.5, texture=1.6 * down + 1.2 * knob, gloss=0.2)
    return canvas.sketch()


@figure(hues=((0.78, 0.6), (0.74, 0.6), (0.28, 0.55), (0.93, 0.7)), words=("berries", "vine fruit"))
def grapes(b: Brush) -> Sketch:
    """A hanging bunch of glossy berries with bloom on them, a stalk and a lobed leaf above."""
    x, y, canvas = b.x * 1.1, b.y * 1.1 - 0.06, Canvas(b)
    green = b.new_palette(GREENS)
    stalk, _ = curve(x, y, [(0, -0.4), (0, -0.8), (b.uniform(-0.2, 0.2), -0.98)], 0.07, 0.06, 6)
    canvas.part(stalk, b.ramp(0.5 + 0 * x, b.new_palette(BARK)), bulge=0.06)
    blade = spokes(x - b.uniform(0.1, 0.35), y + 0.62, 5, 0.3)
    lobe = leaf(blade.along, blade.across, b.uniform(0.36, 0.46), 0.18, 0.5, 1.4)
    canvas.part(lobe - 0.03, b.ramp(0.55 + 0.2 * b.noise(4), green), bulge=0.12, show=b.chance(0.8))
    size = b.uniform(0.165, 0.19)
    gap = 2 * size
    rows = ((-0.38, 3), (0.76, 1), (-0.16, 4), (0.55, 2), (0.06, 4), (0.33, 3), (-0.1, 3), (0.2, 2))
    bloom = 0.25 * smoothstep(0.0, 1.0, b.noise(5))
    for at, (row, many) in enumerate(rows):
        shifted = x + 0.1 * gap * b.normal(b.batch, 1, 1)
        half = (many - 1) / 2
        index = torch.round(shifted / gap + half).clamp(0, many - 1)
        each = hash_cell(index, index * 0 + at, b.uniform(0, 9))
        u, v = shifted - (index - half) * gap, y - row - 0.06 * (each - 0.5)
        colour = b.ramp(0.42 + 0.25 * each + bloom - 0.15 * v / size)
        canvas.part(circle(u, v, size), colour, bulge=0.18, gloss=1.3, shadow=0.75)
    return canvas.sketch()


@figure(hues=((0.07, 0.85), (0.09, 0.8), (0.05, 0.85)), words=("squash", "jack o lantern"))
def pumpkin(b: Brush) -> Sketch:
    """Fat orange ribs round a crooked stalk; some carved, with a face lit from within."""
    x, y, canvas = b.x, b.y, Canvas(b)
    wide, tall = b.uniform(0.85, 0.97), b.uniform(0.58, 0.75)
    low = 0.18
    ribs = ((0.66, 0.34), (0.44, 0.36), (0.22, 0.36), (0.0, 0.32))
    for at, (offset, size) in enumerate(ribs):
        rib = ellipse(x.abs() - offset * wide, y - low, size * wide, tall * (0.86 + 0.05 * at))
        streak = 0.1 * b.grain(x * 18, y * 3) + 0.08 * b.noise(3)
        colour = b.ramp(0.62 + streak + 0.04 * at - 0.2 * smoothstep(-0.12, 0.0, rib))
        canvas.part(rib, colour, bulge=0.35, gloss=0.7, shadow=0.6)
    bend = b.uniform(-0.3, 0.3)
    points = [(0.0, low - tall * 0.82), (0.0, -0.7), (bend, -0.92)]
    stalk, _ = curve(x, y, points, 0.13, 0.08, 8)
    grooves = torch.cos(x * 40)
    green = b.new_palette(((0.25, 0.55), (0.18, 0.5)))
    canvas.part(stalk, b.ramp(0.5 + 0.15 * grooves, green), 0.1, texture=0.6 * grooves)
    carved, side = b.chance(0.4), x.abs()
    eye = torch.maximum((side - 0.36).abs() * 0.9 + (y - 0.02) * 0.6 - 0.1, -(y - 0.12) - 0.25)
    eye = torch.maximum(eye, y - 0.1)
    mouth = both(ellipse(x, y - 0.25, 0.62, 0.38), -ellipse(x, y - 0.05, 0.75, 0.4))
    teeth = torch.maximum((fraction(x * 2.6 + 0.5) - 0.5).abs() * 0.38 - 0.07, y - 0.5)
    face = union(eye, torch.maximum(mouth, -teeth))
    glow = mix(b.colour(1.0, 0.85, 0.25), b.colour(0.95, 0.45, 0.05), smoothstep(-0.1, 0.0, face))
    canvas.part(face - 0.05, b.colour(0.3, 0.1, 0.02), bulge=0.0, shadow=0.0, show=carved)
    canvas.part(face, glow, bulge=0.0, gloss=0, shadow=0.0, show=carved)
    return canvas.sketch()


@figure(hues=((0.11, 0.8), (0.08, 0.8), (0.14, 0.7)), words=("ananas",))
def pineapple(b: Brush) -> Sketch:
    """A barrel of golden lozenges, each with a spike, under a crown of stiff pointed leaves."""
    x, y, canvas = b.x, b.y, Canvas(b)
    green = b.new_palette(((0.36, 0.55), (0.33, 0.5), (0.4, 0.5)))
    top = b.uniform(-0.3, -0.15)
    for lean, long in ((1.0, 0.5), (0.6, 0.68), (0.25, 0.76), (0.8, 0.42), (0.4, 0.55), (0.0, 0.5)):
        lean = lean * b.uniform(0.85, 1.15)
        px, py = rotate(x.abs(), y - top - 0.08, -lean)
        px = px + 0.35 * py * py
        blade = leaf(-py, px, long, 0.13, 0.3, 1.4)
        canvas.part(blade, b.ramp(0.4 - 0.6 * py, green), bulge=0.08, gloss=0.4, shadow=0.6)
    wide, tall = b.uniform(0.44, 0.56), (1 - top) / 2
    body = ellipse(x, y - top - tall, wide, tall)
    body = both(body - 0.02, ellipse(x, y - top - tall, wide * 1.02, tall * 0.99))
    across = torch.asin((x / (wide * 1.02)).clamp(-0.98, 0.98))
    p, q = across * 1.5 + y * 3.2, across * 1.5 - y * 3.2
    u, v = fraction(p) - 0.5, fraction(q) - 0.5
    inside = 0.5 - torch.maximum(u.abs(), v.abs())
    each = hash_cell(torch.floor(p), torch.floor(q), 1.0) - 0.5
    knob = smoothstep(0.2, 0.08, torch.sqrt(u * u + v * v))
    colour = b.ramp(0.65 + 0.25 * each + 0.15 * (v - u) + 0.1 * b.noise(2))
    colour = mix(colour, b.ramp(0.45 + 0 * x, green), 0.6 * smoothstep(0.2, 0.05, inside))
    colour = mix(colour, b.colour(0.4, 0.2, 0.08), knob * 0.7)
    colour = colour * (0.4 + 0.6 * smoothstep(0.0, 0.12, inside))[:, None]
    height = 2.4 * torch.sqrt(inside.clamp_min(1e-4)) + 0.7 * knob
    canvas.part(body, colour, bulge=0.4, texture=height, gloss=0.5, shadow=0.6)
    return canvas.sketch()


@figure(hues=((0.98, 0.85), (0.01, 0.85), (0.0, 0.8)), words=("strawberries",), upright=False)
def strawberry(b: Brush) -> Sketch:
    """A glossy red cone with rounded shoulders, golden seeds in dimples, a green star on top."""
    x, y, canvas = b.x * 1.06, b.y * 1.06, Canvas(b)
    wide, belly = b.uniform(0.68, 0.85), b.uniform(0.25, 0.4)
    body = leaf(y + 0.66, x + 0.1 * b.noise(2), 1.62, wide, belly, b.uniform(0.85, 1.05))
    across = torch.asin((x / (wide * 1.15 - 0.25 * y)).clamp(-0.95, 0.95)) * b.uniform(2.6, 3.2)
    down = y * b.uniform(3.2, 4.0)
    row = torch.floor(down)
    u, v = fraction(across + 0.5 * row) - 0.5, down - row - 0.5
    seed = torch.sqrt((u * 1.4) ** 2 + v * v)
    dimple, seed = smoothstep(0.5, 0.2, seed), smoothstep(0.24, 0.14, seed)
    pale = b.uniform(0, 0.5) * smoothstep(-0.3, -0.65, y)
    colour = b.ramp(0.6 - 0.25 * dimple + pale + 0.1 * b.noise(2))
    colour = mix(colour, b.colour(0.95, 0.8, 0.35), seed)
    canvas.part(body, colour, bulge=0.5, texture=1.2 * seed - 1.4 * dimple, gloss=1.0)
    green = b.new_palette(((0.3, 0.65), (0.27, 0.65)))
    stalk, _ = curve(x, y, [(0, -0.6), (0, -0.85), (b.uniform(-0.3, 0.3), -0.96)], 0.06, 0.05, 6)
    canvas.part(stalk, b.ramp(0.6 + 0 * x, green), bulge=0.06)
    for ring in range(2):
        star = spokes(x, (y + 0.6) * 1.7, b.whole(5, 6), 0.5 + 0.5 * ring)
        sepal = leaf(star.along, star.across, 0.66 - 0.1 * ring, 0.15, 0.4, 1.5)
        colour = b.ramp(0.45 + 0.5 * star.along + 0.1 * ring, green)
        canvas.part(sepal * 0.75, colour, bulge=0.1, gloss=0.3, shadow=0.6)
    return canvas.sketch()
