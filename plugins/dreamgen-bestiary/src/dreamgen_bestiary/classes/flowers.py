"""Flowers."""

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
    polar,
    rotate,
    smoothstep,
)
from dreamgen_bestiary.drawing.radial import florets, leaf, spokes
from dreamgen_bestiary.drawing.shapes import circle, curve, ellipse, limb


@figure(hues=((0.97, 0.85), (0.02, 0.8), (0.93, 0.6), (0.1, 0.6)), words=("roses",), upright=False)
def rose(b: Brush) -> Sketch:
    """A rose seen from above: whorls of overlapping petals, curled at their lips, round a bud."""
    x, y, canvas = b.x, b.y / b.uniform(0.85, 1.0), Canvas(b)
    _leaves(b, canvas, x, y, b.whole(3, 5), 1.0, 0.24)
    angle_off = b.uniform(-FULL, FULL)
    rings, shrink = 7, b.uniform(0.74, 0.79)
    for ring in range(rings):
        radius = 0.84 * shrink**ring
        r, angle = polar(x + 0.03 * b.normal(b.batch, 1, 1), y + 0.03 * b.normal(b.batch, 1, 1))
        many = b.whole(4, 5) if ring < 3 else b.whole(2, 3)
        turn = (angle + angle_off + 2.4 * ring) / (2 * FULL) * many
        share = fraction(turn + 0.35 * r / radius)
        arch = (4 * share * (1 - share)).clamp_min(1e-4) ** 0.5
        distance = r - radius * (0.84 + 0.19 * arch)
        under = smoothstep(0.0, 0.3, share) * smoothstep(1.05, 0.9, share)
        lip = smoothstep(-0.12 * shrink**ring, -0.02, distance)
        depth = 0.35 + 0.3 * r / radius + 0.3 * lip - 0.03 * ring + 0.06 * b.noise(6)
        colour = b.ramp(depth) * (0.45 + 0.55 * under)[:, None]
        canvas.part(
            distance,
            colour,
            bulge=0.16 * shrink**ring,
            texture=1.5 * share,
            gloss=0.15,
            shadow=0.75,
        )
    return canvas.sketch()


@figure(
    hues=((0.13, 0.08), (0.93, 0.3), (0.75, 0.35)), words=("marguerite", "camomile"), upright=False
)
def daisy(b: Brush) -> Sketch:
    """Two rings of long blunt petals, white for the most part, round a domed golden disc."""
    x, y, canvas = b.x, b.y / b.uniform(0.8, 1.0), Canvas(b)
    many, turn = b.whole(7, 11), b.uniform(-FULL, FULL)
    wide = b.uniform(1.9, 2.4) / many
    white = b.colour(0.97, 0.96, 0.92, 0.02)
    plain = b.chance(0.6)
    for ring in range(2):
        petal = spokes(x, y, many, turn + ring * FULL / many)
        each = hash_cell(petal.number, petal.number * 0, b.uniform(0, 9))
        long = 0.98 - 0.12 * each - 0.08 * ring
        bent = petal.across + 0.12 * (each - 0.5) * petal.along
        distance = leaf(petal.along, bent, long, wide * 0.5, b.uniform(0.6, 0.75), 0.9)
        pale = mix(b.ramp(0.55 + 0.45 * petal.along), white, plain)
        colour = pale * (0.72 + 0.28 * smoothstep(0.2, 0.6, petal.along))[:, None]
        groove = torch.cos(bent * (9 / wide))
        canvas.part(distance, colour, bulge=0.12, texture=0.3 * groove, gloss=0.15, shadow=0.55)
    _disc(b, canvas, x, y, b.uniform(0.24, 0.36), b.colour(0.98, 0.75, 0.1), 13)
    return canvas.sketch()


@figure(hues=((0.12, 0.9), (0.1, 0.95), (0.14, 0.85)), words=("sun flower",), upright=False)
def sunflower(b: Brush) -> Sketch:
    """Pointed golden petals in two rings round a great dark disc of spiralling seeds."""
    x, y, canvas = b.x, b.y / b.uniform(0.85, 1.0), Canvas(b)
    many, turn, disc = b.whole(10, 14), b.uniform(-FULL, FULL), b.uniform(0.42, 0.58)
    for ring in range(2):
        petal = spokes(x, y, many, turn + ring * FULL / many)
        each = hash_cell(petal.number, petal.number * 0, b.uniform(0, 9))
        along, long = petal.along - disc * 0.7, 1.0 - 0.14 * each - 0.05 * ring - disc * 0.7
        bent = petal.across + 0.25 * (each - 0.5) * along
        distance = leaf(along, bent, long, 2.1 / many, b.uniform(0.4, 0.55), 1.7)
        colour = b.ramp(0.55 + 0.35 * along / long + 0.25 * ring + 0.1 * (each - 0.5))
        crease = 1 - smoothstep(0.0, 0.06, bent.abs())
        canvas.part(distance, colour, bulge=0.12, texture=-0.8 * crease, gloss=0.2, shadow=0.7)
    _disc(b, canvas, x, y, disc, b.colour(0.36, 0.2, 0.07), 21)
    return canvas.sketch()


@figure(hues=((0.92, 0.55), (0.88, 0.6), (0.96, 0.35)), words=("water lily", "lily"))
def lotus(b: Brush) -> Sketch:
    """A cup of pointed petals seen from the side, flushed at their tips, on a green pad."""
    x, y, canvas = b.x, b.y, Canvas(b)
    pad = ellipse(x, y - 0.62, 0.96, b.uniform(0.22, 0.3))
    ribs = torch.cos(torch.atan2(y - 0.6, x * 0.3) * 12)
    green = mix(b.colour(0.08, 0.35, 0.16), b.colour(0.3, 0.6, 0.25), 0.5 + 0.3 * ribs)
    canvas.part(pad, green, bulge=0.08, gloss=0.6, show=b.chance(0.7))
    spread, side = b.uniform(0.7, 1.1), x.abs()
    blush = b.uniform(0.35, 0.6)
    back = [(0.0, 1.25, 0.3), (0.45, 1.2, 0.28), (0.9, 1.12, 0.26), (1.3, 0.98, 0.22)]
    front = [(0.95, 0.92, 0.24), (0.5, 0.92, 0.27), (0.0, 0.88, 0.29)]
    for lean, long, wide in back + front:
        across, down = rotate(side, y - 0.6, -lean * spread)
        long = long + 0.05 * b.normal(b.batch, 1, 1)
        if lean:
            across = across + 0.25 * down * (long + down)  # they cup upwards
        distance = leaf(-down, across, long, wide, 0.52, 1.5)
        veins = 0.04 * torch.cos(across * 45)
        colour = b.ramp(1.05 - blush * smoothstep(0.25, 1.0, -down / long) - 0.1 * lean + veins)
        canvas.part(distance, colour, bulge=0.2, gloss=0.25, shadow=0.6)
    return canvas.sketch()


@figure(hues=((0.97, 0.85), (0.12, 0.85), (0.85, 0.6), (0.04, 0.85)), words=("tulips",))
def tulip(b: Brush) -> Sketch:
    """A cup of broad petals, sometimes flamed, on a stem between two long leaves."""
    x, y, canvas = b.x * 1.04, b.y * 1.04, Canvas(b)
    green = b.ramp(0.5 + 0.2 * b.noise(3), b.new_palette(((0.32, 0.6), (0.28, 0.6))))
    canvas.part(limb(x, y, (0, 0.0), (0, 1.0), 0.07), green, bulge=0.07)
    for side in (-1, 1):
        reach, top = b.uniform(0.4, 0.75), b.uniform(-0.2, 0.35)
        points = [(0 * reach, 1.0), (side * reach * 0.3, 0.8), (side * reach, top)]
        distance, along = curve(x, y, points, 0.15, 0.0, 8)
        canvas.part(distance + 0.06 * (1 - 4 * along * (1 - along)), green, bulge=0.1)
    wide, flame = b.uniform(0.4, 0.55), b.chance(0.4) * b.uniform(0.3, 0.6)
    low = 0.3
    for at, lean, size in ((0.5, 0.3, 0.9), (0.0, 0.0, 1.0), (0.62, -0.08, 1.0), (0.0, 0.0, 0.92)):
        px, py = rotate(x.abs() - at * wide * 0.5, y - low, -lean)
        long = 1.28 * size
        distance = leaf(-py, px, long, wide * (0.62 if at else 0.72), 0.4, 1.15)
        edge = smoothstep(-0.22, 0.0, distance)
        streaks = b.noise(3) * 0.06 + 0.05 * torch.cos(px * 40)
        share = 0.5 - 0.25 * py / long + streaks - 0.1 * (at == 0) + 0.15 * size
        colour = mix(b.ramp(share), b.tone(5), flame * edge)
        canvas.part(distance, colour, bulge=0.28, gloss=0.3, shadow=0.65)
    return canvas.sketch()


@figure(hues=((0.85, 0.6), (0.93, 0.5), (0.78, 0.45), (0.13, 0.5)), words=("orchids",))
def orchid(b: Brush) -> Sketch:
    """Three narrow sepals, two broad round petals, veined; a spotted lip with a golden throat."""
    x, y, canvas = b.x * 1.06, b.y * 1.06 - 0.12, Canvas(b)
    sepal = spokes(x, y + 0.05, 3, -FULL / 2)
    veins = 0.08 * torch.cos(sepal.across * 45)
    colour = b.ramp(0.6 + 0.35 * sepal.along + veins)
    wide = b.uniform(0.22, 0.32)
    canvas.part(
        leaf(sepal.along, sepal.across, 0.98, wide, 0.55, 1.3), colour, bulge=0.2, gloss=0.2
    )
    px, py = rotate(x.abs() - 0.02, y + 0.08, b.uniform(0.1, 0.35))
    r, angle = polar(px, py)
    ruffle = b.uniform(0.0, 0.05) * torch.cos(angle * 9)
    petal = leaf(px, py + ruffle * px, 0.97, b.uniform(0.4, 0.55), 0.6, 1.0)
    rays = torch.cos(angle * b.uniform(14, 20)) * smoothstep(0.15, 0.4, r)
    colour = b.ramp(0.95 - b.uniform(0.1, 0.6) * smoothstep(0.7, 0.0, r) + 0.12 * rays)
    canvas.part(petal, colour, bulge=0.3, gloss=0.2, shadow=0.6)
    lip_colour = b.ramp(0.3 + 0.2 * b.noise(8), b.new_palette(((0.9, 0.8), (0.95, 0.85))))
    wings = ellipse(*rotate(x.abs() - 0.14, y - 0.12, 0.7), 0.2, 0.12)
    canvas.part(wings, lip_colour * 1.2, bulge=0.12, shadow=0.7)
    lip = leaf(y - 0.05, x, b.uniform(0.45, 0.62), b.uniform(0.2, 0.3), 0.6, 1.2)
    spots = smoothstep(0.1, 0.35, b.noise(14))
    canvas.part(lip, mix(lip_colour, b.tone(5), 0.6 * spots), bulge=0.18, gloss=0.6, shadow=0.7)
    canvas.part(circle(x, y - 0.12, 0.1), b.colour(0.98, 0.78, 0.2), bulge=0.1, gloss=0.6)
    canvas.part(ellipse(x, y + 0.02, 0.08, 0.11), b.tone(5), bulge=0.09, gloss=0.6)
    return canvas.sketch()


@figure(hues=((0.83, 0.65), (0.78, 0.65), (0.88, 0.6)), words=("artichoke flower",))
def thistle(b: Brush) -> Sketch:
    """A brush of purple florets that bursts from a scaly green bulb, on a spiny stem."""
    x, y, canvas = b.x, b.y, Canvas(b)
    green = b.new_palette(((0.3, 0.5), (0.25, 0.5), (0.36, 0.4)))
    canvas.part(limb(x, y, (0, 0.4), (0, 1.0), 0.07), b.ramp(0.5 * b.x.abs() + 0.3, green), 0.07)
    px, py = rotate(x.abs(), y - 0.92, b.uniform(0.5, 0.9))
    spiky = leaf(px, py, 0.9, 0.16 + 0.07 * torch.cos(px * 22), 0.4, 1.3)
    canvas.part(spiky, b.ramp(0.45 + 0.5 * px, green), bulge=0.1)
    for ring in range(2):
        r, angle = polar(x, y - 0.3)
        fan = (angle + FULL / 2) * b.uniform(1.2, 1.5 if ring else 1.25)
        hair = torch.cos(angle * (26 + 6 * ring)) * 0.5 + b.noise(7) * 0.3
        reach = b.uniform(1.05, 1.2) * (1 - 0.17 * ring)
        distance = torch.maximum(r - reach * (0.93 + 0.09 * hair), (fan.abs() - 0.95) * r * 0.7)
        colour = b.ramp(0.2 + 0.65 * r / reach + 0.16 * hair - 0.12 * (1 - ring))
        canvas.part(distance, colour, bulge=0.1, texture=0.8 * hair, gloss=0.1)
    bulb = ellipse(x, y - 0.32, b.uniform(0.32, 0.42), 0.32)
    u, v = florets(x * 0.9, y - 1.5, 34, 34)
    inside = 0.5 - torch.maximum(u.abs(), v.abs())
    colour = b.ramp(0.35 + 0.5 * (u - v), green)
    colour = colour * (0.35 + 0.65 * smoothstep(0.0, 0.2, inside))[:, None]
    canvas.part(bulb, colour, bulge=0.3, texture=2 * (u - v), gloss=0.3)
    return canvas.sketch()


def _disc(
    b: Brush, canvas: Canvas, x: Tensor, y: Tensor, radius: Tensor, colour: Tensor, many: int
) -> None:
    """Lay the middle of a composite flower: a dome of seeds along spirals, darker inside."""
    u, v = florets(x, y, many * 0.62, many)
    bead = 1 - 2 * torch.maximum(u.abs(), v.abs())
    r = length(x, y) / radius
    bead = mix(torch.full_like(bead, 0.6), bead, smoothstep(0.15, 0.5, r))
    ring = torch.cos(r * b.uniform(4, 9)) * 0.18
    shade = (0.55 + 0.5 * bead + 0.45 * smoothstep(0.2, 1.0, r) + ring).clamp(0.2, 1.5)
    canvas.part(
        circle(x, y, radius), colour * shade[:, None], bulge=0.3, texture=1.2 * bead, gloss=0.2
    )


def _leaves(
    b: Brush, canvas: Canvas, x: Tensor, y: Tensor, many: Tensor, long: float, wide: float
) -> None:
    """Lay green leaves behind a flower."""
    ring = spokes(x, y, many, b.uniform(-FULL, FULL))
    veins = torch.cos((ring.along - ring.across.abs()) * 36)
    green = b.new_palette(((0.33, 0.6), (0.28, 0.6), (0.38, 0.5)))
    canvas.part(
        leaf(ring.along, ring.across, long, wide, 0.6, 1.5),
        b.ramp(0.4 + 0.06 * veins + 0.15 * b.noise(3), green),
        bulge=0.12,
        texture=0.3 * veins,
    )
