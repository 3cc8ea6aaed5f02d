"""Trees, leaves and what grows among them."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure, texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch, dome, surface
from dreamgen_bestiary.drawing.fields import (
    cells,
    fraction,
    hash_cell,
    mix,
    rotate,
    smoothstep,
)
from dreamgen_bestiary.drawing.radial import leaf, spokes
from dreamgen_bestiary.drawing.shapes import circle, curve, ellipse, limb, union

GREENS = ((0.32, 0.65), (0.27, 0.65), (0.37, 0.55))
BARK = ((0.07, 0.5), (0.09, 0.45), (0.05, 0.5))


@figure(hues=((0.01, 0.85), (0.06, 0.75), (0.98, 0.8)), words=("toadstool", "fly agaric"))
def mushroom(b: Brush) -> Sketch:
    """A domed cap with pale warts over gills, a ring and a swollen stem."""
    x, y, canvas = b.x * 1.07, b.y * 1.07, Canvas(b)
    cream = b.colour(0.93, 0.87, 0.74, 0.03)
    lean, thick, brim = b.uniform(-0.15, 0.15), b.uniform(0.13, 0.24), b.uniform(-0.12, 0.1)
    points = [(0.6 * lean, brim - 0.1), (lean, 0.4), (0 * lean, 0.85)]
    stem, along = curve(x, y, points, thick * 0.85, thick * 1.2, 8)
    fibres = 0.06 * torch.cos(x * 45)
    canvas.part(stem, cream * (0.7 + 0.3 * along + fibres)[:, None], bulge=0.2, gloss=0.2)
    bulb = union(ellipse(x, y - 0.85, thick * 1.6, 0.13), stem + 0.02, smooth=0.1)
    canvas.part(torch.maximum(bulb, 0.6 - y), cream * 0.85, bulge=0.15, gloss=0.2, shadow=0)
    wide, tall = b.uniform(0.7, 0.95), b.uniform(0.6, 0.85)
    gill = ellipse(x, y - brim, wide * 0.95, b.uniform(0.1, 0.2))
    fan = torch.cos(torch.atan2(y - brim + 0.5, x) * 34)
    canvas.part(gill, cream * (0.62 + 0.18 * fan)[:, None], bulge=0.05, shadow=0.7)
    ring = ellipse(x - lean * 0.7, y - brim - 0.3, thick * 1.5, 0.09)
    canvas.part(ring, cream, bulge=0.06, gloss=0.2, show=b.chance(0.5))
    down = y - brim + 0.05
    squash = mix(torch.ones_like(down), 5.0 + 0 * down, smoothstep(-0.05, 0.12, down))
    cap = ellipse(x, down * squash, wide, tall * b.uniform(0.9, 1.1))
    pale = smoothstep(-0.2, 0, cap) * b.uniform(-0.3, 0.3)
    canvas.part(cap, b.ramp(0.7 - 0.25 * down - pale + 0.1 * b.noise(3)), bulge=0.5, gloss=0.9)
    warts = cells(x * (3.2 + x * x), (y - brim) * 4.2 + 0.4, 0.8)
    size = b.uniform(0.2, 0.34) * (0.6 + 0.6 * hash_cell(warts.i, warts.j, b.uniform(0, 9)))
    spots = torch.maximum((warts.nearest - size) * 0.25, cap + 0.05)
    canvas.part(spots, cream * 1.05, bulge=0.05, gloss=0.2, shadow=0.3, show=b.chance(0.75))
    return canvas.sketch()


@figure(hues=((0.36, 0.6), (0.31, 0.55), (0.41, 0.5)), words=("saguaro", "desert"))
def cactus(b: Brush) -> Sketch:
    """Ribbed columns with arms bent upwards, rows of pale spines, often a flower on top."""
    x, y, canvas = b.x, b.y, Canvas(b)
    thick = b.uniform(0.2, 0.3)
    for side in (-1, 1):
        reach, low, top = b.uniform(0.55, 0.72), b.uniform(0.05, 0.5), b.uniform(-0.6, -0.1)
        points = [(0 * reach, low), (side * reach * 1.2, low + 0.15), (side * reach, top)]
        arm, _ = curve(x, y, points, thick * 0.62, thick * 0.62, 8)
        ribs = torch.cos(arm / thick * 11)
        colour = b.ramp(0.55 + 0.18 * ribs)
        canvas.part(arm, colour, 0.16, texture=0.9 * ribs, gloss=0.3, show=b.chance(0.85))
        flower = ellipse(x - side * reach, y - top + thick * 0.6, 0.1, 0.07)
        canvas.part(flower, b.colour(0.95, 0.35, 0.55), bulge=0.06, show=b.chance(0.5))
    high = b.uniform(-0.8, -0.6)
    trunk = limb(x, y, (0, high + thick * 0.4), (0, 1.2), thick)
    trunk = torch.maximum(trunk, y - 0.98)
    across = (x / thick).clamp(-1, 1)
    ribs = torch.cos(torch.asin(across * 0.99) * b.whole(6, 9))
    canvas.part(trunk, b.ramp(0.58 + 0.2 * ribs), bulge=0.25, texture=1.2 * ribs, gloss=0.3)
    u, v = fraction(torch.asin(across * 0.99) * 7 / FULL) - 0.5, fraction(y * 5) - 0.5
    spine = smoothstep(0.26, 0.16, (u * u + v * v).sqrt()) * smoothstep(-0.02, -0.06, trunk)
    canvas.paint(b.colour(0.95, 0.9, 0.7), spine * 0.8)
    crown = spokes(x, (y - high + thick * 0.5) * 1.5, 7)
    petals = leaf(crown.along, crown.across, 0.22, 0.07)
    canvas.part(petals, b.colour(0.97, 0.4, 0.6, 0.12), bulge=0.06, show=b.chance(0.6))
    return canvas.sketch()


@figure(hues=GREENS, words=("bracken", "frond"), upright=False)
def fern(b: Brush) -> Sketch:
    """A tapering frond of leaflets on both sides of an arching rib, curled at its tip."""
    x, y, canvas = b.x, b.y, Canvas(b)
    bend, many = b.uniform(-0.4, 0.4), b.whole(7, 11)
    t = (0.95 - y) / 1.9
    middle = bend * (t * t - 0.4)
    side = (x - middle).abs()
    reach = (t.clamp(0.01, 1) ** 0.4) * (1.02 - t).clamp_min(0.01) ** 0.8
    sweep = b.uniform(0.25, 0.6)
    step = t - sweep * side * 0.55
    odd = 0.5 * (x > middle)
    index = torch.floor(step * many + odd)
    across = (fraction(step * many + odd) - 0.5) / many * 1.9
    at = ((index + 0.5 - odd) / many).clamp(0.02, 0.99)
    size = b.uniform(0.9, 1.35) * at**0.35 * (1.02 - at) ** 0.75
    blade = leaf(side, across, size * 0.8 + 0.02, 0.82 / many, 0.3, 1.2)
    blade = torch.maximum(blade, torch.maximum(-t, t - 1))
    colour = b.ramp(0.5 + 0.35 * side / reach.clamp_min(0.1) * 0.6 + 0.2 * t)
    midrib = smoothstep(0.03, 0.0, across.abs())
    canvas.part(blade, colour, bulge=0.08, texture=-0.7 * midrib, gloss=0.3)
    rib = torch.maximum(side - 0.045 * (1.15 - t), (y - 0.5).abs() - 0.5 - 0.95 * (y < 0.5))
    canvas.part(torch.maximum(rib, -t), b.ramp(0.75 - 0.2 * t), bulge=0.04)
    return canvas.sketch()


@figure(
    hues=((0.28, 0.7), (0.08, 0.8), (0.02, 0.75), (0.13, 0.75)), words=("leaves",), upright=False
)
def autumn_leaf(b: Brush) -> Sketch:
    """A leaf, plain or lobed as oaks and maples have, with a bright rib and side veins."""
    x, y, canvas = b.x, b.y, Canvas(b)
    x = x + b.uniform(-0.25, 0.25) * (y * y - 0.4)
    low, side = 0.55, x.abs()
    lobes, deep = b.whole(3, 5), b.uniform(0.0, 0.27) * b.chance(0.7)
    rise = (low - y) / 1.5
    rank = rise * lobes - side * b.uniform(0.6, 1.1)
    wave = torch.cos(2 * FULL * rank)
    plain = leaf(low - y, x, 1.5, b.uniform(0.45, 0.72), b.uniform(0.35, 0.5), b.uniform(1.1, 1.6))
    distance = plain + deep * (0.5 - 0.5 * wave) * smoothstep(0.05, 0.45, side)
    teeth = 0.03 * torch.cos(rank * 2 * FULL * 4) * b.chance(0.5)
    distance = distance + teeth * smoothstep(0.15, 0.4, side)
    stalk, _ = curve(x, y, [(0, low - 0.1), (0, 0.8), (b.uniform(-0.2, 0.2), 0.98)], 0.05, 0.04, 6)
    canvas.part(stalk, b.ramp(0.55 + 0 * x), bulge=0.05)
    blotch = b.clouds(2) * 0.3
    colour = b.ramp(0.6 + blotch - 0.3 * smoothstep(-0.25, 0.0, distance))
    vein = smoothstep(0.55, 0.95, torch.cos(2 * FULL * rank)) * smoothstep(0.02, 0.1, side)
    rib = smoothstep(0.05, 0.02, side)
    vein = torch.maximum(vein, rib) * smoothstep(0.0, -0.1, distance)
    colour = mix(colour, b.tone(5), 0.75 * vein)
    canvas.part(distance * 0.8, colour, bulge=0.25, texture=0.8 * vein - 0.4 * wave, gloss=0.4)
    return canvas.sketch()


@figure(hues=GREENS, words=("oak", "forest"))
def tree(b: Brush) -> Sketch:
    """A trunk that forks into a crown of leafy masses, lighter towards its top."""
    x, y, canvas = b.x, b.y, Canvas(b)
    bark = b.new_palette(BARK)
    wood = b.ramp(0.45 + 0.4 * (b.grain(x * 22, y * 5) - 0.5), bark)
    thick = b.uniform(0.12, 0.2)
    trunk = limb(x, y, (0, 0.95), (0, 0.1), thick, thick * 0.7)
    flare = ellipse(x, y - 1.0, thick * 2.1, 0.16)
    forks = limb(x.abs(), y, (0, 0.45), (0.42, -0.1), thick * 0.5, thick * 0.3)
    whole = torch.maximum(union(trunk, flare, forks, smooth=0.12), y - 0.98)
    canvas.part(whole, wood, bulge=0.15, gloss=0.1)
    warm = b.new_palette(((0.07, 0.8), (0.12, 0.8), (0.02, 0.75)))
    autumn = b.chance(0.25)[..., 0]
    foliage = mix(b.palette, warm, autumn[..., None])
    wide, tall = b.uniform(0.85, 1.1), b.uniform(0.85, 1.1)
    spots = [(-0.5, 0.0, 0.4), (0.5, -0.02, 0.4), (0.0, -0.1, 0.42), (-0.35, -0.35, 0.38)]
    spots += [(0.38, -0.36, 0.38), (0.0, -0.58, 0.38), (0.05, -0.25, 0.34)]
    for at, (px, py, size) in enumerate(spots):
        u = x - (px * wide + 0.06 * b.normal(b.batch, 1, 1))
        v = y - (py * tall + 0.05 * b.normal(b.batch, 1, 1))
        tuft = b.noise(14) + 0.5 * b.noise(7)
        distance = circle(u, v, size * 0.92) - 0.06 * tuft
        share = 0.45 - 0.25 * v / size + 0.25 * tuft + 0.03 * at - 0.12 * py
        canvas.part(distance, b.ramp(share, foliage), 0.3, texture=1.6 * tuft, gloss=0.05)
    return canvas.sketch()


@texture(hues=GREENS, words=("ivy", "jungle", "creeper"))
def vines(b: Brush) -> Sketch:
    """Winding stems with leaves to both sides, three layers deep, the lower ones in shade."""
    colour, height = b.ramp(0.1 + 0.15 * b.noise(4)) * 0.6, torch.zeros_like(b.x)
    x, y = b.coordinates((0.8, 1.6), shift=2, turn=0.7, warp=0.1)
    belly, point, wide = b.uniform(0.3, 0.45), b.uniform(1.2, 1.7), b.uniform(0.2, 0.32)
    for layer in range(3):
        u = x + 0.37 * layer + 0.28 * torch.sin(y * b.uniform(1.6, 2.6) + b.uniform(0, 6))
        column = torch.floor(u)
        u, v = u - column - 0.5, y * 1.25 + hash_cell(column, column * 0, b.uniform(0, 9))
        light = 0.45 + 0.2 * layer
        for side in (-1, 1):
            row = torch.floor(v + side * 0.25)
            each = hash_cell(row, column, layer + 0.3 * side)
            px, py = rotate(u * side, (v + side * 0.25 - row - 0.85) / 1.25, 0.4 + 0.5 * each)
            blade = leaf(px, py, 0.62 + 0.1 * each, wide, belly, point)
            rib = smoothstep(0.035, 0.0, py.abs())
            green = b.ramp(light + 0.3 * (each - 0.5) + 0.3 * px + 0.3 * rib)
            colour = colour * (1 - 0.6 * smoothstep(0.15, 0.0, blade))[:, None]
            mask = smoothstep(0.02, -0.02, blade)
            colour = mix(colour, green, mask)
            height = mix(height, 0.5 * dome(blade, 0.2) - 0.05 * rib + 0.1 * layer, mask)
        stem = smoothstep(0.055, 0.025, u.abs())
        colour = mix(colour, b.ramp(light - 0.1 + 0 * x), stem)
        height = mix(height, 0.1 * layer + 0.06 * stem, stem)
    return surface(b, colour, height, x, y, gloss=0.5)
