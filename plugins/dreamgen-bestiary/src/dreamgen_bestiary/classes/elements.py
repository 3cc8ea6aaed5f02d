"""Fire and water."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch, surface
from dreamgen_bestiary.drawing.fields import cells, hash_cell, length, mix, scales, smoothstep
from dreamgen_bestiary.drawing.shapes import curve

FIRE = (
    (0.08, 0.01, 0.02),
    (0.55, 0.05, 0.02),
    (0.95, 0.35, 0.03),
    (1.0, 0.78, 0.15),
    (1.0, 0.97, 0.75),
)


@texture(words=("fire", "blaze", "inferno"))
def flames(b: Brush) -> Sketch:
    """Tongues of fire that lick upwards, red at their edges, yellow and white at the heart."""
    x, y = b.coordinates((0.6, 1.15), shift=0.2, turn=0.25, warp=0.12)
    heat = 0.15 + 0.25 * y + 0.12 * b.noise(2)
    for number, apart in enumerate((0.55, 0.75, 1.0)):
        place = x + b.uniform(0, 9)
        sway = 0.13 * torch.sin(y * b.uniform(3, 5) + b.uniform(0, 6) + 0.8 * b.noise(2))
        u = place + sway
        column = torch.floor(u / apart)
        each = hash_cell(column, column * 0, b.uniform(0, 9))
        across = (u / apart - column - 0.5 + 0.3 * (each - 0.5)).abs() * 2
        tall = (0.9 + 1.0 * each) * (1.1 - 0.2 * number)
        rise = ((1.15 - y) / tall).clamp(0, 1)
        wide = 1.1 * (1 - rise) ** 0.75 * (0.55 + 1.2 * rise)
        core = (1 - across / wide.clamp_min(0.05)).clamp(0, 1) * (rise < 1)
        tongue = core**0.6 * (1.05 - 0.75 * rise) * (0.75 + 0.15 * number)
        heat = torch.maximum(heat * 0.95, tongue + 0.25 * smoothstep(0.0, 0.15, core))
    colours = mix(b.stops(*FIRE), b.new_palette(colours=5), b.chance(0.12))
    return Sketch(b.ramp(heat, colours))


@texture(words=("magma", "volcano", "embers"))
def lava(b: Brush) -> Sketch:
    """Black crust, broken into rough plates, over glowing melt that shines in the gaps."""
    x, y = b.coordinates((0.8, 1.7), shift=2, warp=0.25)
    plate = cells(x + 0.2 * b.noise(4), y + 0.2 * b.noise(4), 0.95)
    rough = b.clouds(5, octaves=3)
    gap = b.uniform(0.08, 0.3) * (1 + 0.6 * b.noise(2))
    inside = plate.edge + 0.08 * rough
    heat = smoothstep(gap + 0.3, 0.0, inside)
    crust = smoothstep(gap - 0.03, gap + 0.06, inside)
    melt = b.ramp(0.35 + 0.65 * heat + 0.1 * rough, b.stops(*FIRE))
    rock = b.colour(0.13, 0.1, 0.1, 0.03) * (1.2 + 0.6 * rough)[:, None]
    glow = b.colour(0.8, 0.2, 0.03) * (0.7 * smoothstep(gap + 0.3, gap, inside))[:, None]
    lit = surface(b, mix(melt * 0, rock, crust), 0.12 * crust + 0.05 * rough, x, y).colour
    return Sketch((mix(melt, lit + glow, crust)).clamp(0, 1))


@texture(hues=((0.55, 0.7), (0.5, 0.6), (0.6, 0.7)), words=("water", "rain drops", "pond"))
def ripples(b: Brush) -> Sketch:
    """Rings that spread from two or three drops and cross each other, on shining water."""
    x, y = b.coordinates((0.8, 1.3), shift=0.2, turn=0.4, warp=0.06)
    y = y * b.uniform(1.0, 2.0)  # seen from above or aslant
    height = 0.15 * b.noise(3)
    for number in range(3):
        r = length(x - b.uniform(-0.9, 0.9), y - b.uniform(-0.9, 0.9))
        wave = torch.cos(r * b.uniform(14, 22)) * torch.exp(-r * b.uniform(0.7, 1.8))
        height = height + wave * (b.chance(0.6) if number else 1)
    colour = b.ramp(0.55 + 0.25 * height + 0.15 * y * b.sign())
    colour = mix(colour, b.colour(0.95, 0.98, 1.0), smoothstep(0.5, 1.1, height) * 0.6)
    return surface(b, colour, 0.06 * height, x, y, 1.3, gloss=1.4)


@texture(hues=((0.6, 0.75), (0.57, 0.65), (0.63, 0.7)), words=("japanese waves", "wave pattern"))
def seigaiha(b: Brush) -> Sketch:
    """The blue ocean waves of Japan: fans of broad concentric arcs in rows."""
    x, y = b.coordinates((0.9, 1.7), shift=2, turn=0.5, warp=0.08)
    u, v, i, j = scales(x, -y, 0.6)
    r = length(u, v.clamp_min(0) * 0.9) / 0.6
    rings = b.whole(2, 3) + 0.5
    arc = smoothstep(-0.25, 0.25, torch.cos(r * rings * 2 * FULL))
    each = hash_cell(i, j, b.uniform(0, 9)) * b.uniform(0, 0.35)
    pale = mix(b.tone(5), b.colour(0.97, 0.95, 0.88), b.chance(0.7))
    colour = mix(b.ramp(0.3 + each + 0.2 * b.clouds(1.5)), pale, arc)
    colour = mix(colour, b.tone(0), smoothstep(0.95, 1.0, r) * 0.7)
    return surface(b, colour, 0.03 * arc + 0.05 * v, x, y, gloss=0.2)


@texture(hues=((0.6, 0.7), (0.57, 0.65), (0.5, 0.5)), words=("hokusai", "breaker", "surf", "wave"))
def great_wave(b: Brush) -> Sketch:
    """A breaker that rears up and curls over, streaked with white, its crest all claws of foam."""
    x, y = b.coordinates((0.85, 1.15), shift=0.15, turn=0.12, warp=0.06)
    x, canvas = x * b.sign(), Canvas(b)
    sky = mix(b.colour(0.93, 0.86, 0.7), b.ramp(0.85 + 0.2 * y), b.chance(0.4))
    canvas.part(x * 0 - 1, sky * (1.0 + 0.12 * y)[:, None], bulge=0)
    canvas.part(_swell(b, x, y, 0.35), b.ramp(0.55 + 0.3 * y), bulge=0.2, gloss=0.2)
    lean = b.uniform(-0.1, 0.15)
    spine = [(-0.75 + lean, 1.3), (-1.25 + lean, -0.6), (-0.1 + lean, -1.2), (0.55 + lean, -0.25)]
    body, along = curve(x, y, spine, 0.62, 0.1, pieces=10)
    streak = torch.cos((body + 0.08 * b.noise(2)) * b.uniform(26, 34))
    water = b.ramp(0.4 + 0.12 * streak)
    water = mix(water, b.tone(5), smoothstep(0.2, 0.6, streak) * smoothstep(0.1, 0.5, along) * 0.7)
    canvas.part(body, water, bulge=0.3, gloss=0.4)
    knob = cells(x * 4.5, y * 4.5, 0.8)
    crest = smoothstep(0.4, 0.75, along)
    foam = (body - 0.02 - 0.1 * crest).abs() - 0.14 * crest
    foam = foam + 0.16 * (knob.nearest - 0.35) + 0.6 * (1 - smoothstep(0.3, 0.5, along))
    white = b.colour(0.97, 0.96, 0.92, 0.02) * (1.05 - 0.4 * knob.nearest)[:, None]
    canvas.part(foam, white, bulge=0.1, texture=-knob.nearest * 2, gloss=0.2)
    front = _swell(b, x, y, 0.7)
    band = smoothstep(0.09, 0.05, (front + 0.06).abs())
    canvas.part(front, mix(b.ramp(0.35 + 0.25 * y), white, band * 0.9), bulge=0.25, gloss=0.3)
    return Sketch(canvas.sketch().colour)


def _swell(b: Brush, x: Tensor, y: Tensor, level: float) -> Tensor:
    """Return the distance to a sea whose peaked waves reach up to about a level."""
    peaks = (torch.sin(x * b.uniform(1.5, 3) + b.uniform(0, 6))).abs()
    return (level + b.uniform(-0.1, 0.1) + 0.28 * peaks - y) * 0.8
