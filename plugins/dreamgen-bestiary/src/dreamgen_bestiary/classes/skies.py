"""Skies by day and by night."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure, texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Lamp, Sketch
from dreamgen_bestiary.drawing.fields import cells, fraction, hash_cell, mix, polar, smoothstep
from dreamgen_bestiary.drawing.shapes import circle, limb, union


@texture(hues=((0.58, 0.65), (0.55, 0.55), (0.62, 0.6)), words=("cloud", "sky", "cumulus"))
def clouds(b: Brush) -> Sketch:
    """Heaped white clouds, lit from one side, bank behind bank, in a blue or an evening sky."""
    x, y = b.coordinates((0.8, 1.3), shift=0.3, turn=0.2, warp=0.15)
    evening = b.chance(0.3)
    dusk = b.ramp(0.5 + 0.45 * y, b.stops((0.35, 0.25, 0.5), (0.9, 0.45, 0.4), (1.0, 0.8, 0.5)))
    colour = mix(b.ramp(0.7 + 0.25 * y), dusk, evening)
    white = mix(b.colour(1.0, 1.0, 0.98, 0.02), b.colour(1.0, 0.83, 0.7), evening)
    shade = mix(b.colour(0.6, 0.68, 0.8), b.colour(0.6, 0.4, 0.55), evening)
    lamp = Lamp(b)
    for level in (-0.45, 0.3):
        billow = sum(0.55**k * b.noise(2.5 * 2**k).abs() for k in range(3))  # round, with creases
        top = level + 0.4 * torch.sin(x * b.uniform(1.5, 3) + b.uniform(0, 6))
        deep = y - top + 0.7 * billow - 0.3 * b.noise(2).abs()
        there = smoothstep(0.0, 0.12, deep)
        dim = smoothstep(0.2, 1.3, deep) + 0.45 - 0.7 * billow
        bank = mix(white, shade, dim.clamp(0, 1))
        colour = mix(colour, lamp.shade(bank, 0.3 * billow + 0.1 * there, 0.7, 0) * 1.1, there)
    return Sketch(colour.clamp(0, 1))


@texture(
    hues=((0.72, 0.7), (0.62, 0.75), (0.8, 0.6)), words=("storm", "thunderbolt", "electricity")
)
def lightning(b: Brush) -> Sketch:
    """Jagged bolts that fork downwards through dark clouds, in a violet glow."""
    x, y = b.coordinates((0.8, 1.2), shift=0.3, turn=0.5, warp=0.05)
    storm = b.clouds(2)
    colour = b.ramp(0.25 + 0.2 * storm + 0.1 * y)
    glow, core = torch.zeros_like(x), torch.zeros_like(x)
    for bolt in range(2):
        middle = b.uniform(-0.7, 0.7) + b.uniform(-0.3, 0.3) * y + _jag(b, y, 0.5)
        show = b.chance(0.4) if bolt else 1.0
        paths = [(x - middle, torch.ones_like(y))]
        for _ in range(3):
            start, slope = b.uniform(-0.9, 0.4), b.sign() * b.uniform(0.5, 1.2)
            below = (y - start).clamp_min(0)
            taper = (y > start) * (1 - below / b.uniform(0.5, 1.1)).clamp_min(0)
            paths.append((x - middle - slope * below - _jag(b, y, 0.35) * below, taper))
        for distance, taper in paths:
            wide = 0.025 + 0.035 * taper
            line = smoothstep(wide, wide * 0.3, distance.abs()) * smoothstep(0.0, 0.3, taper)
            core = torch.maximum(core, show * line)
            glow = torch.maximum(glow, show * taper * torch.exp(-distance.abs() * 5))
    halo = mix(b.tone(4), b.colour(0.6, 0.65, 1.0), b.chance(0.5))
    colour = colour + halo * (0.75 * glow * (0.8 + 0.4 * storm))[:, None]
    return Sketch(mix(colour, b.colour(1.0, 0.98, 1.0, 0.02), core).clamp(0, 1))


@texture(
    hues=((0.62, 0.7), (0.75, 0.6), (0.9, 0.55)), words=("milky way", "spiral galaxy", "stars")
)
def galaxy(b: Brush) -> Sketch:
    """A spiral galaxy seen aslant: a warm core, bright arms with rosy knots, stars about it."""
    x, y = b.coordinates((0.6, 1.1), shift=0.25, warp=0.06, stretch=0)
    r, angle = polar(x, y * b.uniform(1.1, 2.4))
    arms, way = b.whole(2, 3), b.sign()
    phase = arms * (angle * way - torch.log(r + 0.08) * b.uniform(1.6, 2.8)) + b.uniform(0, 6)
    dust = b.clouds(4, octaves=3)
    arm = (0.5 + 0.5 * torch.cos(phase + 0.8 * dust)) ** 1.5
    disc = smoothstep(1.35, 0.1, r)
    light = disc * (0.15 + 0.8 * arm * (0.8 + 0.5 * dust))
    knots = smoothstep(0.45, 0.8, b.noise(11)) * arm * disc
    core = torch.exp(-((r / b.uniform(0.14, 0.24)) ** 2))
    colour = b.ramp(0.05 + 0.85 * light) + b.colour(0.9, 0.3, 0.5) * (0.6 * knots)[:, None]
    colour = colour + b.colour(1.0, 0.85, 0.55) * (0.95 * core + 0.2 * disc**3)[:, None]
    return Sketch((colour + _stars(b, x, y)[:, None] * (1 - light)[:, None]).clamp(0, 1))


@texture(hues=((0.92, 0.75), (0.58, 0.75), (0.08, 0.7)), words=("cosmos", "space", "universe"))
def nebula(b: Brush) -> Sketch:
    """Billows of glowing gas in two or three colours, dark dust before them, bright stars."""
    x, y = b.coordinates((0.8, 1.3), warp=0.3)
    gas = b.clouds(1.5, octaves=3) + 0.4 * torch.sin(3 * b.noise(2) + x * 2)
    veil, dust = b.clouds(2, octaves=3), b.clouds(2.5, octaves=3)
    first = b.ramp(0.5 + 0.4 * gas) * smoothstep(-0.9, 0.6, gas)[:, None]
    second = b.ramp(0.55 + 0.4 * veil, b.new_palette()) * smoothstep(-0.2, 0.8, veil)[:, None]
    colour = 1 - (1 - first.clamp(0, 1)) * (1 - 0.9 * second.clamp(0, 1))
    colour = (colour + 0.3 * b.ramp(0.5 + 0.3 * veil)) * (1 - 0.7 * smoothstep(0.2, 0.9, dust))[
        :, None
    ]
    return Sketch((colour + _stars(b, x, y)[:, None]).clamp(0, 1))


@texture(hues=((0.4, 0.8), (0.45, 0.75), (0.8, 0.6)), words=("northern lights", "polar light"))
def aurora(b: Brush) -> Sketch:
    """Curtains of green light that fade upwards into violet, over dark hills."""
    x, y = b.coordinates((0.85, 1.2), shift=0.15, turn=0.2, warp=0.05)
    night = mix(b.colour(0.02, 0.04, 0.14, 0.03), b.colour(0.06, 0.1, 0.25, 0.03), 0.5 + 0.4 * y)
    colour = night + 0.8 * _stars(b, x, y)[:, None]
    for _ in range(3):
        hem = (
            b.uniform(-0.1, 0.5)
            + b.uniform(-0.5, 0.5) * x
            + 0.35 * b.noise(2) * b.uniform(0.5, 1.3)
        )
        up = hem - y
        tall = b.uniform(0.5, 1.1)
        ray = 0.45 + 0.8 * b.grain(x * b.uniform(5, 9) + 2 * hem, y * 0.4)
        light = smoothstep(-0.06, 0.06, up) * torch.exp(-(up.clamp_min(0) / tall) * 2.2) * ray
        tint = mix(b.tone(5), b.tone(3), smoothstep(0, 0.5, up))
        tint = mix(tint, b.colour(0.55, 0.15, 0.75), smoothstep(0.2, 0.9, up))
        colour = colour + tint * (light * 1.1)[:, None]
    hill = y - 0.75 - 0.2 * torch.sin(x * b.uniform(2, 4) + b.uniform(0, 6)) * b.uniform(0.3, 1)
    hill = hill + 0.06 * b.noise(5)
    return Sketch(
        mix(colour, b.colour(0.02, 0.03, 0.05, 0.02), smoothstep(-0.02, 0.02, hill)).clamp(0, 1)
    )


@figure(hues=((0.55, 0.45), (0.58, 0.5), (0.52, 0.3)), words=("snow", "ice crystal"), upright=False)
def snowflake(b: Brush) -> Sketch:
    """A six-armed star of ice, its arms branched, a hexagon in the middle."""
    canvas = Canvas(b)
    r, angle = polar(b.x, b.y)
    folded = (fraction(angle * 3 / FULL) - 0.5).abs() * FULL / 3
    u, v = r * torch.cos(folded), r * torch.sin(folded)
    thick = b.uniform(0.045, 0.075)
    shape = limb(u, v, (0.0, 0.0), (0.88, 0.0), thick, thick * 0.8)
    for place in (0.32, 0.5, 0.68):
        start = place + b.uniform(-0.06, 0.06)
        reach = b.uniform(0.12, 0.3) * (1.2 - place)
        twig = limb(u, v, (start, 0.0), (start + reach, reach * 1.6), thick * 0.9, thick * 0.7)
        shape = union(shape, twig, smooth=0.04)
    core = torch.maximum(u - b.uniform(0.12, 0.34), u * 0.5 + v * 0.87 - 0.34)
    shape = union(shape, core, smooth=0.03)
    shape = torch.minimum(shape, circle(u - 0.85, v, thick * 1.8) + 9 * (1 - b.chance(0.4)))
    colour = b.ramp(0.9 + 0.25 * torch.cos(r * b.uniform(8, 16)))
    canvas.part(shape, colour, bulge=0.07, gloss=1.2, outline=0.012)
    return canvas.sketch()


def _stars(b: Brush, x: Tensor, y: Tensor) -> Tensor:
    """Return the light of stars with a halo, a few large and more small, 0..1."""
    star = cells(x * 4 + 50, y * 4, 0.9)
    bright = hash_cell(star.i, star.j, b.uniform(0, 9))
    size = 0.06 + 0.12 * bright**4
    return (bright > 0.35) * (0.4 + 0.6 * bright) * torch.exp(-((star.nearest / size) ** 2))


def _jag(b: Brush, y: Tensor, size: float) -> Tensor:
    """Return an offset along y that zigzags as lightning does."""
    zero = torch.zeros_like(y)
    return size * (b.grain(zero, y * 2.5) - 0.5) + 0.4 * size * (b.grain(zero + 9, y * 7) - 0.5)
