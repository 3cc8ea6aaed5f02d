"""Plumage."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure, texture
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch, surface
from dreamgen_bestiary.drawing.fields import Scales, hash_cell, length, mix, scales, smoothstep
from dreamgen_bestiary.drawing.shapes import curve


@texture(hues=((0.07, 0.6), (0.1, 0.7), (0.55, 0.6)), words=("plumage", "wing feathers"))
def feathers(b: Brush) -> Sketch:
    """Overlapping feathers with shafts and slanting barbs; plain, edged, barred or tipped."""
    x, y = b.coordinates((1.0, 2.2), shift=2, turn=0.9, warp=0.15)
    feather = scales(x, y * b.uniform(0.55, 0.8), 0.6)
    u, v, i, j = feather
    r = length(u, v * 0.9) / 0.6
    each = hash_cell(i, j, b.uniform(0, 9)) - 0.5
    barbs = _barbs(feather, b.uniform(14, 20))
    bars = torch.cos((v + 0.4 * u.abs()) * b.uniform(9, 14)) * b.chance(0.4) * 0.3
    tipped = smoothstep(0.1, 0.3, v) * b.uniform(-0.5, 0.5)
    share = 0.55 + 0.25 * each + 0.06 * barbs + bars + tipped + 0.25 * b.clouds(1.5)
    colour = b.ramp(share)
    rim = mix(b.tone(0) * 0.7, b.tone(5), b.chance(0.5))
    colour = mix(colour, rim, smoothstep(0.78, 0.92, r) * 0.8)
    shaft = smoothstep(0.06, 0.03, u.abs()) * smoothstep(0.55, 0.3, v)
    colour = mix(colour, b.tone(5), shaft * b.uniform(0.3, 0.9))
    colour = mix(colour * 0.45, colour, smoothstep(-0.2, 0.3, v))
    height = 0.3 * v - 0.35 * u * u + 0.02 * barbs + 0.04 * shaft
    return surface(b, colour, height, x, y, gloss=0.3)


@texture(hues=((0.38, 0.9), (0.45, 0.9), (0.3, 0.8)), words=("peacock", "peacock tail"))
def peacock_feather(b: Brush) -> Sketch:
    """The train of a peacock: eyes of dark blue in turquoise in bronze, among green barbs."""
    x, y = b.coordinates((0.85, 1.8), shift=2, turn=0.9, warp=0.12)
    feather = scales(x, y * 0.8, 0.62)
    u, v, i, j = feather
    barbs = _barbs(feather, b.uniform(12, 17))
    each = hash_cell(i, j, b.uniform(0, 9)) - 0.5
    r = length(u * b.uniform(0.95, 1.15), v - 0.16) / (0.95 + 0.2 * each)
    heart = length(u * 1.1, v - 0.22 + 0.35 * u.abs()) / (0.95 + 0.2 * each)
    colour = b.ramp(0.55 + 0.2 * barbs + 0.25 * each)
    for reach, ring in (
        (0.43, mix(b.colour(0.8, 0.75, 0.25), b.tone(4), b.chance(0.2))),
        (0.36, b.colour(0.65, 0.38, 0.1) * (1 + 0.15 * barbs)[:, None]),
        (0.25, b.colour(0.1, 0.75, 0.75)),
    ):
        colour = mix(colour, ring, smoothstep(reach + 0.03, reach - 0.03, r))
    colour = mix(colour, b.colour(0.08, 0.08, 0.5), smoothstep(0.19, 0.13, heart))
    colour = mix(colour * 0.35, colour, smoothstep(-0.35, 0.1, v))
    rim = length(u, v * 0.9) / 0.62
    colour = colour * (1 - 0.6 * smoothstep(0.88, 1.0, rim))[:, None]
    return surface(b, colour, 0.3 * v - 0.3 * u * u + 0.02 * barbs, x, y, gloss=0.7)


@figure(hues=((0.0, 0.1), (0.08, 0.6), (0.58, 0.7), (0.95, 0.6)), words=("feather", "quill"))
def plume(b: Brush) -> Sketch:
    """A single feather, bent, its vane notched, with a pale quill; a tuft of down at its foot."""
    x, y, canvas = b.x, b.y, Canvas(b)
    bow, wide = b.uniform(-0.5, 0.5), b.uniform(0.36, 0.6)
    spine = [(0.3 * bow, 0.9), (-bow, 0.4), (-bow * 0.8, -0.5), (0.5 * bow, -0.84)]
    distance, along = curve(x, y, spine, 0.0, pieces=10)
    middle = _bezier_x(spine, along)
    across = distance * (x - middle).sign()
    barbs = torch.sin((along * 1.6 - distance * 1.2) * b.uniform(26, 36) + b.noise(3))
    lean = 1 + 0.25 * b.sign() * across.sign()  # the vane's two sides are not alike
    shape = wide * lean * smoothstep(0.12, 0.4, along) * torch.sqrt((1.02 - along).clamp_min(0))
    ragged = 0.012 * barbs + 0.15 * smoothstep(0.4, 0.9, b.noise(4)) * b.chance(0.6)
    vane = distance - shape * 1.15 + ragged * smoothstep(0.1, 0.3, along)
    bars = torch.cos((along - distance * 0.8) * b.uniform(16, 28)) * b.chance(0.4) * 0.3
    tip = smoothstep(0.6, 0.8, along) * b.uniform(-0.4, 0.4)
    colour = b.ramp(0.7 + 0.1 * barbs + bars + tip + 0.15 * b.noise(2))
    canvas.part(vane, colour, bulge=0.25, texture=0.5 * barbs, gloss=0.3)
    quill = distance - 0.035 * (1.2 - along)
    canvas.part(quill, mix(b.tone(5), b.colour(0.93, 0.88, 0.75), b.chance(0.7)), bulge=0.03)
    return canvas.sketch()


def _barbs(feather: Scales, many: Tensor) -> Tensor:
    """Return ridges, -1..1, that slant from the shaft outwards to the tip."""
    return torch.sin((feather.y * 1.2 - feather.x.abs() * 1.1) * many * 1.4)


def _bezier_x(points: list[tuple[Tensor, float]], share: Tensor) -> Tensor:
    """Return where across a cubic Bezier curve lies at its shares."""
    rest = 1 - share
    weights = (rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3)
    terms = [weight * point[0] for weight, point in zip(weights, points, strict=True)]
    return terms[0] + terms[1] + terms[2] + terms[3]
