"""Things that carry people over land, sea and sky."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import length, mix, smoothstep
from dreamgen_bestiary.drawing.radial import leaf, spokes
from dreamgen_bestiary.drawing.shapes import (
    Number,
    box,
    circle,
    curve,
    ellipse,
    limb,
    polygon,
    union,
)

MASTS = ((-0.52, 0.78, 0.22), (0.46, 0.86, 0.24), (-0.02, 1.0, 0.3))  # place, height, width


@figure(hues=((0.98, 0.75), (0.38, 0.55), (0.6, 0.6), (0.12, 0.6)), words=("train", "steam engine"))
def locomotive(b: Brush) -> Sketch:
    """A steam engine from the side: boiler, chimney with smoke, dome, cab, great driving wheels."""
    x, y, canvas = b.x * 1.04, b.y * 1.04 - 0.02, Canvas(b)
    grey, black = b.uniform(0.6, 0.95)[:, None], b.colour(0.1, 0.1, 0.12, 0.02)
    gold, curl = b.colour(0.92, 0.72, 0.28), b.noise(5)
    puffs = ((0.35, -0.86, 0.12), (0.1, -0.82, 0.15), (-0.25, -0.78, 0.18), (0.56, -0.75, 0.09))
    moved = [(px + 0.04 * b.normal(b.batch, 1, 1), py, size) for px, py, size in puffs]
    smoke = union(*(circle(x - px, y - py, size) for px, py, size in moved)) - 0.04 * curl
    canvas.part(smoke, grey * b.colour(1, 1, 1, 0.02), 0.15, texture=curl, gloss=0, shadow=0.3)
    boiler = b.uniform(0.22, 0.28)
    flare = b.uniform(0.08, 0.16)
    chimney = polygon(x - 0.58, y, (-0.08, 0.0), (0.08, 0.0), (flare, -0.56), (-flare, -0.56))
    canvas.part(chimney, black, bulge=0.12, gloss=0.9)
    canvas.part(box(x - 0.58, y + 0.57, flare + 0.04, 0.04, 0.02), gold, bulge=0.04, gloss=1.0)
    canvas.part(ellipse(x - 0.18, y + 0.2, 0.13, 0.22), gold, bulge=0.13, gloss=1.2)
    tank = box(x - 0.12, y - 0.06, 0.72, boiler, 0.05)
    canvas.part(tank, b.ramp(0.6 + 0.08 * b.noise(3)), bulge=boiler, gloss=1.0)
    bands = torch.maximum((torch.remainder(x, 0.34) - 0.17).abs() - 0.022, tank + 0.01)
    canvas.part(bands, gold, bulge=0.0, gloss=0.8, shadow=0)
    canvas.part(box(x - 0.82, y - 0.06, 0.08, boiler + 0.04, 0.04), black, bulge=0.1, gloss=0.8)
    cab = box(x + 0.66, y + 0.06, 0.26, 0.42, 0.02)
    canvas.part(cab, b.ramp(0.5 + 0 * x), bulge=0.05, gloss=0.6)
    canvas.part(box(x + 0.66, y + 0.2, 0.14, 0.14, 0.02), b.colour(0.98, 0.85, 0.5), bulge=0.0)
    canvas.part(box(x + 0.64, y + 0.5, 0.34, 0.05, 0.03), b.tone(1), bulge=0.05)
    canvas.part(box(x, y - 0.42, 0.93, 0.08), b.tone(1), bulge=0.05)
    plough = polygon(x, y, (0.74, 0.44), (0.88, 0.44), (1.0, 0.92), (0.78, 0.86))
    canvas.part(plough, b.ramp(0.65 + 0 * x), bulge=0.06, gloss=0.6)
    big, small = b.uniform(0.24, 0.28), 0.15
    _add_wheel(b, canvas, (x - 0.485).abs() - small, y - 0.93 + small, small)
    _add_wheel(b, canvas, (x + 0.34).abs() - 0.28, y - 0.93 + big, big)
    rod = limb(x, y, (-0.62, 1.05 - big), (-0.06, 1.05 - big), 0.045)
    canvas.part(rod, b.colour(0.75, 0.76, 0.8, 0.03), bulge=0.05, gloss=1.0)
    return canvas.sketch()


@figure(hues=((0.0, 0.8), (0.58, 0.7), (0.13, 0.8), (0.45, 0.5)), words=("automobile", "vehicle"))
def car(b: Brush) -> Sketch:
    """A rounded old motor car from the side: wings over the wheels, windows, lamps, bright trim."""
    x, y, canvas = b.x, b.y / 1.12 - 0.14, Canvas(b)
    chrome, dark = b.colour(0.85, 0.86, 0.9, 0.02), b.colour(0.09, 0.09, 0.1, 0.01)
    roof, back = b.uniform(-0.66, -0.46), b.uniform(0.38, 0.5)
    top = ellipse(x + 0.1, y - 0.1, back + 0.1, 0.1 - roof)
    bonnet = ellipse(x - 0.5, y - 0.2, 0.44, b.uniform(0.26, 0.34))
    tail = ellipse(x + 0.6, y - 0.22, 0.36, b.uniform(0.22, 0.34))
    body = union(top, bonnet, tail, box(x, y - 0.24, 0.86, 0.14, 0.1), smooth=0.12)
    body = torch.maximum(body, y - 0.42)
    paint = b.ramp(0.62 - 0.15 * y)
    lower = mix(paint, b.tone(5), smoothstep(0.1, 0.13, y) * b.chance(0.35))
    canvas.part(body, lower, bulge=0.25, gloss=1.2)
    pane = torch.maximum(ellipse(x + 0.1, y - 0.1, back - 0.03, -roof - 0.02), y - 0.02)
    pane = torch.maximum(pane, 0.04 - (x + 0.1).abs())
    glass = mix(b.colour(0.75, 0.88, 0.95), b.colour(0.2, 0.3, 0.4), smoothstep(-0.4, 0.05, y))
    canvas.part(pane, glass, bulge=0.04, gloss=1.2, shadow=0)
    canvas.part(box(x, y - 0.13, 0.85, 0.025), chrome, bulge=0.03, gloss=1.2, shadow=0.3)
    canvas.part(limb(x, y, (-0.16, 0.03), (-0.04, 0.03), 0.03), chrome, bulge=0.03, shadow=0)
    canvas.part(circle(x - 0.84, y - 0.16, 0.09), b.colour(1, 0.93, 0.65), bulge=0.1, gloss=1.3)
    canvas.part(ellipse(x + 0.9, y - 0.2, 0.05, 0.08), b.colour(0.9, 0.1, 0.08), bulge=0.06)
    canvas.part(box(x, y - 0.38, 0.97, 0.055, 0.05), chrome, bulge=0.05, gloss=1.2)
    size = b.uniform(0.22, 0.27)
    px = x.abs() - 0.54
    wing = torch.maximum(circle(px, y - 0.42, size + 0.1), y - 0.38)
    canvas.part(wing, paint * 0.92, bulge=0.1, gloss=1.2, shadow=0.6)
    r = length(px, y - 0.44)
    canvas.part(r - size, dark * 1.6, bulge=0.1, gloss=0.3, shadow=0.7)
    canvas.part(r - size * 0.66, b.colour(0.93, 0.92, 0.88), bulge=0.03, show=b.chance(0.5))
    canvas.part(r - size * 0.52, chrome, bulge=0.08, gloss=1.2)
    canvas.part(r - size * 0.24, b.tone(2), bulge=0.06, gloss=1.0)
    return canvas.sketch()


@figure(hues=((0.0, 0.8), (0.6, 0.65), (0.08, 0.75), (0.98, 0.7)), words=("spaceship",))
def rocket(b: Brush) -> Sketch:
    """A cigar on fins with a coloured nose, portholes, and a flame below."""
    x, y, canvas = b.x, b.y, Canvas(b)
    wide, low = b.uniform(0.24, 0.34), 0.5
    wave = b.noise(6) * 0.08
    for size, hot in ((1.0, (0.95, 0.35, 0.05)), (0.7, (1.0, 0.75, 0.15)), (0.4, (1.0, 0.97, 0.8))):
        flame = leaf(y - 0.42, x + wave * (y - 0.4), 0.56 * size, wide * 0.85 * size, 0.3, 1.5)
        canvas.part(flame, b.colour(*hot), bulge=0.0, gloss=0.0, shadow=0.0)
    fin = b.uniform(0.55, 0.8)
    points = [(wide * 0.5, -0.1), (wide + 0.2, 0.15), (fin, 0.75)]
    blade, along = curve(x.abs(), y, points, 0.2, 0.06, 8)
    blade = torch.maximum(blade, 0.1 - 0.4 * along - x.abs())
    canvas.part(blade, b.ramp(0.6 - 0.15 * along), bulge=0.12, gloss=0.8)
    body = torch.maximum(leaf(y + 0.98, x, 1.95, wide, 0.5, 1.0), y - low)
    hull = mix(b.colour(0.93, 0.93, 0.95, 0.03), b.ramp(0.8 + 0 * x), b.chance(0.3)[:, None])
    nose = smoothstep(0.02, -0.02, y + b.uniform(0.42, 0.6))
    stripe = smoothstep(0.09, 0.06, (y - b.uniform(0.25, 0.4)).abs()) * b.chance(0.6)
    squares = smoothstep(-0.1, 0.1, torch.sin(x * 14) * torch.sin(y * 14)) * b.chance(0.25)
    squares = squares * smoothstep(0.0, 0.1, y)
    marks = torch.maximum(torch.maximum(nose, stripe), squares)
    canvas.part(body, mix(hull, b.ramp(0.55 + 0 * x), marks), bulge=wide, gloss=1.0, shadow=0.7)
    canvas.part(box(x, y - low, wide * 0.75, 0.06, 0.03), b.tone(1), bulge=0.05, gloss=0.8)
    for at, shown in ((-0.2, None), (0.14, b.chance(0.5))):
        size = wide * b.uniform(0.45, 0.58)
        r = length(x, y - at)
        canvas.part(r - size, b.tone(3), bulge=0.06, gloss=1.2, show=shown)
        glass = mix(b.colour(0.65, 0.9, 1.0), b.colour(0.1, 0.25, 0.5), r / size)
        canvas.part(r - size * 0.68, glass, bulge=0.1, gloss=1.5, show=shown, shadow=0)
    middle = leaf(y - 0.05, x, 0.75, 0.055, 0.5, 1.0)
    canvas.part(middle, b.ramp(0.7 + 0 * x), bulge=0.06, gloss=0.8, show=b.chance(0.7))
    return canvas.sketch()


@figure(
    hues=((0.0, 0.8), (0.13, 0.85), (0.58, 0.75), (0.38, 0.6)), words=("balloon", "montgolfier")
)
def hot_air_balloon(b: Brush) -> Sketch:
    """A swelling bag of bright gores, plain, banded or zigzag, and a basket on ropes."""
    x, y, canvas = b.x, b.y, Canvas(b)
    wide = b.uniform(0.7, 0.8)
    ropes = limb(x.abs(), y, (0.2, 0.5), (0.12, 0.78), 0.025)
    canvas.part(ropes, b.colour(0.4, 0.28, 0.15), bulge=0.02, shadow=0)
    weave = torch.sign(torch.sin(x * 40) * torch.sin(y * 40)) * 0.2
    basket = box(x, y - 0.86, 0.17, 0.12, 0.04)
    canvas.part(basket, b.ramp(0.5 + weave, b.new_palette(((0.08, 0.6), (0.1, 0.55)))), bulge=0.12)
    canvas.part(box(x, y - 0.76, 0.19, 0.03, 0.02), b.colour(0.35, 0.2, 0.1), bulge=0.03)
    dome = ellipse(x, y + 0.26, wide, 0.71)
    cone = polygon(
        x, y, (-wide * 0.8, 0.15), (wide * 0.8, 0.15), (0.2 + 0 * wide, 0.6), (-0.2 + 0 * wide, 0.6)
    )
    bag = torch.maximum(union(dome, cone, smooth=0.2), y - 0.57)
    profile = torch.sqrt((1 - ((y + 0.26) / 0.75) ** 2).clamp_min(0.06)) * wide
    turn = torch.asin((x / profile.clamp_min(0.25)).clamp(-0.98, 0.98)) / FULL
    many = b.whole(4, 7)
    zigzag = b.chance(0.4) * (torch.remainder(y * 3.2, 1) - 0.5).abs()
    gore = turn * many * 2 + zigzag
    stripe = smoothstep(-0.12, 0.12, torch.cos(gore * FULL))
    colours = b.new_palette(((0.0, 0.85), (0.12, 0.85), (0.58, 0.8), (0.33, 0.7), (0.8, 0.6)))
    band = smoothstep(0.14, 0.11, (y + b.uniform(0.1, 0.4)).abs()) * b.chance(0.5)
    cloth = mix(b.tone(3), b.tone(5), stripe)
    cloth = mix(cloth, b.tone(3, colours), band)
    puff = torch.cos(turn * many * 2 * FULL * 2) * 0.5
    canvas.part(bag, cloth, bulge=0.6, texture=0.8 * puff, gloss=0.5)
    canvas.part(torch.maximum(bag + 0.01, 0.5 - y), b.tone(1), bulge=0.1, shadow=0)
    return canvas.sketch()


@figure(hues=((0.08, 0.6), (0.06, 0.6), (0.1, 0.5)), words=("ship", "galleon", "boat"))
def sailing_ship(b: Brush) -> Sketch:
    """A galleon: curved wooden hull with a high stern, three masts of swelling sails, pennants."""
    x, y, canvas = b.x * 1.06, b.y * 1.06, Canvas(b)
    sails = mix(
        b.colour(0.95, 0.91, 0.8), b.ramp(0.9 + 0 * x, b.new_palette()), b.chance(0.25)[:, None]
    )
    flag = b.tone(4, b.new_palette(((0.0, 0.85), (0.6, 0.7))))
    stripe = smoothstep(-0.2, 0.2, torch.cos(x * 28)) * b.chance(0.25)
    cloth = mix(sails, flag, stripe)
    canvas.part(limb(x, y, (0.6, 0.4), (0.98, 0.05), 0.04, 0.025), b.ramp(0.5 + 0 * x), bulge=0.04)
    tall = b.uniform(0.9, 1.0)
    masts = [(at, high * tall, wide) for at, high, wide in MASTS]
    poles = union(*(limb(x, y, (at, 0.5), (at, 0.02 - high), 0.035) for at, high, _ in masts))
    canvas.part(poles, b.ramp(0.45 + 0 * x), bulge=0.03)
    for mast, high, wide in masts:
        pennant = polygon(x, y, (mast, -high), (mast, 0.12 - high), (mast - 0.2, 0.06 - high))
        canvas.part(pennant, flag, bulge=0.03, shadow=0)
        for low, size, half in ((0.34, 0.44, 1.0), (-0.16, 0.34, 0.78)):
            middle, u = low * high - size * high / 2 - 0.02, x - mast
            v = y - middle
            belly = 0.16 * (u / wide) ** 2 * wide
            shape = box(
                u * (1.0 - 0.35 * v), v - belly * (v > 0) + 0.04, wide * half, size * high / 2, 0.05
            )
            folds = torch.cos(u / wide * 5)
            shade = (0.85 + 0.15 * smoothstep(0.25, -0.25, v))[:, None]
            canvas.part(
                shape, cloth * shade, bulge=0.18, texture=0.2 * folds, gloss=0.1, shadow=0.6
            )
    deck = 0.42 - 0.32 * (-x - 0.1).clamp_min(0) ** 1.5 - 0.2 * (x - 0.2).clamp_min(0) ** 1.4
    keel = 0.92 - 0.5 * (x.abs() - 0.35).clamp_min(0) ** 1.6 * 2.2
    hull = torch.maximum(torch.maximum(deck - y, y - keel), x.abs() - 0.84 + 0.25 * (y - 0.4))
    planks = torch.cos((y - deck) * 42)
    colour = b.ramp(0.48 + 0.12 * planks + 0.1 * b.noise(5))
    colour = mix(colour, b.tone(4), smoothstep(0.05, 0.035, (y - deck - 0.08).abs()))
    canvas.part(hull * 0.9, colour, bulge=0.25, texture=0.4 * planks, gloss=0.3, shadow=0.7)
    port = box(torch.remainder(x, 0.24) - 0.12, y - deck - 0.21, 0.045, 0.04)
    port = torch.maximum(port, x.abs() - 0.6)
    canvas.part(port, b.colour(0.08, 0.05, 0.04, 0.01), bulge=0.0, shadow=0)
    wave = 0.86 + 0.03 * torch.sin(x * 14 + b.uniform(0, 6))
    sea = torch.maximum(torch.maximum(wave - y, ellipse(x, y - 0.9, 1.0, 0.14)), y - 1.0)
    water = mix(
        b.colour(0.9, 0.97, 1.0), b.colour(0.08, 0.35, 0.55), smoothstep(0.0, 0.07, y - wave)
    )
    canvas.part(sea, water, bulge=0.05, gloss=0.8, shadow=0.2)
    return canvas.sketch()


def _add_wheel(b: Brush, canvas: Canvas, x: Tensor, y: Tensor, size: Number) -> None:
    """Lay a wheel with spokes."""
    r = length(x, y)
    canvas.part(r - size, b.colour(0.12, 0.12, 0.14, 0.02), bulge=0.05, gloss=0.8)
    canvas.part(r - size * 0.78, b.tone(1) * 0.6, bulge=0.0, shadow=0)
    bar = spokes(x, y, 6)
    canvas.part(torch.maximum(bar.across.abs() - 0.028, r - size * 0.8), b.tone(4), 0.03, shadow=0)
    canvas.part(r - size * 0.28, b.tone(3), bulge=0.05, gloss=1.0)
