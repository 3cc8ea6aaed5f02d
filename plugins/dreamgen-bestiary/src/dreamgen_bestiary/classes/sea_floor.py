"""What lives on the floor of the sea."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import orb
from dreamgen_bestiary.drawing.fields import (
    cells,
    fraction,
    hash_cell,
    length,
    mix,
    rotate,
    smoothstep,
)
from dreamgen_bestiary.drawing.radial import leaf, spokes
from dreamgen_bestiary.drawing.shapes import (
    Number,
    both,
    circle,
    curve,
    ellipse,
    limb,
    union,
)

CRAB_LEGS = (  # hip, knee, foot
    ((0.35, 0.16), (0.72, 0.02), (0.95, 0.32)),
    ((0.34, 0.24), (0.70, 0.20), (0.86, 0.56)),
    ((0.28, 0.30), (0.54, 0.42), (0.62, 0.76)),
)


@figure(hues=((0.02, 0.85), (0.05, 0.85), (0.57, 0.6), (0.08, 0.8)), words=("crayfish",))
def crab(b: Brush) -> Sketch:
    """A crab that faces us: a broad shell, eyes on stalks, raised claws, jointed legs."""
    x, y, canvas = b.x * 1.13, b.y * 1.06 - 0.06, Canvas(b)
    side, wide = x.abs(), b.uniform(0.5, 0.58)
    rough = b.noise(10)
    legs, joints = [], []
    for hip, knee, foot in CRAB_LEGS:
        foot = foot[0], foot[1] + b.uniform(-0.08, 0.08)
        legs += [limb(side, y, hip, knee, 0.085, 0.07), limb(side, y, knee, foot, 0.07, 0.02)]
        joints.append(circle(side - knee[0], y - knee[1], 0.0))
    joint = smoothstep(0.1, 0.0, union(*joints))
    canvas.part(union(*legs), b.ramp(0.5 + 0.3 * joint + 0.1 * rough), bulge=0.07, gloss=0.8)
    lift = b.uniform(-0.12, 0.1)
    arm = union(
        limb(side, y, (0.4, 0.05), (0.72, -0.02), 0.1, 0.09),
        limb(side, y, (0.72, -0.02), (0.66, -0.3 + lift), 0.09, 0.1),
    )
    canvas.part(arm, b.ramp(0.55 + 0.12 * rough), bulge=0.1, gloss=0.8)
    fat = b.uniform(0.19, 0.25) + 0.04 * torch.sign(x) * b.sign()
    _pincer(
        canvas,
        b,
        *rotate(side - 0.64, y + 0.36 - lift, b.uniform(1.3, 1.75)),
        0.56,
        fat,
        b.ramp(0.55 + 0.15 * rough),
    )
    stalk = limb(side, y, (0.14, -0.1), (0.19, -0.4), 0.045)
    canvas.part(stalk, b.ramp(0.6 + 0 * x), bulge=0.05)
    shell = union(
        ellipse(x, y - 0.08, wide, 0.34), ellipse(x, y + 0.02, wide * 0.86, 0.3), smooth=0.1
    )
    shell = shell + 0.014 * torch.cos(x * 26) * smoothstep(0.0, 0.2, y)
    grooves = torch.cos(4 * length(side - 0.2, y * 1.4 - 0.2) * FULL * 1.4)
    bumps = smoothstep(0.2, 0.45, b.noise(11))
    colour = b.ramp(0.48 + 0.12 * grooves + 0.25 * bumps + 0.1 * b.noise(2) - 0.2 * y)
    canvas.part(
        shell, colour, bulge=0.35, texture=0.6 * bumps + 0.5 * grooves, gloss=0.9, shadow=0.7
    )
    mouth = both(ellipse(x, y - 0.26, 0.2, 0.1), y - 0.36)
    canvas.part(mouth, b.ramp(0.75 + 0.15 * torch.cos(x * 50)), bulge=0.05, shadow=0.6)
    orb(canvas, b, side - 0.19, y + 0.42, 0.075, b.colour(0.97, 0.93, 0.85), 0.6)
    return canvas.sketch()


@figure(
    hues=((0.01, 0.85), (0.04, 0.8), (0.6, 0.7), (0.07, 0.8)),
    words=("crawfish", "langoustine"),
    upright=False,
)
def lobster(b: Brush) -> Sketch:
    """A lobster from above: two great claws, long feelers, a jointed tail that ends in a fan."""
    x, y, canvas = b.x * 1.06, b.y * 1.06 - 0.03, Canvas(b)
    side, rough = x.abs(), b.noise(10)
    shade = b.ramp(0.5 + 0.2 * rough)
    feeler, _ = curve(
        side,
        y,
        [(0.06, -0.4), (0.1, -0.85), (0.5, -1.05), (0.8, -0.35 + b.uniform(-0.3, 0.3))],
        0.04,
        0.022,
        9,
    )
    canvas.part(feeler, b.ramp(0.6 + 0 * x), bulge=0.03)
    legs = []
    for at in range(4):
        hip = (0.1, -0.24 + 0.13 * at)
        knee = (0.42 + 0.03 * at, hip[1] + 0.06 * at - 0.12)
        foot = (knee[0] + 0.08, knee[1] + 0.3 - 0.03 * at)
        legs += [limb(side, y, hip, knee, 0.05, 0.042), limb(side, y, knee, foot, 0.042, 0.022)]
    canvas.part(union(*legs), b.ramp(0.6 + 0 * x), bulge=0.05)
    spread = b.uniform(-0.1, 0.08)
    arm, _ = curve(side, y, [(0.14, -0.3), (0.5, -0.3), (0.52 + spread, -0.52)], 0.085, 0.09, 6)
    canvas.part(arm, shade, bulge=0.1, gloss=0.8)
    fat = b.uniform(0.15, 0.2) + 0.025 * torch.sign(x) * b.sign()
    _pincer(canvas, b, *rotate(side - 0.52 - spread, y + 0.5, b.uniform(1.5, 1.8)), 0.5, fat, shade)
    for turn in (1.15, 0.6, 0.0):
        u, v = rotate(side, y - 0.68, turn - FULL / 2)
        plate = leaf(u, v, 0.3, 0.11, 0.7, 0.75)
        canvas.part(plate, b.ramp(0.45 + 0.9 * u), bulge=0.08, gloss=0.8, shadow=0.6)
    ring = torch.floor((y - 0.06) / 0.135).clamp(0, 4)
    v = y - 0.12 - 0.135 * ring
    plates = ellipse(x, v, 0.24 - 0.027 * ring, 0.13)
    colour = b.ramp(0.5 + 2.2 * v + 0.12 * rough)
    canvas.part(plates, colour, bulge=0.13, texture=v * 8, gloss=0.9, shadow=0.7)
    shell = union(
        ellipse(x, y + 0.16, 0.24, 0.32), limb(x, y, (0, -0.4), (0, -0.6), 0.1, 0.02), smooth=0.08
    )
    seam = smoothstep(0.035, 0.015, (y + 0.08 - 0.5 * x * x).abs())
    colour = b.ramp(0.5 + 0.2 * rough - 0.3 * seam)
    canvas.part(shell, colour, bulge=0.24, texture=0.5 * rough - seam, gloss=1.0, shadow=0.7)
    orb(canvas, b, side - 0.14, y + 0.42, 0.045, b.colour(0.06, 0.05, 0.05), rim=0.3)
    return canvas.sketch()


@figure(
    hues=((0.05, 0.85), (0.02, 0.8), (0.09, 0.85), (0.78, 0.5)), words=("sea star",), upright=False
)
def starfish(b: Brush) -> Sketch:
    """A starfish: five or more fat arms, knobs in rows along them, granules between."""
    x, y, canvas = b.x, b.y, Canvas(b)
    x, y = rotate(x, y, 0.22 * torch.sin(length(x, y) * 2.5) * b.uniform(-1, 1))
    many = torch.where(b.chance(0.7) > 0, torch.full_like(b.uniform(), 5.0), b.whole(6, 8))
    fat = b.uniform(0.17, 0.25) * (5 / many).sqrt()
    arm = spokes(x, y, many, -FULL / 2)
    body = union(
        limb(arm.along, arm.across, (0.0, 0.0), (0.88, 0.0), fat * 1.3, 0.075),
        circle(arm.along, arm.across, fat * 1.4),
        smooth=0.12,
    )
    row = fraction(arm.along * b.uniform(6, 9)) - 0.5
    knob = smoothstep(0.36, 0.12, length(row, arm.across * 8))
    flank = smoothstep(0.3, 0.1, length(fraction(arm.along * 8 + 0.5) - 0.5, (body + 0.06) * 9))
    granule = cells(x * 12, y * 12)
    grain = smoothstep(0.1, 0.4, granule.edge)
    share = 0.42 + 0.15 * hash_cell(granule.i, granule.j) + 0.12 * grain + 0.12 * b.noise(2)
    colour = b.ramp(share - 0.2 * smoothstep(0.3, 0.95, arm.along) * b.uniform(-1, 1))
    colour = mix(
        colour, b.tone(5), torch.maximum(knob, 0.8 * flank * smoothstep(0.1, 0.3, arm.along))
    )
    canvas.part(body, colour, bulge=0.25, texture=0.5 * grain + 1.5 * knob + flank, gloss=0.5)
    canvas.part(circle(x, y, 0.06), b.tone(5), bulge=0.05, shadow=0.3)
    return canvas.sketch()


@figure(
    hues=((0.8, 0.6), (0.75, 0.55), (0.95, 0.55), (0.6, 0.45)), words=("urchin",), upright=False
)
def sea_urchin(b: Brush) -> Sketch:
    """A sea urchin: a ball in a burst of long tapering spines, banded or plain, beads between."""
    x, y, canvas = b.x, b.y, Canvas(b)
    ball = b.uniform(0.36, 0.5)
    thick = b.uniform(0.065, 0.1)
    banded = b.chance(0.4) * 0.3
    for ring, (share, tall) in enumerate(((1.0, 0.62), (0.8, 0.95), (0.5, 0.85), (0.15, 0.6))):
        many = torch.round((17 - 3.5 * ring) * (0.08 / thick).clamp(0.8, 1.2))
        spine = spokes(x, y, many, b.uniform(0, FULL))
        each = hash_cell(spine.number, spine.number * 0, b.uniform(0, 9))
        start = ball * share * 0.9
        end = (start + (0.98 - start) * tall * (0.75 + 0.25 * each)).clamp_max(0.97)
        shape = limb(spine.along, spine.across, (start, 0.0), (end, 0.0), thick, 0.022)
        along = (spine.along - start) / (end - start)
        colour = b.ramp(
            0.3 + 0.1 * ring + 0.3 * along + 0.1 * each + banded * torch.cos(along * 13)
        )
        if ring == 1:
            beads = cells(x * 9, y * 9, 0.4)
            bead = smoothstep(0.45, 0.15, beads.nearest)
            canvas.part(
                circle(x, y, ball), b.ramp(0.25 + 0.35 * bead), 0.4, texture=bead, gloss=0.6
            )
        canvas.part(shape, colour, bulge=0.07, gloss=0.9, shadow=0.55)
    return canvas.sketch()


def _pincer(
    canvas: Canvas, b: Brush, u: Tensor, v: Tensor, long: float, fat: Number, colour: Tensor
) -> None:
    """Lay a claw that starts at the origin and opens along u: a fat palm and two toothed fingers."""
    u, v, fat = u / long, v / long, fat / long
    gape = b.uniform(0.1, 0.3)
    points = [(0.3, 0.2), (0.75, 0.3 + 2 * gape), (0.98, 0.1 + gape)]
    thumb, _ = curve(u, v, points, fat * 0.5, 0.04, 6)
    canvas.part(thumb * long, colour * 0.85, bulge=0.08, gloss=0.9)
    points = [(0.35, -0.05), (0.85, -0.35), (1.0, 0.05)]
    finger, _ = curve(u, v, points, fat * 0.75, 0.05, 6)
    palm = union(ellipse(u - 0.3, v, 0.34, fat), finger, smooth=0.1)
    canvas.part(palm * long, colour, bulge=0.15, gloss=1.0, shadow=0.6)
    nubs = [circle(u - at, v - 0.02 - 0.08 * at, 0.06) for at in (0.62, 0.74, 0.86)]
    canvas.part(union(*nubs) * long, b.tone(5), bulge=0.03, shadow=0.3)
