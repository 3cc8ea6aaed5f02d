"""What crawls: spiders, scorpions, caterpillars, snails."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import orb
from dreamgen_bestiary.drawing.fields import fraction, length, mix, polar, smoothstep
from dreamgen_bestiary.drawing.shapes import both, circle, curve, ellipse, limb, union

SPIDER_LEGS = (  # knee, foot
    ((0.42, -0.74), (0.52, -0.98)),
    ((0.66, -0.46), (0.94, -0.62)),
    ((0.68, 0.1), (0.95, 0.42)),
    ((0.5, 0.4), (0.66, 0.95)),
)


@figure(
    hues=((0.06, 0.6), (0.08, 0.65), (0.12, 0.7), (0.0, 0.7)), words=("tarantula",), upright=False
)
def spider(b: Brush) -> Sketch:
    """A hairy spider from above: eight banded legs, a marked abdomen, a cluster of eyes, fangs."""
    x, y, canvas = b.x * 1.05, b.y * 1.05, Canvas(b)
    side, thick = x.abs(), b.uniform(0.05, 0.085)
    hair = b.grain(x * 26, y * 26) - 0.5
    legs, bands = [], []
    for knee, foot in SPIDER_LEGS:
        knee = knee[0] + b.uniform(-0.06, 0.06), knee[1] + b.uniform(-0.06, 0.06)
        legs += [
            limb(side, y, (0.12, -0.12), knee, thick * 1.15, thick),
            limb(side, y, knee, foot, thick, 0.028),
        ]
        bands.append(circle(side - knee[0], y - knee[1], 0.0))
    band = torch.cos(length(x, y + 0.15) * b.uniform(18, 26)) * b.chance(0.6)
    knees = smoothstep(0.16, 0.04, union(*bands))
    colour = b.ramp(0.36 + 0.2 * band + 0.3 * knees * b.chance(0.5) + 0.3 * hair)
    canvas.part(union(*legs) + 0.03 * hair, colour, bulge=0.07, texture=hair, gloss=0.3, shadow=0.6)
    fang = limb(side, y, (0.08, -0.38), (0.1, -0.56), 0.065, 0.04)
    canvas.part(fang, b.ramp(0.3 + 0.3 * hair), bulge=0.06, gloss=0.6)
    wide = b.uniform(0.28, 0.38)
    rear = ellipse(x, y - 0.4, wide, 0.42)
    v = y - 0.4
    cross = torch.minimum(
        both(side - 0.05, v.abs() - 0.3), both((v + 0.08).abs() - 0.05, side - 0.17)
    )
    glass = torch.maximum(side * 0.9 - 0.035 - v.abs() * 0.5, v.abs() - 0.19)
    chevron = both((fraction((v + 0.7 * side) * 4) - 0.5).abs() / 4 - 0.06, side - 0.2)
    kind = b.uniform()
    mark = torch.where(kind < 0.35, chevron, torch.where(kind < 0.65, cross, glass))
    vivid = mix(b.tone(5), b.colour(0.9, 0.15, 0.08), (kind > 0.65).float()[:, None])
    colour = b.ramp(0.32 + 0.35 * hair + 0.12 * b.noise(3))
    colour = mix(colour, vivid * (1 + hair)[:, None], smoothstep(0.02, -0.02, mark))
    canvas.part(rear + 0.03 * hair, colour, bulge=0.32, texture=hair, gloss=0.6, shadow=0.7)
    chest = ellipse(x, y + 0.18, 0.24, 0.26)
    rays = torch.cos(torch.atan2(y + 0.12, x) * 8)
    canvas.part(
        chest + 0.02 * hair,
        b.ramp(0.42 + 0.12 * rays + 0.3 * hair),
        bulge=0.2,
        texture=hair,
        gloss=0.4,
    )
    for px, py, size in ((0.07, -0.36, 0.045), (0.165, -0.31, 0.03)):
        orb(canvas, b, side - px, y - py, size, b.colour(0.05, 0.04, 0.05), rim=0.35)
    return canvas.sketch()


@figure(hues=((0.09, 0.8), (0.12, 0.8), (0.04, 0.75)), words=("scorpio",), upright=False)
def scorpion(b: Brush) -> Sketch:
    """A scorpion: raised pincers, a plated body, a beaded tail that curls over to its sting."""
    x, y, canvas = b.x * 1.06 + 0.06, b.y * 1.08 + 0.02, Canvas(b)
    side, rough = x.abs(), b.noise(9)
    legs = []
    for at in range(4):
        hip, knee = (0.12, 0.02 + 0.1 * at), (0.46 + 0.04 * at, -0.2 + 0.17 * at)
        foot = (knee[0] + 0.2, knee[1] + 0.3)
        legs += [limb(side, y, hip, knee, 0.05), limb(side, y, knee, foot, 0.05, 0.02)]
    canvas.part(union(*legs), b.ramp(0.5 + 0.15 * rough), bulge=0.05, gloss=0.8)
    gape = b.uniform(0.08, 0.2)
    arm = union(
        limb(side, y, (0.12, -0.1), (0.5, -0.22), 0.075),
        limb(side, y, (0.5, -0.22), (0.52, -0.46), 0.075),
    )
    canvas.part(arm, b.ramp(0.52 + 0.15 * rough), bulge=0.08, gloss=0.9)
    finger, _ = curve(side, y, [(0.58, -0.6), (0.76, -0.8), (0.52 + gape, -0.98)], 0.08, 0.03, 6)
    thumb, _ = curve(
        side, y, [(0.46, -0.6), (0.34, -0.78), (0.52 - gape * 0.5, -0.95)], 0.07, 0.03, 6
    )
    palm = union(ellipse(side - 0.52, y + 0.54, 0.18, 0.2), finger, thumb, smooth=0.05)
    canvas.part(palm, b.ramp(0.58 + 0.15 * rough), bulge=0.12, gloss=1.0, shadow=0.6)
    row = torch.floor((y + 0.06) / 0.1).clamp(0, 5)
    v = y - 0.0 - 0.1 * row
    plates = ellipse(x, v, 0.3 - 0.007 * (row - 1.5) ** 2, 0.1)
    canvas.part(
        plates,
        b.ramp(0.5 + 2.5 * v + 0.1 * rough),
        bulge=0.13,
        texture=8 * v,
        gloss=0.9,
        shadow=0.6,
    )
    head = ellipse(x, y + 0.16, 0.27, 0.17)
    canvas.part(head, b.ramp(0.52 + 0.15 * rough), bulge=0.15, gloss=0.9, shadow=0.6)
    orb(canvas, b, side - 0.07, y + 0.2, 0.035, b.colour(0.05, 0.04, 0.04), rim=0.3)
    way = b.uniform(0.45, 0.7)
    points = [(0.0, 0.58), (0.05, 1.05), (way + 0.25, 1.1), (way + 0.3, 0.35), (way - 0.12, 0.34)]
    tail, along = curve(x, y, points, 0.13, 0.1, 13)
    bead = torch.cos(along * 6 * 2 * FULL)
    tail = tail - 0.02 * bead
    canvas.part(
        tail, b.ramp(0.5 + 0.2 * bead), bulge=0.1, texture=0.8 * bead, gloss=1.0, shadow=0.7
    )
    sting, along = curve(
        x, y, [(way - 0.06, 0.34), (way - 0.24, 0.26), (way - 0.3, 0.5)], 0.11, 0.02, 7
    )
    canvas.part(sting, b.ramp(0.45 - 0.4 * along), bulge=0.1, gloss=1.2, shadow=0.7)
    return canvas.sketch()


@figure(
    hues=((0.25, 0.8), (0.3, 0.75), (0.15, 0.85), (0.05, 0.85)), words=("larva", "grub", "inchworm")
)
def caterpillar(b: Brush) -> Sketch:
    """A fat, ringed caterpillar that arches its back: spots, stubby feet, tufts, a round face."""
    x, y, canvas = b.x, b.y, Canvas(b)
    many, arch, fat = b.whole(7, 10), b.uniform(-1.3, -0.3), b.uniform(0.2, 0.26)
    ripple = b.uniform(-0.15, 0.15)
    points = [(-0.72, 0.42), (-0.45, arch + 0.1), (0.25, arch), (0.25 + ripple, 0.95), (0.66, 0.05)]
    body, along = curve(x, y, points, fat * 0.85, fat, 14)
    ring = along * many
    each = torch.floor(ring)
    inside = torch.cos((ring - each - 0.5) * FULL)
    radius = fat * (0.85 + 0.15 * along)
    across = (body + radius) / radius
    tuft = b.chance(0.5)
    spike = smoothstep(0.75, 1.0, inside) * tuft
    hair = body - 0.12 * spike
    canvas.part(hair, b.tone(1), bulge=0.04, gloss=0.2)
    bumpy = body + 0.05 - 0.07 * inside
    odd = torch.remainder(each, 2)
    share = 0.6 + 0.16 * (odd - 0.5) + 0.15 * (inside - 0.6) - 0.2 * smoothstep(0.3, 0.9, across)
    colour = b.ramp(share)
    spots = length((ring - each - 0.5) / many * 2.2, (across - 0.5) * fat)
    colour = mix(colour, b.tone(5), smoothstep(0.075, 0.05, spots) * b.chance(0.6))
    colour = mix(colour, b.tone(0), smoothstep(0.04, 0.02, spots) * b.chance(0.5))
    stripe = smoothstep(0.3, 0.15, across) * b.chance(0.4)
    colour = mix(colour, b.tone(1), stripe)
    canvas.part(bumpy, colour, bulge=fat, texture=0.8 * inside, gloss=0.8, shadow=0.6)
    face = circle(x - 0.68, y - 0.02, fat * 1.15)
    horn, _ = curve(x, y, [(0.62, -0.2), (0.6, -0.4), (0.48, -0.5)], 0.045, 0.03, 5)
    other, _ = curve(x, y, [(0.76, -0.2), (0.82, -0.4), (0.94, -0.44)], 0.045, 0.03, 5)
    canvas.part(union(horn, other), b.tone(1), bulge=0.04)
    canvas.part(face, b.ramp(0.55 + 0.12 * b.noise(3)), bulge=fat * 1.1, gloss=0.9, shadow=0.7)
    orb(canvas, b, (x - 0.72).abs() - 0.11, y + 0.02, 0.06, b.colour(0.95, 0.92, 0.85), 0.65)
    smile = both((circle(x - 0.72, y - 0.06, 0.12)).abs() - 0.018, 0.1 - y)
    canvas.paint(b.tone(0), smoothstep(0.015, -0.015, smile))
    return canvas.sketch()


@figure(hues=((0.08, 0.7), (0.1, 0.6), (0.04, 0.7), (0.17, 0.5)), words=("slug", "escargot"))
def snail(b: Brush) -> Sketch:
    """A snail: a coiled, banded shell on a slippery foot, a raised head with eyes on stalks."""
    x, y, canvas = b.x, b.y, Canvas(b)
    flesh = b.ramp(0.7 + 0.12 * b.clouds(4), b.new_palette(((0.1, 0.4), (0.08, 0.3))))
    reach = b.uniform(-0.08, 0.08)
    stalk = union(
        limb(x, y, (0.66, 0.2), (0.6 + reach, -0.3), 0.05, 0.04),
        limb(x, y, (0.74, 0.22), (0.88 + reach * 0.5, -0.2), 0.05, 0.04),
        limb(x, y, (0.8, 0.36), (0.95, 0.5), 0.04, 0.03),
    )
    canvas.part(stalk, flesh, bulge=0.05, gloss=0.8)
    orb(canvas, b, x - 0.6 - reach, y + 0.3, 0.045, b.colour(0.1, 0.08, 0.07))
    orb(canvas, b, x - 0.88 - reach * 0.5, y + 0.2, 0.045, b.colour(0.1, 0.08, 0.07))
    foot = limb(x, y, (0.5, 0.72), (-0.9, 0.83), 0.17, 0.04)
    neck, _ = curve(x, y, [(0.2, 0.7), (0.62, 0.75), (0.7, 0.3)], 0.2, 0.15, 7)
    skirt = both(union(foot, neck, smooth=0.1), y - 0.86)
    canvas.part(skirt, flesh, bulge=0.17, texture=0.8 * b.noise(12), gloss=0.9)
    size, coil = b.uniform(0.66, 0.74), b.uniform(1.7, 2.1)
    u, v = x + 0.18, y + 0.1
    r, angle = polar(u, v)
    turn = torch.log(r / size) / torch.log(coil) - (angle + 0.9) / (2 * FULL)
    across = fraction(turn)
    shell = r - size
    tube = torch.sin(across * FULL)
    growth = torch.cos(angle * 14 + turn * 3) * smoothstep(0.1, 0.4, r)
    bands = torch.cos(across * 2 * FULL * b.whole(1, 3)) * b.uniform(0.0, 0.25)
    colour = b.ramp(0.5 + bands + 0.08 * growth + 0.1 * b.noise(2) + 0.1 * (tube - 0.5))
    colour = colour * (0.25 + 0.75 * smoothstep(0.0, 0.35, tube))[:, None]
    height = 3.2 * torch.sqrt(tube.clamp_min(0.01)) * r + 0.25 * growth
    canvas.part(shell, colour, bulge=0.3, texture=height, gloss=1.0, shadow=0.7)
    return canvas.sketch()
