"""What hands weave, tie, lay and carve."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import texture
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Sketch, surface
from dreamgen_bestiary.drawing.fields import (
    cells,
    fraction,
    hash_cell,
    length,
    mix,
    polar,
    smoothstep,
)


@texture(hues=((0.1, 0.6), (0.08, 0.65), (0.12, 0.5)), words=("basket", "wicker", "weaving"))
def basket_weave(b: Brush) -> Sketch:
    """Broad strips that pass over and under each other, some of another colour."""
    x, y = b.coordinates((1.6, 3.2), shift=2, warp=0.08)
    i, j = torch.floor(x), torch.floor(y)
    u, v = fraction(x) - 0.5, fraction(y) - 0.5
    over = ((i + j * (1 + b.chance(0.3))) % 2 < 0.5).float()  # plain, or in ridges
    along, across = mix(v, u, over), mix(u, v, over)
    strip = mix(i, j, over)
    arch = 1 - 2.2 * along * along
    edge = smoothstep(0.48, 0.36, across.abs())
    grain = b.grain(mix(x, y, over) * 5, mix(y, x, over) * 1.2)
    each = hash_cell(strip, over, b.uniform(0, 9))
    dyed = b.chance(0.5) * (each > 0.6).float()
    colour = b.ramp(0.5 + 0.25 * arch + 0.2 * (each - 0.5) + 0.2 * (grain - 0.5))
    colour = mix(colour, b.ramp(0.25 + 0.3 * arch + 0.2 * grain, b.new_palette()), dyed)
    colour = colour * (0.25 + 0.75 * edge * smoothstep(0.0, 0.7, arch))[:, None]
    height = 0.25 * arch + 0.25 * torch.sqrt((0.25 - across**2).clamp_min(1e-3)) + 0.03 * grain
    return surface(b, colour, height, x, y, gloss=0.5)


@texture(hues=((0.1, 0.75), (0.38, 0.7), (0.0, 0.75)), words=("knot", "interlace", "viking"))
def celtic_knot(b: Brush) -> Sketch:
    """A broad band that loops and weaves over and under itself; the pattern mirrors and repeats."""
    x, y = b.coordinates((1.3, 2.4), shift=0.3, warp=0.06)
    i, j = torch.floor(x), torch.floor(y)
    u, v = fraction(x), fraction(y)
    fold = b.whole(2, 4)
    (p, left), (q, below) = _fold_back(i, fold), _fold_back(j, fold)
    seed = b.uniform(0, 99)
    cross = (hash_cell(p, q, seed) > b.uniform(0.35, 0.6)).float()
    flip = ((hash_cell(q, p, seed + 1) > 0.5).float() + left + below) % 2
    up = ((i + j) % 2 < 0.5).float()
    w = mix(u, 1 - u, flip)
    first, second = length(w, v), length(1 - w, 1 - v)
    arc = torch.where(first < second, first, second) - 0.5
    over, under = mix(u - 0.5, v - 0.5, up), mix(v - 0.5, u - 0.5, up)
    wide = b.uniform(0.22, 0.3)
    on_top = over.abs() < wide + 0.06
    straight = torch.where(on_top, over, under)
    across = torch.where(cross > 0.5, straight, arc).abs()
    dip = cross * (~on_top).float() * smoothstep(0.5, wide, over.abs())
    band = smoothstep(wide, wide - 0.07, across)
    lane = smoothstep(wide * 0.35, wide * 0.2, across) * b.chance(0.6)
    colour = b.ramp(0.7 + 0.25 * smoothstep(wide, 0, across) + 0.15 * b.clouds(1.5))
    colour = mix(colour, mix(b.tone(1), b.tone(5), b.chance(0.5)), lane)
    ground = b.ramp(0.15 + 0.1 * b.clouds(3), b.new_palette()) * 0.7
    colour = mix(ground, colour * (1 - 0.5 * dip)[:, None], band)
    height = band * (0.1 + 0.5 * torch.sqrt((wide**2 - across**2).clamp_min(1e-4)) - 0.1 * dip)
    return surface(b, colour, height, x, y, gloss=0.7)


@texture(hues=((0.1, 0.5), (0.08, 0.6), (0.12, 0.45)), words=("rope", "plait", "hair braid"))
def braids(b: Brush) -> Sketch:
    """Plaits of three strands side by side, each strand of many hairs."""
    x, y = b.coordinates((1.0, 2.0), shift=2, warp=0.12)
    plait = torch.floor(x)
    u, t = fraction(x) - 0.5, y * b.uniform(3.5, 5) + 2 * hash_cell(plait, plait * 0, 2.0)
    top = torch.full_like(u, -9.0)
    found = [torch.zeros_like(u) for _ in range(3)]
    for strand in range(3):
        phase = t + strand * 2 * FULL / 3
        across = (u - 0.2 * torch.sin(phase)) / 0.24
        lean = torch.cos(phase)
        high = torch.sin(2 * phase) * 0.5 + torch.sqrt((1.02 - across**2).clamp_min(0))
        high = torch.where(across.abs() < 1, high, -9.0)
        new = (across, lean, torch.full_like(u, float(strand)))
        found = [torch.where(high > top, n, f) for n, f in zip(new, found, strict=True)]
        top = torch.maximum(top, high)
    across, lean, nearest = found
    there = smoothstep(-8, -1, top)
    hair = b.grain(across * 3 + nearest * 9, y * 2.5 + across * lean)
    round_ = torch.sqrt((1.02 - across**2).clamp_min(0.01))
    each = hash_cell(nearest, plait, b.uniform(0, 9)) * b.chance(0.5)
    colour = b.ramp(0.3 + 0.35 * round_ + 0.25 * (hair - 0.5) + 0.3 * each)
    colour = colour * (0.12 + there * (0.25 + 0.7 * round_))[:, None]
    return surface(b, colour, 0.16 * top.clamp(-1.5, 3) + 0.03 * hair, x, y, gloss=0.4)


@texture(words=("church window", "coloured glass"))
def stained_glass(b: Brush) -> Sketch:
    """Panes of glowing glass in black lead; some laid in rings about a middle."""
    x, y = b.coordinates((1.1, 2.2), shift=1.0, warp=0.1)
    r, angle = polar(x, y)
    rings = b.chance(0.35)
    u = mix(x, r * 1.3 + 20, rings)
    v = mix(y, angle / FULL * 5 + 20, rings)
    pane = cells(u, v, 0.9 - 0.65 * rings)
    hue = hash_cell(
        pane.i, pane.j % 10 + 10 * (1 - rings) * torch.floor(pane.j / 10), b.uniform(0, 9)
    )
    light = 1.0 + 0.4 * b.clouds(1.5) + 0.3 * b.noise(6)
    glass = _jewels(b, hue) * light[:, None]
    glow = smoothstep(0.0, 0.6, pane.edge)
    glass = glass * (0.75 + 0.45 * glow)[:, None]
    wide = b.uniform(0.07, 0.12)
    lead = smoothstep(wide + 0.05, wide - 0.02, pane.edge)
    colour = mix(glass, b.colour(0.06, 0.06, 0.07, 0.02), lead)
    return surface(b, colour, 0.12 * lead, x, y, gloss=0.3)


@texture(hues=((0.58, 0.7), (0.1, 0.7), (0.02, 0.65)), words=("tiles", "tesserae", "roman floor"))
def mosaic(b: Brush) -> Sketch:
    """Small square stones laid along the bands of a larger picture."""
    x, y = b.coordinates((3.2, 4.8), shift=1, warp=0.2)
    i, j = torch.floor(x), torch.floor(y)
    u, v = fraction(x) - 0.5, fraction(y) - 0.5
    size = b.uniform(0.22, 0.34)
    p, q = (i + 0.5) * size, (j + 0.5) * size
    rings = length(p, q) + 0.2 * torch.sin(b.whole(3, 6) * torch.atan2(q, p)) * b.chance(0.6)
    waves = q + 0.5 * torch.sin(p * 2.5)
    motif = fraction(mix(rings, waves, b.chance(0.5)) * b.uniform(0.5, 0.8) + b.uniform())
    each = hash_cell(i, j, 2.0) - 0.5
    colour = b.ramp(fraction(torch.floor(motif * 3) * 0.4) + 0.2 + 0.14 * each)
    inside = 0.5 - (u.abs() ** 5 + v.abs() ** 5 + 1e-6) ** 0.2
    grout = mix(b.colour(0.85, 0.8, 0.72), b.colour(0.2, 0.19, 0.18), b.chance(0.5))
    colour = mix(grout, colour, smoothstep(0.04, 0.12, inside))
    tilt = (u * torch.cos(each * 40) + v * torch.sin(each * 40)) * 0.25
    return surface(b, colour, 0.4 * inside.clamp(0, 0.2) + tilt, x, y, gloss=1.0)


@texture(hues=((0.0, 0.8), (0.6, 0.7), (0.1, 0.6), (0.97, 0.8)), words=("rug", "persian carpet"))
def carpet(b: Brush) -> Sketch:
    """A Persian carpet: borders about a field, a scalloped medallion in it, quarters in the corners."""
    x, y = b.coordinates((0.75, 1.1), shift=0.2, warp=0.06)
    side, tall = x.abs(), y.abs()
    colours = b.new_palette()
    border = torch.maximum(side, tall) / b.uniform(0.85, 1.15)
    r, angle = polar(side, tall * b.uniform(0.75, 1.0))
    petals = 2 * b.whole(2, 5)
    scallop = 0.06 * torch.cos(angle * petals)
    medal = (r + scallop) * b.uniform(4.5, 6.5)
    corner = length(side - 0.68, tall - 0.68) + 0.05 * torch.cos(angle * petals)
    many = b.uniform(8, 12)
    sprig = torch.cos(side * many) * torch.cos(tall * many)
    colour = mix(b.ramp(0.4 + 0 * r), b.ramp(0.75 + 0 * r, colours), smoothstep(0.3, 0.5, sprig))
    rings = b.ramp(0.25 + 0.7 * hash_cell(torch.floor(medal), r * 0, b.uniform(0, 9)), colours)
    colour = mix(colour, rings, smoothstep(3.1, 2.95, medal))
    quarter = b.ramp(0.3 + 0.6 * hash_cell(torch.floor(corner * 7), r * 0, 3.0), colours)
    colour = mix(colour, quarter, smoothstep(0.44, 0.42, corner))
    along = (fraction(torch.minimum(side, tall) * b.uniform(3, 5) + 0.5) - 0.5).abs()
    lozenge = smoothstep(0.4, 0.3, along + (border - 0.9).abs() * 3.5)
    frame = mix(b.ramp(0.2 + 0.6 * lozenge, colours), b.ramp(0.85 - 0.6 * lozenge), b.chance(0.5))
    colour = mix(colour, b.tone(5), smoothstep(0.69, 0.71, border))
    colour = mix(colour, frame, smoothstep(0.75, 0.77, border))
    colour = mix(colour, b.tone(5), smoothstep(1.03, 1.05, border))
    colour = mix(colour, b.tone(2), smoothstep(1.09, 1.11, border))
    knots = b.grain(x * 22, y * 22)
    return surface(b, colour * (0.9 + 0.2 * knots)[:, None], 0.03 * knots, x, y, gloss=0.05)


@texture(hues=((0.07, 0.65), (0.09, 0.55), (0.05, 0.7)), words=("wood", "timber", "planks"))
def wood_grain(b: Brush) -> Sketch:
    """Planed wood: flowing rings that part about dark knots; some in planks."""
    x, y = b.coordinates((0.8, 1.4), shift=1, warp=0.06)
    planks = b.chance(0.4)
    plank = torch.floor(x * 1.4) * planks
    u, v = x * 3 + 3.7 * plank, y * 0.6 + 5.3 * plank
    knot = cells(u * 0.45, v * 0.9, 0.8)
    round_ = torch.exp(-((knot.nearest / 0.3) ** 2))
    flow = u * b.uniform(0.9, 1.8) + 0.6 * b.noise(2) + 2.2 * round_
    ring = fraction(flow)
    late = smoothstep(0.0, 0.75, ring) * smoothstep(1.0, 0.85, ring)
    grain = b.grain(x * 16, y * 2.5)
    colour = b.ramp(
        0.72 - 0.3 * late + 0.15 * (grain - 0.5) + 0.15 * b.clouds(1.5) - 0.35 * round_**2
    )
    seam = smoothstep(0.45, 0.49, (fraction(x * 1.4) - 0.5).abs()) * planks
    colour = colour * (1 - 0.7 * seam)[:, None]
    return surface(b, colour, -0.02 * late + 0.02 * grain - 0.05 * seam, x, y, gloss=0.5)


@texture(words=("knitwear", "jumper", "stitches"))
def knitting(b: Brush) -> Sketch:
    """Columns of plump V stitches of wool, in stripes or a stepped pattern of several colours."""
    x, y = b.coordinates((2.0, 3.4), shift=2, turn=0.7, warp=0.1)
    u = fraction(x) - 0.5
    lean = y * 1.15 + u.abs() * 1.3
    i, j = torch.floor(x), torch.floor(lean)
    v = fraction(lean) - 0.5
    plump = torch.sqrt((1 - (v / 0.5) ** 2 * 0.9).clamp_min(0.02))
    plump = plump * smoothstep(0.0, 0.12, u.abs()) * smoothstep(0.5, 0.4, u.abs())
    steps = torch.floor((j + (i % 4 - 2).abs() * b.chance(0.5)) / b.whole(1, 4))
    share = hash_cell(steps, steps * 0, b.uniform(0, 9)) * b.uniform(0.3, 1.0)
    yarn = b.grain(x * 3 + lean * 2, lean * 3)
    colour = b.ramp(0.5 + 0.6 * share + 0.15 * (yarn - 0.5))
    colour = colour * (0.3 + 0.8 * plump)[:, None]
    return surface(b, colour, 0.3 * plump + 0.04 * yarn, x, y, gloss=0.1)


def _fold_back(i: Tensor, fold: Tensor) -> tuple[Tensor, Tensor]:
    """Return whole numbers folded back and forth, 0..fold-1, and 1 where they run backwards."""
    place = i % (2 * fold)
    back = (place >= fold).float()
    return mix(place, 2 * fold - 1 - place, back), back


def _jewels(b: Brush, share: Tensor) -> Tensor:
    """Return the colours of church windows: ruby, gold, leaf, sky, cobalt and violet."""
    tints = ((0.85, 0.1, 0.12), (0.98, 0.75, 0.15), (0.15, 0.65, 0.25), (0.3, 0.75, 0.95))
    tints = (*tints, (0.1, 0.2, 0.8), (0.55, 0.15, 0.65), (0.95, 0.9, 0.75))
    colours = b.stops(*tints)
    place = torch.floor(share * len(tints)).clamp(0, len(tints) - 1) / (len(tints) - 1)
    own = b.ramp(0.35 + 0.65 * share)
    return mix(b.ramp(place, colours), own, b.chance(0.15))
