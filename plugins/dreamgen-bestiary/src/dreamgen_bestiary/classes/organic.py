"""What grows in cells, folds and branches."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch, surface
from dreamgen_bestiary.drawing.fields import (
    cells,
    hash_cell,
    hexagons,
    length,
    mix,
    rotate,
    smoothstep,
)


@texture(hues=((0.08, 0.6), (0.95, 0.5), (0.28, 0.55)), words=("coral", "brain", "maze"))
def brain_coral(b: Brush) -> Sketch:
    """Meandering ridges, rounded, with dark grooves between them."""
    x, y = b.coordinates((1.0, 2.0), warp=0.1)
    fold = _labyrinth(b, x, y) + b.uniform(-0.15, 0.35)
    ridge = torch.sqrt(smoothstep(-1.2, 0.8, fold) + 1e-3)
    crease = smoothstep(0.9, 1.5, fold) * b.chance(0.6)
    colour = b.ramp(0.2 + 0.7 * ridge + 0.2 * b.clouds(2) - 0.3 * crease)
    colour = mix(colour * 0.35, colour, smoothstep(-1.1, 0.0, fold))
    return surface(b, colour, 0.3 * ridge - 0.06 * crease, x, y, gloss=0.5)


@texture(hues=((0.14, 0.9), (0.55, 0.85), (0.6, 0.8)), words=("pufferfish", "turing pattern"))
def turing_skin(b: Brush) -> Sketch:
    """Smooth skin of frogs and pufferfish: two bold colours in spots, worms or mazes."""
    x, y = b.coordinates((0.9, 1.7), warp=0.2)
    spots = _labyrinth(b, x, y) + b.uniform(-0.9, 0.9) + 0.4 * b.noise(1.5)
    inside = smoothstep(-0.12, 0.12, spots)
    rim = smoothstep(0.35, 0.1, spots.abs()) * b.chance(0.4)
    shade = 0.2 * b.clouds(1.5)
    dark = b.ramp(0.25 + shade, b.new_palette()) * b.uniform(0.3, 1.0)[:, None]
    colour = mix(b.ramp(0.85 + shade), dark, inside)
    colour = mix(colour, b.tone(5), rim)
    return surface(b, colour, 0.12 * b.noise(2) + 0.05 * inside, x, y, gloss=1.0)


@texture(hues=((0.3, 0.75), (0.22, 0.7), (0.02, 0.7)), words=("leaf veins", "blood vessels"))
def veins(b: Brush) -> Sketch:
    """Vessels that branch from thick to thin between swollen fields, as in leaves and wings."""
    x, y = b.coordinates((0.7, 1.3), warp=0.2)
    large = cells(x + 0.1 * b.noise(4), y + 0.1 * b.noise(4), 0.9)
    small = cells(x * 2.7 + 0.2 * b.noise(5), y * 2.7, 0.9, seed=8.0)
    thick = b.uniform(0.06, 0.12)
    vessel = torch.maximum(
        smoothstep(thick * 1.6, 0, large.edge), 0.75 * smoothstep(0.22, 0, small.edge)
    )
    field = torch.minimum(large.edge * 1.5, small.edge).clamp(0, 0.5)
    each = hash_cell(small.i, small.j, 3.0) - 0.5
    flesh = b.ramp(0.4 + 0.5 * field + 0.15 * each + 0.2 * b.clouds(1.5))
    vessels = mix(b.tone(5), b.tone(1), b.chance(0.4))
    colour = mix(flesh, vessels, vessel * b.uniform(0.7, 1.0))
    sign = b.sign()
    return surface(b, colour, 0.12 * sign * vessel + 0.25 * field, x, y, gloss=0.6)


@texture(hues=((0.11, 0.9), (0.09, 0.85), (0.13, 0.8)), words=("honey", "beehive", "bees"))
def honeycomb(b: Brush) -> Sketch:
    """Hexagonal cells of wax: empty and dark, full of shining honey, or capped."""
    x, y = b.coordinates((1.3, 2.8), shift=2, warp=0.08)
    u, v, border, i, j = hexagons(x, y)
    each = hash_cell(i, j, b.uniform(0, 9))
    wall = b.uniform(0.36, 0.42)
    inside = smoothstep(wall + 0.03, wall - 0.03, border)
    full = (each < b.uniform(0.3, 1.0)).float()
    capped = (each > b.uniform(0.75, 1.3)).float() * (1 - full)
    depth = smoothstep(wall, 0.0, border)
    wax = b.ramp(0.8 + 0.2 * b.clouds(3))
    honey = b.ramp(0.62 - 0.25 * depth + 0.3 * v)
    empty = b.ramp(0.35 - 0.4 * depth) * 0.6
    cap = b.ramp(0.75 + 0.1 * b.clouds(6))
    content = mix(mix(empty, honey, full), cap, capped)
    glint = smoothstep(0.13, 0.07, length(u + 0.14, v + 0.16)) * full
    colour = mix(mix(wax, content, inside), torch.ones_like(wax), glint * inside * 0.7)
    rim = torch.exp(-(((border - wall - 0.04) / 0.07) ** 2))
    height = 0.16 * rim + inside * (0.2 * depth * (capped + 0.5 * full) - 0.1 * (1 - full))
    return surface(b, colour, height, x, y, gloss=0.7)


@texture(hues=((0.52, 0.5), (0.85, 0.5), (0.13, 0.5)), words=("foam", "soap bubbles", "drops"))
def bubbles(b: Brush) -> Sketch:
    """Clear spheres of all sizes with bright rims, a window's glint and rainbow bands."""
    x, y = b.coordinates((0.8, 1.4), warp=0.08)
    colour = b.ramp(0.5 + 0.35 * y + 0.2 * b.clouds(1.5))
    for scale, seed in ((2.6, 2.0), (1.2, 7.0)):
        ball = cells(x * scale + seed, y * scale, 0.6, seed)
        each = hash_cell(ball.i, ball.j, b.uniform(0, 9))
        radius = (0.3 + 0.16 * each) * smoothstep(0.0, 0.3, each + 0.2)
        r = ball.nearest / radius
        film = b.ramp(
            0.6 + 0.4 * torch.cos(r * r * 5 + 6.28 * each + 2 * ball.y),
            b.new_palette(((0.55, 0.6), (0.88, 0.6), (0.12, 0.6), (0.4, 0.5))),
        )
        rim = smoothstep(0.45, 0.95, r)
        bubble = mix(colour * 0.9 + 0.06, film, 0.15 + 0.75 * rim)
        glint = smoothstep(0.3, 0.16, length(ball.x / radius + 0.38, ball.y / radius + 0.42))
        back = smoothstep(0.25, 0.1, length(ball.x / radius - 0.4, ball.y / radius - 0.45))
        bubble = bubble + (0.9 * glint + 0.35 * back)[:, None]
        soft = 5.0 * scale / b.side / radius
        colour = mix(
            colour * (1 - 0.25 * smoothstep(1.3, 1.0, r))[:, None],
            bubble,
            smoothstep(1.0, 1.0 - soft, r),
        )
    return Sketch(colour.clamp(0, 1))


@texture(hues=((0.07, 0.5), (0.09, 0.45), (0.22, 0.4)), words=("tangle", "vines", "mangrove"))
def roots(b: Brush) -> Sketch:
    """A tangle of thick winding roots in layers, the deeper ones darker."""
    x, y = b.coordinates((0.7, 1.2), warp=0.1)
    canvas = Canvas(b)
    canvas.part(x * 0 - 1, b.tone(0) * 0.5, bulge=0)
    heading = b.uniform(-FULL, FULL)
    for layer in range(4):
        u, v = rotate(x, y, heading + b.uniform(-0.9, 0.9))
        u = u + b.uniform(-1, 1) + 0.35 * b.noise(2)
        apart = b.uniform(0.6, 1.1)
        distance = (u - apart * torch.round(u / apart)).abs()
        number = hash_cell(torch.round(u / apart), v * 0, b.uniform(0, 9))
        thick = b.uniform(0.07, 0.16) * (0.7 + 0.6 * number)
        bark = b.grain(u * 14, v * 3)
        colour = b.ramp(0.35 + 0.15 * layer + 0.25 * (number - 0.5) + 0.3 * (bark - 0.5))
        canvas.part(distance - thick, colour, bulge=0.13, texture=bark, gloss=0.15, shadow=0.8)
    return Sketch(canvas.sketch().colour)


def _labyrinth(b: Brush, x: Tensor, y: Tensor, waves: int = 9) -> Tensor:
    """Return a field in about -2..2 whose ups and downs, all of one width, form a maze.

    Plane waves of one length in all directions, as a Turing pattern's spectrum is a ring (Turing
    1952, "The chemical basis of morphogenesis"). Five or so to one unit of x and y.
    """
    total = torch.zeros_like(x)
    turn = b.uniform(0, FULL)
    for wave in range(waves):
        angle = turn + FULL * (wave + 0.5 * b.uniform()) / waves
        long = 11 * (1 + 0.12 * b.normal(b.batch, 1, 1))
        total = total + torch.cos(
            (x * torch.cos(angle) + y * torch.sin(angle)) * long + b.uniform(0, 2 * FULL)
        )
    return total * (1.6 / waves**0.5)
