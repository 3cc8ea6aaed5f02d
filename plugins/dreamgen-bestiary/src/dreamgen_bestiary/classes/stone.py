"""Earth, stone and what is cut from it."""

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
from dreamgen_bestiary.drawing.shapes import box


@texture(hues=((0.08, 0.45), (0.06, 0.5), (0.1, 0.35)), words=("dry mud", "desert floor"))
def cracks(b: Brush) -> Sketch:
    """Dried mud: flat plates curled up at their edges, deep dark cracks of varying width."""
    x, y = b.coordinates((0.9, 1.9), shift=2, warp=0.1)
    plate = cells(x + 0.15 * b.noise(5), y + 0.15 * b.noise(5), 0.95)
    wide = b.uniform(0.04, 0.09) * (1 + 0.7 * b.noise(3))
    each = hash_cell(plate.i, plate.j, b.uniform(0, 9)) - 0.5
    rough = b.clouds(6, octaves=2)
    curl = torch.exp(-((plate.edge - 0.2) ** 2) / 0.02)
    colour = b.ramp(0.72 + 0.2 * each + 0.1 * rough + 0.1 * curl)
    top = smoothstep(wide, wide + 0.1, plate.edge)
    colour = mix(b.tone(0) * 0.3, colour, top)
    return surface(b, colour, 0.15 * top + 0.06 * curl + 0.02 * rough, x, y, gloss=0.1)


@texture(hues=((0.1, 0.25), (0.6, 0.25), (0.04, 0.35)), words=("pebbles", "stones", "paving"))
def cobblestones(b: Brush) -> Sketch:
    """Rounded stones set close, moss or sand in the joints."""
    x, y = b.coordinates((1.3, 2.6), shift=2, warp=0.08)
    stone = cells(x, y, b.uniform(0.3, 0.8))
    each = hash_cell(stone.i, stone.j, b.uniform(0, 9))
    rough = b.clouds(7, octaves=2)
    joint = b.uniform(0.08, 0.18)
    top = smoothstep(joint, joint + 0.12, stone.edge)
    hues = ((0.25, 0.6), (0.1, 0.5), (0.08, 0.4))
    filling = b.ramp(0.3 + 0.25 * rough, b.new_palette(hues))
    grey = b.ramp(0.55 + 0.45 * each + 0.12 * rough)
    colour = mix(filling * 0.7, grey, top)
    height = 0.2 * top - 0.5 * stone.nearest**2 + 0.04 * rough
    return surface(b, colour, height, x, y, gloss=0.2)


@texture(hues=((0.02, 0.65), (0.05, 0.6), (0.07, 0.4)), words=("brick wall", "wall"))
def bricks(b: Brush) -> Sketch:
    """A wall of bricks in running bond, each of its own shade, pale or dark mortar."""
    x, y = b.coordinates((1.2, 2.4), shift=2, turn=0.5, warp=0.05, stretch=0.1)
    long = b.uniform(1.6, 2.4)
    row = torch.floor(y * 1.6)
    along = x * 1.6 / long + 0.5 * (row % 2)
    column = torch.floor(along)
    u, v = (fraction(along) - 0.5) * long, fraction(y * 1.6) - 0.5
    inside = -box(u, v, long / 2 - 0.08, 0.42, 0.12) + 0.03 * b.noise(9)
    each = hash_cell(row, column, b.uniform(0, 9))
    rough = b.clouds(7, octaves=3)
    colour = b.ramp(0.45 + 0.4 * each + 0.15 * rough)
    mortar = mix(b.colour(0.8, 0.76, 0.7), b.colour(0.25, 0.23, 0.22), b.chance(0.4))
    colour = mix(mortar * (0.9 + 0.15 * rough)[:, None], colour, smoothstep(-0.03, 0.07, inside))
    height = 0.22 * smoothstep(-0.05, 0.16, inside) + 0.03 * rough
    return surface(b, colour, height, x, y, gloss=0.15)


@texture(hues=((0.1, 0.15), (0.42, 0.55), (0.0, 0.4)), words=("polished stone",))
def marble(b: Brush) -> Sketch:
    """Polished stone: clouded, with swaying veins of other colours; white, green, rose or black."""
    x, y = b.coordinates((0.8, 1.4), warp=0.15)
    storm = b.clouds(2, octaves=3)
    flow = torch.sin(x * b.uniform(2, 5) + b.uniform(2, 4) * storm)
    other = torch.sin(y * 4 + 2.5 * storm + b.uniform(2, 4) * b.noise(2))
    vein = smoothstep(0.55, 0.05, flow.abs()) * (0.7 + 0.6 * b.noise(2)).clamp(0, 1)
    thin = smoothstep(0.3, 0.08, other.abs()) * (0.4 + 0.8 * b.noise(2)).clamp(0, 1)
    dark = b.chance(0.35)
    ground = b.ramp(mix(0.78 + 0.35 * storm, 0.2 + 0.25 * storm, dark))
    stain = mix(b.tone(1), b.tone(5), dark)
    gold = mix(stain, b.colour(0.75, 0.55, 0.25), b.chance(0.5))
    colour = mix(mix(ground, stain, vein * 0.85), gold, thin * 0.9)
    return surface(b, colour, 0.1 * b.noise(1.5), x, y, gloss=1.0)


@texture(hues=((0.05, 0.75), (0.58, 0.6), (0.83, 0.5), (0.1, 0.5)), words=("geode", "amethyst"))
def agate(b: Brush) -> Sketch:
    """A slice of agate: bands that follow a knobbly outline inwards to a heart of crystals."""
    x, y = b.coordinates((0.75, 1.3), shift=0.5, warp=0.25)
    r = length(x, y) + 0.28 * b.noise(2) + 0.14 * b.noise(3.5)
    many = b.uniform(4, 9)
    layer = r * many + 0.25 * b.noise(2)
    number, across = torch.floor(layer), fraction(layer)
    here, below = hash_cell(number, 0 * r, 2.0), hash_cell(number - 1, 0 * r, 2.0)
    share = mix(below, here, smoothstep(0.0, 0.45, across))  # bands of their own, softly joined
    colour = b.ramp(0.2 + 0.8 * share + 0.1 * torch.cos(layer * 6.28))
    heart = b.uniform(0.15, 0.4)
    facet = cells(x * 4.5, y * 4.5, 0.9)
    shine = hash_cell(facet.i, facet.j, 5.0)
    crystal = b.ramp(0.45 + 0.55 * shine, b.new_palette(((0.78, 0.6), (0.58, 0.3))))
    colour = mix(colour, b.tone(5), smoothstep(heart + 0.1, heart + 0.04, r))
    inside = smoothstep(heart + 0.02, heart - 0.03, r)
    colour = mix(colour, crystal, inside)
    tilt = facet.x * torch.cos(shine * 20) + facet.y * torch.sin(shine * 20)
    return surface(b, colour, inside * (0.2 * tilt - 0.1), x, y, gloss=1.0)


@figure(hues=((0.78, 0.6), (0.5, 0.6), (0.92, 0.5), (0.14, 0.5)), words=("quartz", "crystal"))
def crystals(b: Brush) -> Sketch:
    """A cluster of six-sided prisms with pointed ends, fanned out from one foot."""
    x, y, canvas = b.x, b.y, Canvas(b)
    for lean, tall in ((-0.95, 1.0), (0.95, 0.95), (-0.45, 1.3), (0.5, 1.25), (0.0, 1.6)):
        wide = b.uniform(0.16, 0.26)
        u, v = rotate(x, y - 0.65, -lean + b.uniform(-0.15, 0.15))
        top = -tall * b.uniform(0.8, 1.05)
        apex = wide * b.uniform(-0.4, 0.4)
        shoulder = top + wide * b.uniform(1.3, 1.9)
        below = ((v - top) / (shoulder - top)).clamp(
            -9, 1
        )  # 0 at the apex, 1 from the shoulders on
        reach = torch.maximum(u - apex - (wide - apex) * below, apex - u - (wide + apex) * below)
        outline = torch.maximum(reach * 0.85, v - 0.12)
        left = smoothstep(0.02, -0.02, u - apex + 0.45 * wide)
        right = smoothstep(-0.02, 0.02, u - apex - 0.35 * wide)
        cap = smoothstep(0.02, -0.02, v - shoulder - 0.25 * wide + 0.5 * u.abs())
        foot = smoothstep(-0.5, 0.1, v)
        share = 0.62 - 0.22 * left + 0.2 * right + 0.18 * cap - 0.25 * foot
        colour = b.ramp(share + 0.08 * b.noise(2) + b.uniform(-0.08, 0.08))
        arris = smoothstep(0.04, 0.01, (u - apex + 0.45 * wide).abs())
        colour = mix(colour, b.tone(5), arris * 0.5)
        canvas.part(outline, colour, bulge=0.04, gloss=0.8, outline=0.012)
    return canvas.sketch()


@figure(
    hues=((0.97, 0.9), (0.6, 0.85), (0.4, 0.85), (0.78, 0.7)),
    words=("jewel", "diamond"),
    upright=False,
)
def gem(b: Brush) -> Sketch:
    """A cut stone from above: a bright table, kite and star facets about it, some in a gold rim."""
    x, y, canvas = b.x * 1.15, b.y * b.uniform(1.1, 1.4), Canvas(b)
    sides = 2 * b.whole(3, 5)
    r, angle = polar(x, y)
    sector = 2 * FULL / sides
    part = torch.floor(angle / sector + 0.5)
    bent = angle - part * sector
    flat = r * torch.cos(bent)  # distance towards the middle of the nearest side
    between = torch.floor(angle / sector)
    corner = r * torch.cos(angle - (between + 0.5) * sector)
    girdle = torch.maximum(flat, corner * 0.98) - 0.86
    setting = b.chance(0.35)
    canvas.part(girdle - 0.1, b.colour(0.85, 0.65, 0.25), bulge=0.12, gloss=1.2, show=setting)
    table = b.uniform(0.42, 0.52)
    star = corner - table * 1.18
    light = torch.cos(angle - b.uniform(-FULL, FULL))
    flash = hash_cell(part, 0 * r + 1.0, 3.0) - 0.5
    spark = hash_cell(between, 0 * r + 2.0, 5.0) - 0.5
    kite = (star > 0.18).float()
    share = 0.5 + 0.25 * light + mix(0.5 * spark, 0.6 * flash, kite)
    on_table = smoothstep(0.015, -0.015, flat - table)
    inner = 0.72 - 0.3 * light + 0.35 * (hash_cell(part, 0 * r, 8.0) - 0.5)
    colour = b.ramp(mix(share, inner, on_table))
    edge = torch.minimum((flat - table).abs(), (star - 0.18).abs() + on_table)
    colour = mix(colour, b.tone(5), smoothstep(0.035, 0.01, edge) * 0.6)
    canvas.part(girdle, colour, bulge=0.08, gloss=0.6, outline=0.015)
    glint = length(x + 0.2, y + 0.24)
    canvas.paint(torch.ones(1, 3, 1, 1, device=x.device), smoothstep(0.16, 0.05, glint) * 0.8)
    return canvas.sketch()
