"""Shells."""

from __future__ import annotations

from typing import NamedTuple

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
    polar,
    smoothstep,
)
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import circle, ellipse, union

SAND = ((0.08, 0.5), (0.05, 0.5), (0.12, 0.35), (0.97, 0.4))


@figure(hues=((0.06, 0.7), (0.09, 0.4), (0.04, 0.65)), words=("nautiloid",), upright=False)
def nautilus(b: Brush) -> Sketch:
    """A smooth coiled shell with rusty flames over its back, open at the front; or cut in half."""
    x, y, canvas = b.x, b.y, Canvas(b)
    whorl = _coil(x, y, b.uniform(2.6, 3.3))
    cut = b.chance(0.35)
    many = b.whole(9, 13)
    flame = torch.cos(many * whorl.angle + 3.0 * whorl.across + 1.2 * b.noise(3))
    zone = (
        smoothstep(0.15, 0.7, whorl.across)
        * smoothstep(0.08, 0.2, whorl.radius)
        * smoothstep(-0.4, 0.4, flame)
    )
    skin = mix(b.ramp(0.95 - 0.15 * whorl.across), b.ramp(0.4 + 0.1 * b.noise(4)), zone)
    wall = fraction(whorl.angle * 1.9 + 1.5 * (whorl.across - 0.5) ** 2)
    chamber = b.ramp(0.55 + 0.4 * wall + 0.1 * whorl.across)
    septum = smoothstep(0.14, 0.06, 0.5 - (wall - 0.5).abs())
    chamber = mix(chamber, b.tone(5), septum)
    edge = 4 * whorl.across * (1 - whorl.across)
    rim = smoothstep(0.0, 0.35, edge)
    colour = mix(skin, mix(b.tone(5) * 0.95, chamber, rim), cut) * (0.35 + 0.65 * rim)[:, None]
    round_ = torch.sqrt(edge.clamp_min(1e-4)) * whorl.wide
    height = mix(9 * round_, 2.0 * septum - 5 * rim * whorl.wide, cut)
    canvas.part(whorl.outline, colour, bulge=0.1, texture=height, gloss=0.8)
    across, down, half = whorl.mouth
    mouth = ellipse(across, down - 0.02, half, half * b.uniform(0.3, 0.5))
    pearl = b.new_palette(SAND)
    canvas.part(mouth, b.ramp(0.95 + 0 * x, pearl), bulge=0.06, gloss=0.8, shadow=0.3)
    canvas.part(mouth + 0.06, b.ramp(0.3 + 0.2 * x, pearl), bulge=0.0, gloss=0.0, shadow=0.0)
    return canvas.sketch()


@figure(hues=SAND, words=("scallop", "cockle"), upright=False)
def scallop_shell(b: Brush) -> Sketch:
    """A fan of rounded ribs from a small hinge with ears, banded by its growth."""
    x, y, canvas = b.x, b.y, Canvas(b)
    low = 0.84
    ears = ellipse(x, y - low + 0.02, b.uniform(0.34, 0.5), 0.16)
    ears = torch.maximum(ears, y - low - 0.08)
    bars = torch.cos(x * 28)
    canvas.part(ears, b.ramp(0.6 + 0.15 * bars), bulge=0.08, texture=0.4 * bars)
    r, angle = polar(x * b.uniform(0.9, 1.1), low - y)
    off = angle - FULL / 2
    many, spread = b.whole(6, 9), b.uniform(0.88, 1.08)
    rib = torch.cos(off / spread * many * FULL / 2)
    round_ = ellipse(x, y + 0.06, 0.94, 0.88) - 0.03 * rib
    fan = torch.maximum(round_, (off.abs() - spread) * r * 0.8)
    share = r / 1.72
    bands = torch.cos(share * b.uniform(9, 20) + 0.6 * b.noise(2)) * b.uniform(0.05, 0.3)
    colour = b.ramp(0.62 + bands + 0.14 * rib - 0.2 * smoothstep(0.6, 0.0, share))
    colour = colour * (0.68 + 0.32 * smoothstep(-0.9, 0.0, rib))[:, None]
    canvas.part(fan, colour, bulge=0.3, texture=1.5 * rib * share, gloss=0.5, shadow=0.6)
    canvas.part(ellipse(x, y - low, 0.13, 0.1), b.ramp(0.75 + 0 * x), bulge=0.1)
    return canvas.sketch()


@figure(hues=((0.06, 0.55), (0.1, 0.45), (0.97, 0.45)), words=("whelk", "sea snail"), upright=False)
def conch(b: Brush) -> Sketch:
    """A spire of shouldered whorls, knobbed, over a great body whorl with a flaring pink lip."""
    x, y, canvas = b.x, b.y, Canvas(b)
    body_wide, spire = b.uniform(0.55, 0.72), b.uniform(-0.98, -0.85)
    knobs, ratio = b.chance(0.7), b.uniform(0.62, 0.7)
    whorls, top, tall = [], 0.0, 0.42
    for turn in range(5):
        whorls.append((top, body_wide * ratio ** (turn + 1), tall))
        top, tall = top - tall * 0.62, tall * 0.74
    scale = spire / (top - 0.05)
    for middle, wide, tall in reversed(whorls):
        v = y - middle * scale + 0.1
        slant = v + 0.16 * x
        whorl = ellipse(x, slant, wide * 1.15, tall * 0.62 * scale)
        bump = torch.cos(torch.asin((x / (wide * 1.2)).clamp(-0.98, 0.98)) * 7 + wide * 20) * knobs
        bump = bump * wide * 1.8 * torch.exp(-((slant * 9 + 0.8) ** 2))
        bands = torch.cos(slant * b.uniform(15, 30)) * 0.12
        colour = b.ramp(0.62 + bands + 0.2 * bump + 0.12 * b.noise(4))
        canvas.part(whorl - 0.03 * bump, colour, bulge=0.2, texture=1.2 * bump, gloss=0.6)
    r = x + 0.1 * (y - 0.2)
    body = leaf(y + 0.32, r, 1.3, body_wide, 0.28, 0.95)
    bump = torch.cos(torch.asin((x / (body_wide * 1.1)).clamp(-0.98, 0.98)) * 7) * knobs
    bump = bump * torch.exp(-(((y + 0.05 + 0.16 * x) * 8) ** 2))
    flames = torch.cos((y + 0.2 * x) * b.uniform(10, 18) + 1.5 * b.noise(3)) * b.uniform(0.05, 0.25)
    colour = b.ramp(0.62 + flames + 0.2 * bump)
    canvas.part(body - 0.04 * bump, colour, bulge=0.45, texture=1.6 * bump, gloss=0.7)
    lip = leaf(y + 0.22, x - 0.2 * body_wide - 0.12 * (y - 0.3), 1.14, body_wide * 0.62, 0.4, 1.1)
    pink = b.new_palette(((0.98, 0.5), (0.02, 0.55), (0.05, 0.5)))
    canvas.part(lip, b.ramp(0.9 + 0.1 * b.noise(2), pink), bulge=0.16, gloss=1.0)
    mouth = leaf(y + 0.08, x - 0.2 * body_wide - 0.12 * (y - 0.3), 0.9, body_wide * 0.36, 0.38, 1.2)
    depth = smoothstep(0.0, -0.16, mouth)
    canvas.part(mouth, b.ramp(0.75 - 0.7 * depth, pink), bulge=0.0, gloss=0.0, shadow=0.3)
    return canvas.sketch()


@figure(
    hues=((0.09, 0.5), (0.07, 0.55), (0.6, 0.25), (0.1, 0.35)), words=("fossil",), upright=False
)
def ammonite(b: Brush) -> Sketch:
    """A flat coil of many whorls, crossed by strong ribs: a fossil, dull or of bronze."""
    x, y, canvas = b.x, b.y, Canvas(b)
    whorl = _coil(x, y, b.uniform(1.55, 2.0))
    ribs = torch.cos(b.whole(18, 24) * whorl.angle + 8.8 * (whorl.across - 0.5) ** 2)
    edge = (4 * whorl.across * (1 - whorl.across)).clamp_min(1e-4)
    shown = smoothstep(0.05, 0.3, whorl.radius)
    share = 0.5 + 0.22 * ribs * shown + 0.15 * b.clouds(4) + 0.25 * (edge - 0.5)
    colour = b.ramp(share) * (0.25 + 0.75 * smoothstep(0.0, 0.5, edge))[:, None]
    height = (9 * torch.sqrt(edge) + 2.6 * ribs * edge * shown) * whorl.wide
    canvas.part(whorl.outline, colour, bulge=0.08, texture=height, gloss=b.uniform(0.1, 0.9))
    return canvas.sketch()


@figure(hues=((0.6, 0.25), (0.85, 0.25), (0.45, 0.25), (0.08, 0.35)), words=("pearl", "oyster"))
def pearl_oyster(b: Brush) -> Sketch:
    """An open shell, rough outside and shimmering within, with a large pearl in it."""
    x, y, canvas = b.x, b.y, Canvas(b)
    rough = b.new_palette(((0.08, 0.35), (0.6, 0.2), (0.11, 0.3)))
    sheen = b.palette.lerp(b.new_palette(((0.52, 0.5), (0.9, 0.5), (0.4, 0.45), (0.1, 0.5))), 0.6)
    hinge, gape = 0.2, b.uniform(0.78, 0.96)
    for upper in (True, False):
        v = (y - hinge) / gape if upper else y - hinge - 0.22
        tall = 0.62 if upper else 0.36
        middle = v + (0.5 if upper else 0.0)
        r, angle = polar(x, v - (0.1 if upper else -0.5))
        frill = torch.cos(angle * 11 + 1.5 * b.noise(3))
        valve = ellipse(x, middle, 0.93, tall + 0.06) - 0.03 * frill
        layers = torch.cos(valve * 45 + frill)
        colour = b.ramp(0.5 + 0.2 * layers + 0.15 * frill, rough)
        canvas.part(valve, colour, bulge=0.2, texture=0.8 * layers, gloss=0.3)
        bowl = ellipse(x, middle - (0.02 if upper else -0.05), 0.8, tall - 0.06)
        rays = torch.cos(angle * 7) * 0.08 + torch.cos(r * 9 + 2 * b.noise(2)) * 0.15
        colour = b.ramp(0.78 + rays - 0.35 * smoothstep(-0.1, 0.0, bowl), sheen)
        canvas.part(bowl, colour, bulge=0.3, relief=-0.6, gloss=0.9, shadow=0.3)
    size = b.uniform(0.2, 0.3)
    px, py = x - b.uniform(-0.2, 0.2), y - 0.38 + size * 0.4
    glow = length(px + size * 0.3, py + size * 0.3) / size
    colour = mix(b.colour(1.0, 0.97, 0.94, 0.04), b.ramp(0.7 + 0.1 * glow, sheen), glow * 0.5)
    canvas.part(circle(px, py, size), colour, bulge=0.26, gloss=1.6, shadow=0.8)
    return canvas.sketch()


@figure(
    hues=((0.09, 0.5), (0.95, 0.5), (0.12, 0.45), (0.55, 0.4)), words=("turret",), upright=False
)
def turritella(b: Brush) -> Sketch:
    """A long pointed screw of a shell: slanting round whorls, each narrower than the one below."""
    x, y, canvas = b.x, b.y, Canvas(b)
    rise, slant = b.uniform(0.76, 0.84), b.uniform(0.15, 0.35)
    top = -0.98
    v = (y - top) + slant * x
    place = torch.log((v / 1.9).clamp_min(0.02)) / torch.log(rise)
    index = torch.floor(place)
    across = fraction(place)
    swell = (4 * across * (1 - across)).clamp_min(1e-4)
    wide = (v / 1.9).clamp_min(0) * b.uniform(0.6, 0.8)
    outline = (x.abs() - wide * (0.88 + 0.16 * swell)) * 0.9
    outline = torch.maximum(outline, union(v - 1.75, circle(x, y - 0.62, 0.32), smooth=0.1))
    stripes = torch.cos(across * 4 * FULL) * b.uniform(0.0, 0.2)
    flames = b.chance(0.5) * 0.25 * torch.cos(x / wide.clamp_min(0.05) * 5 + index * 2.1)
    colour = b.ramp(0.6 + stripes + flames + 0.1 * hash_cell(index, index * 0))
    colour = colour * (0.3 + 0.7 * smoothstep(0.0, 0.45, swell))[:, None]
    height = 5 * torch.sqrt(swell) * wide
    canvas.part(outline, colour, bulge=0.35, texture=height, gloss=0.7)
    mouth = ellipse(x - 0.1, y - 0.74, 0.17, 0.15)
    canvas.part(mouth, b.tone(0) * 0.7, bulge=0.0, gloss=0.0, shadow=0.2)
    return canvas.sketch()


class _Coil(NamedTuple):
    """Places in a logarithmic spiral shell.

    radius: from its middle. angle: counted on through the whorls. across: 0 at a whorl's inner
    suture, 1 at its outer one. wide: the whorl's width there. outline: distance to the shell.
    mouth: x, y and half width of its opening.
    """

    radius: Tensor
    angle: Tensor
    across: Tensor
    wide: Tensor
    outline: Tensor
    mouth: tuple[Tensor, Tensor, Tensor]


def _coil(x: Tensor, y: Tensor, growth: Tensor) -> _Coil:
    """Return a shell that fills the unit disc, ``growth`` times as wide with each whorl."""
    left, right = growth**-0.5, growth**-0.25
    size = 1.9 / (1 + left)
    x, y = x / size + (1 - left) / 2, y / size - (right - growth**-0.75) / 2
    radius, angle = polar(x, y)
    turn = fraction(angle / (2 * FULL))  # 0 at the mouth, which faces down at the right
    rim = growth ** (turn - 1)
    whorl = torch.log(radius / rim) / torch.log(growth)
    half = (1 - 1 / growth) / 2
    return _Coil(
        radius=radius,
        angle=2 * FULL * (turn + torch.floor(whorl)),
        across=fraction(whorl),
        wide=radius * (1 - 1 / growth) * 0.6,
        outline=(radius - rim) * 0.9 * size,
        mouth=((x - 1 + half) * size, y * size, half * size),
    )
