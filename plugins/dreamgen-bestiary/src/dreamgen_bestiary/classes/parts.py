"""Parts of beasts: jaws, tentacles, horns."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure, texture
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import shade_to
from dreamgen_bestiary.drawing.fields import (
    fraction,
    hash_cell,
    length,
    mix,
    smoothstep,
)
from dreamgen_bestiary.drawing.shapes import Points, both, curve, ellipse, union


@figure(
    hues=((0.35, 0.6), (0.0, 0.7), (0.08, 0.55), (0.75, 0.45)),
    words=("teeth", "fangs", "maw", "mouth"),
)
def jaws(b: Brush) -> Sketch:
    """A beast's mouth wide open before us: rows of pointed teeth, red gums, a wet tongue."""
    x, y, canvas = b.x, b.y, Canvas(b)
    wide, tall = b.uniform(0.72, 0.84), b.uniform(0.5, 0.72)
    hide = b.ramp(0.58 + 0.25 * b.clouds(5) + 0.15 * smoothstep(0.1, 0.4, b.noise(9)))
    canvas.part(
        ellipse(x, y, wide + 0.14, tall + 0.24), hide, bulge=0.2, texture=b.noise(12), gloss=0.6
    )
    lip = ellipse(x, y, wide + 0.04, tall + 0.06)
    canvas.part(lip, b.ramp(0.3 + 0.1 * b.noise(8)), bulge=0.09, gloss=1.0, shadow=0.6)
    mouth = ellipse(x, y, wide - 0.03, tall - 0.02)
    red = b.colour(0.62, 0.1, 0.12)
    depth = smoothstep(0.0, -0.34, mouth)
    canvas.part(mouth, shade_to(red, 0.72 - 0.66 * depth), bulge=0, gloss=0.3, shadow=0)
    ridge = torch.cos(length(x, y + 1.2) * 30)
    canvas.paint(red * 0.4, 0.5 * smoothstep(0.3, 0.9, ridge) * depth * (y < 0))
    groove = smoothstep(0.06, 0.0, x.abs())
    tongue = both(ellipse(x, y - tall * 0.62, wide * 0.52, tall * 0.5), mouth + 0.05)
    pink = shade_to(b.colour(0.88, 0.38, 0.4), 0.74 - 0.22 * groove + 0.06 * b.noise(12))
    canvas.part(tongue, pink, bulge=0.25, texture=-groove, gloss=1.2, shadow=0.6)
    gum = both(mouth, -mouth - 0.1)
    canvas.part(gum, b.colour(0.8, 0.3, 0.32), bulge=0.06, gloss=1.0, shadow=0.4)
    ivory = b.colour(0.97, 0.93, 0.8, 0.03)
    many, fang = b.whole(7, 11), b.uniform(0.2, 0.3)
    for way in (1.0, -1.0):
        place = x / wide * many / 2 + 0.5 * (way < 0)
        index = torch.floor(place + 0.5)
        offset = place - index
        edge = (index - 0.5 * (way < 0)) / many * 2
        rim = (tall - 0.04) * torch.sqrt((1 - edge * edge).clamp_min(0))
        canine = smoothstep(0.35, 0.0, (edge.abs() - 0.45).abs())
        long = fang * (
            0.55 + 0.25 * hash_cell(index, index * 0 + way, b.uniform(0, 9)) + 0.6 * canine
        )
        long = long * smoothstep(0.98, 0.7, edge.abs())
        down = (rim + way * y) / long.clamp_min(1e-3)  # 0 at the gum, 1 at the tip
        width = 0.5 * torch.sqrt((1 - down).clamp(0, 1)) * (1 - 0.25 * down)
        tooth = (offset.abs() - width) * wide / many * 2
        tooth = torch.maximum(tooth, torch.maximum(down - 1, -down - 0.3) * long)
        tooth = torch.maximum(tooth, 0.05 - long)
        colour = shade_to(ivory, 0.8 - 0.35 * smoothstep(0.3, -0.2, down))
        canvas.part(both(tooth, lip), colour, bulge=0.09, gloss=1.2, shadow=0.6)
    return canvas.sketch()


@texture(
    hues=((0.9, 0.6), (0.75, 0.55), (0.02, 0.75), (0.5, 0.6)),
    words=("suckers", "octopus arms", "kraken"),
)
def tentacles(b: Brush) -> Sketch:
    """Writhing arms that lie over each other, each with two rows of ringed suckers beneath."""
    x, y = b.coordinates((0.85, 1.25), shift=0.3, warp=0.1, stretch=0.1)
    canvas = Canvas(b)
    canvas.part(0 * x - 1, b.ramp(0.12 + 0.1 * b.noise(3)), bulge=0)
    pale = mix(b.tone(5), b.colour(0.95, 0.8, 0.75), b.uniform(0.2, 0.8)[:, None])
    lanes = 6
    for at in range(lanes):
        middle = (at * 5) % lanes / lanes * 4.0 - 1.9 + b.uniform(-0.15, 0.15)
        wave, swing, phase = b.uniform(1.4, 2.6), b.uniform(0.15, 0.4), b.uniform(0, 6.3)
        way = b.sign()
        bend = swing * torch.sin(wave * x + phase)
        slope = swing * wave * torch.cos(wave * x + phase)
        across = (y - middle - bend) * torch.rsqrt(1 + slope * slope) * way
        thick = (0.3 + 0.1 * torch.sin(0.9 * x + phase * 2)) * b.uniform(0.95, 1.25)
        arm = across.abs() - thick
        share = across / thick
        mottle = smoothstep(0.1, 0.4, b.noise(6))
        colour = b.ramp(0.45 - 0.25 * share + 0.2 * mottle + 0.05 * at / lanes)
        colour = mix(colour, pale * 0.85, smoothstep(0.1, 0.3, share) * 0.7)
        place = x * (1 + 0.3 * slope * slope) * 3.4 + at
        height = 0 * x
        for row, size in ((0.3, 0.30), (0.76, 0.22)):
            along = (fraction(place + row) - 0.5) / 3.4
            ring = length(along, (share - row) * thick) / (size * 0.42)
            disc = mix(pale, b.tone(1), smoothstep(0.62, 0.4, ring))
            inside = smoothstep(1.05, 0.85, ring)
            colour = mix(colour, disc, inside)
            colour = mix(colour, b.tone(2), smoothstep(0.25, 0.0, (ring - 1.05).abs()) * 0.6)
            height = height + inside * (1.6 - 2.2 * smoothstep(0.75, 0.4, ring))
        canvas.part(arm, colour, bulge=0.3, texture=height, gloss=1.0, shadow=0.8)
    return Sketch(canvas.sketch().colour)


@figure(
    hues=((0.1, 0.45), (0.08, 0.5), (0.12, 0.3)), words=("ram horns", "antelope", "demon horns")
)
def horns(b: Brush) -> Sketch:
    """A pair of great ridged horns that rise from a furred brow: coiled, spread or lyre-shaped."""
    x, y, canvas = b.x * 1.06, b.y * 1.04, Canvas(b)
    side, kind = x.abs(), b.uniform()
    coil = smoothstep(0.3, 0.5, kind)
    thick = b.uniform(0.19, 0.25)
    lyre: Points = [
        (0.16, 0.5),
        (0.62, 0.2),
        (0.85, -0.15),
        (0.2, -0.5),
        (0.62 + 0.2 * kind, -0.92),
    ]
    ram = [(0.16, 0.45), (0.25, -0.85), (1.25, -0.95), (1.1, 0.75), (0.4, 0.45)]
    points = [
        (p[0] + (q[0] - p[0]) * coil, p[1] + (q[1] - p[1]) * coil)
        for p, q in zip(lyre, ram, strict=True)
    ]
    horn, along = curve(side, y, points, thick, 0.045, 15)
    ridge = torch.cos(along * b.uniform(55, 80)) * smoothstep(1.0, 0.7, along)
    horn = horn - 0.012 * ridge
    grain = b.grain(x * 18, y * 18) - 0.5
    colour = b.ramp(0.62 + 0.16 * ridge - 0.45 * smoothstep(0.6, 1.0, along) + 0.15 * grain)
    canvas.part(horn, colour, bulge=0.2, texture=0.9 * ridge, gloss=0.7)
    hair = b.grain(x * 20, y * 5 + 2 * x * x) - 0.5
    brow = (
        union(ellipse(x, y - 0.66, 0.42, 0.3), ellipse(x, y - 0.45, 0.24, 0.2), smooth=0.1)
        + 0.07 * hair
    )
    brown = b.new_palette(((0.07, 0.55), (0.09, 0.4), (0.05, 0.5)))
    canvas.part(
        brow,
        b.ramp(0.42 + 0.55 * hair + 0.1 * b.noise(3), brown),
        bulge=0.25,
        texture=hair,
        gloss=0.1,
        shadow=0.7,
    )
    return canvas.sketch()
