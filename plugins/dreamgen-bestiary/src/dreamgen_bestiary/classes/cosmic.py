"""Bodies of the sky, as astronomers and as storytellers see them."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import cells, hash_cell, length, mix, rotate, smoothstep
from dreamgen_bestiary.drawing.radial import leaf, spokes
from dreamgen_bestiary.drawing.shapes import both, circle, curve, ellipse, limb, union, without


@figure(
    hues=((0.09, 0.6), (0.06, 0.6), (0.6, 0.5), (0.12, 0.4)),
    words=("saturn", "planet"),
    upright=False,
)
def ringed_planet(b: Brush) -> Sketch:
    """A ball in soft bands of cloud, with broad rings that pass behind it and before it."""
    x, y, canvas = b.x, b.y, Canvas(b)
    x, y = rotate(x, y, b.uniform(-0.4, 0.4))
    size, flat, reach = b.uniform(0.5, 0.62), b.uniform(0.2, 0.5), 0.97
    r = length(x, y / flat)
    inner = size + b.uniform(0.1, 0.16)
    ring = torch.maximum(r - reach, inner - r) * (flat + 0.3)
    share = (r - inner) / (reach - inner)
    bands = 0.25 * torch.cos(share * b.uniform(9, 16))
    ice = b.new_palette(((0.1, 0.35), (0.08, 0.45), (0.6, 0.3)))
    colour = b.ramp(0.65 + bands, ice) * (0.9 - 0.3 * smoothstep(0.2, -0.3, y))[:, None]
    canvas.part(ring, colour, bulge=0.03, gloss=0.2, shadow=0.3)
    storm = b.noise(4)
    lat = y + 0.25 * flat * torch.sqrt((size**2 - x * x).clamp_min(0)) + 0.03 * storm
    cloud = torch.cos(lat / size * b.uniform(5, 10)) * 0.25 + 0.15 * torch.cos(lat / size * 17 + 2)
    ball = circle(x, y, size)
    spot = ellipse(x - b.uniform(-0.3, 0.3), lat - 0.2, 0.12, 0.07)
    colour = b.ramp(0.6 + cloud + 0.06 * storm)
    colour = mix(colour, b.tone(1), smoothstep(0.03, -0.03, spot) * b.chance(0.5) * 0.8)
    canvas.part(ball, colour, bulge=size, gloss=0.4, shadow=0.7)
    front = torch.maximum(ring, -y)
    canvas.part(front, b.ramp(0.7 + bands, ice), bulge=0.03, gloss=0.2, shadow=0.6)
    return canvas.sketch()


@figure(hues=((0.12, 0.85), (0.09, 0.9), (0.06, 0.9)), words=("sun", "sol"))
def sun_face(b: Brush) -> Sketch:
    """An old engraving's sun: straight and wavy rays in turn round a calm golden face."""
    x, y, canvas = b.x, b.y, Canvas(b)
    many = b.whole(6, 9)
    for wavy in (0, 1):
        ray = spokes(x, y, many, wavy * FULL / many)
        curl = wavy * b.uniform(0.03, 0.05) * torch.sin(ray.along * 16)
        long = 0.98 - 0.1 * wavy
        beam = leaf(ray.along - 0.25, ray.across - curl, long - 0.25, 1.35 / many, 0.35, 1.7)
        colour = b.ramp(0.75 - 0.3 * ray.along + 0.2 * wavy)
        ridge = smoothstep(0.05, 0.0, (ray.across - curl).abs())
        canvas.part(beam, colour, bulge=0.1, texture=0.8 * ridge, gloss=0.5)
    size = b.uniform(0.5, 0.58)
    canvas.part(circle(x, y, size + 0.05), b.tone(2), bulge=0.05, gloss=0.8)
    canvas.part(circle(x, y, size), b.ramp(0.85 + 0.08 * b.noise(2)), bulge=0.45, gloss=0.7)
    _face(b, canvas, x / size, y / size)
    return canvas.sketch()


@figure(
    hues=((0.13, 0.4), (0.6, 0.3), (0.12, 0.55), (0.65, 0.35)), words=("man in the moon", "luna")
)
def crescent_moon(b: Brush) -> Sketch:
    """A waning moon in profile: brow, nose, lips and chin on its hollow side, an eye, a star."""
    x, y, canvas = b.x, b.y, Canvas(b)
    x = x - 0.1
    bite = b.uniform(0.42, 0.52)
    hollow = circle(x - bite, y, b.uniform(0.78, 0.84))
    horned = without(circle(x + 0.05, y, 0.97), hollow)
    nose = leaf(*rotate(x + 0.42, y + 0.24, -0.95), b.uniform(0.42, 0.55), 0.11, 0.65, 1.1)
    lips = union(ellipse(x + 0.3, y - 0.2, 0.1, 0.06), ellipse(x + 0.3, y - 0.32, 0.1, 0.06))
    chin = circle(x + 0.26, y - 0.5, 0.13)
    profile = union(horned, nose, chin, smooth=0.1)
    profile = union(profile, lips, smooth=0.04)
    crater = cells(x * 3.2 + b.uniform(0, 9), y * 3.2, 0.8)
    wide = 0.16 + 0.2 * hash_cell(crater.i, crater.j, b.uniform(0, 9))
    pit = smoothstep(wide, wide * 0.7, crater.nearest) * smoothstep(-0.3, -0.5, x) * b.chance(0.6)
    colour = b.ramp(0.85 + 0.1 * b.noise(3) - 0.25 * pit - 0.2 * smoothstep(-0.2, -0.95, x))
    canvas.part(profile, colour, bulge=0.28, texture=-0.8 * pit, gloss=0.4)
    dark = b.tone(0) * 0.6
    white = ellipse(x + 0.45, y + 0.2, 0.1, 0.07)
    awake = b.chance(0.5)
    canvas.part(white, b.colour(0.97, 0.97, 0.95, 0.01), bulge=0.06, show=awake, shadow=0.3)
    canvas.part(circle(x + 0.41, y + 0.2, 0.05), dark, bulge=0.04, gloss=1.0, show=awake, shadow=0)
    lid, _ = curve(x, y, [(-0.56, -0.2), (-0.45, -0.08), (-0.34, -0.2)], 0.03, 0.025, 6)
    canvas.part(lid, dark, bulge=0.0, show=1 - awake, shadow=0)
    brow, _ = curve(x, y, [(-0.58, -0.36), (-0.44, -0.46), (-0.32, -0.36)], 0.035, 0.02, 6)
    canvas.part(brow, b.tone(1), bulge=0.03, shadow=0)
    smile, _ = curve(x, y, [(-0.26, 0.26), (-0.42, 0.28), (-0.5, 0.18)], 0.025, 0.02, 6)
    canvas.part(smile, b.tone(1) * 0.8, bulge=0.0, shadow=0)
    star = spokes(x - b.uniform(0.35, 0.5), y - b.uniform(-0.3, 0.3), 5, -FULL / 2)
    point = leaf(star.along + 0.1, star.across, b.uniform(0.3, 0.42), 0.12, 0.3, 1.3)
    canvas.part(point, b.colour(1.0, 0.88, 0.4), bulge=0.1, gloss=0.8, show=b.chance(0.6))
    return canvas.sketch()


@figure(
    hues=((0.3, 0.6), (0.1, 0.5), (0.25, 0.55)), words=("earth", "globe", "world"), upright=False
)
def earth(b: Brush) -> Sketch:
    """A blue ball with green and brown lands, ice at its poles, and white swirls of cloud."""
    x, y, canvas = b.x, b.y, Canvas(b)
    r = length(x, y)
    bulge = 1 / (0.35 + torch.sqrt((1.05 - r * r).clamp_min(0.05)))  # a ball's face, not a plate's
    u = x * bulge * 1.6 + 0.25 * b.noise(4) + b.uniform(0, 40)
    v = y * bulge * 1.6 + 0.25 * b.noise(4) + b.uniform(0, 40)
    land = b.grain(u, v) + 0.5 * b.grain(u * 2.1, v * 2.1) + 0.2 * b.grain(u * 4.3, v * 4.3) - 0.9
    sea = mix(b.colour(0.03, 0.16, 0.42), b.colour(0.12, 0.5, 0.75), smoothstep(-0.3, 0.02, land))
    ground = b.ramp(0.45 + 0.9 * land + 0.3 * smoothstep(0.35, 0.1, y.abs()) + 0.1 * b.noise(6))
    shore = smoothstep(-0.03, 0.05, land)
    colour = mix(sea, ground, shore)
    ice = smoothstep(0.62, 0.72, y.abs() + 0.15 * land)
    colour = mix(colour, b.colour(0.95, 0.97, 1.0, 0.02), ice)
    swirl = b.grain(u * 1.3 + 1.5 * land, v * 2.6 + land) + 0.4 * b.grain(u * 3.1, v * 5.3)
    cloud = smoothstep(0.75, 1.05, swirl) * b.uniform(0.4, 1.0)
    colour = mix(colour, b.colour(0.98, 0.98, 1.0, 0.01), cloud * 0.9)
    air = smoothstep(0.72, 0.96, r)
    canvas.part(r - 0.97, b.colour(0.55, 0.8, 1.0), bulge=0.1, gloss=0.0)
    colour = mix(colour, b.colour(0.4, 0.7, 1.0), 0.55 * air)
    canvas.part(r - 0.93, colour, 0.9, texture=0.6 * shore + 0.5 * cloud, gloss=0.8, shadow=0.2)
    return canvas.sketch()


@figure(
    hues=((0.6, 0.15), (0.1, 0.25), (0.08, 0.35)), words=("full moon", "craters"), upright=False
)
def cratered_moon(b: Brush) -> Sketch:
    """A pale ball with dark seas and craters, large and small, each with a bright rim."""
    x, y, canvas = b.x, b.y, Canvas(b)
    r = length(x, y)
    bulge = 1 / (0.45 + torch.sqrt((1.02 - r * r).clamp_min(0.04)))
    colour = b.ramp(0.75 + 0.15 * b.clouds(4) - 0.35 * smoothstep(0.0, 0.5, b.noise(2)))
    height = 0.3 * b.clouds(5)
    for scale, deep in ((1.6, 1.6), (2.9, 1.0)):
        pit = cells(x * bulge * scale + b.uniform(0, 30), y * bulge * scale, 0.7)
        wide = 0.14 + 0.26 * hash_cell(pit.i, pit.j, b.uniform(0, 9))
        share = pit.nearest / wide
        floor = smoothstep(1.0, 0.75, share)
        rim = smoothstep(0.3, 0.0, (share - 1.05).abs())
        height = height + deep * (0.8 * rim - 1.2 * floor)
        colour = colour * (1 - 0.3 * floor + 0.25 * rim)[:, None]
    canvas.part(r - 0.96, colour, bulge=0.9, texture=height, gloss=0.1)
    return canvas.sketch()


def _face(b: Brush, canvas: Canvas, x: Tensor, y: Tensor) -> None:
    """Lay a calm human face on a disc of unit radius."""
    side, dark = x.abs(), b.tone(0) * 0.7
    cheek = circle(side - 0.5, y - 0.2, 0.2) * 0.5
    canvas.part(cheek, b.colour(0.95, 0.5, 0.3), bulge=0.1, gloss=0.3, shadow=0.0)
    white = both(circle(side - 0.36, y + 0.02, 0.21), circle(side - 0.36, y + 0.26, 0.21))
    shut = b.chance(0.3)
    canvas.part(white * 0.5, b.colour(0.98, 0.96, 0.9), bulge=0.05, show=1 - shut, shadow=0.4)
    iris = both(circle(side - 0.36, y + 0.14, 0.1), white) * 0.5
    canvas.part(iris, dark, bulge=0.05, gloss=1.2, show=1 - shut, shadow=0)
    lid, _ = curve(side, y, [(0.2, -0.14), (0.36, 0.02), (0.54, -0.14)], 0.05, 0.04, 6)
    canvas.part(lid * 0.5, dark, bulge=0.0, show=shut, shadow=0)
    brow, _ = curve(side, y, [(0.14, -0.3), (0.34, -0.5), (0.6, -0.32)], 0.06, 0.03, 6)
    canvas.part(brow * 0.5, b.tone(1), bulge=0.03, shadow=0.2)
    nose = union(limb(x, y, (0, -0.3), (0, 0.12), 0.05, 0.09), circle(side - 0.09, y - 0.14, 0.07))
    canvas.part(nose * 0.5, b.tone(4), bulge=0.06, gloss=0.6, shadow=0.45)
    lift = b.uniform(0.08, 0.22)
    lips, _ = curve(
        x,
        y,
        [(-0.32, 0.42 - lift * 0.5), (0, 0.42 + lift), (0.32, 0.42 - lift * 0.5)],
        0.07,
        0.07,
        8,
    )
    canvas.part(lips * 0.5, b.colour(0.8, 0.25, 0.15), bulge=0.05, gloss=0.6)
