"""What drifts, coils and swims by jet."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import fin, orb
from dreamgen_bestiary.drawing.fields import fraction, hash_cell, length, mix, rotate, smoothstep
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import Number, both, circle, curve, ellipse, limb, union

Points = list[tuple[Number, Number]]


@figure(hues=((0.02, 0.8), (0.06, 0.75), (0.9, 0.6), (0.75, 0.5)), words=("kraken", "cuttlefish"))
def octopus(b: Brush) -> Sketch:
    """An octopus: a great soft head, two eyes, eight arms that curl and show their suckers."""
    sway = b.uniform(0.03, 0.12)
    x, y, canvas = b.x * 1.14 + sway * b.noise(2), b.y * 1.1 + 0.05 * b.noise(2), Canvas(b)
    side, low = x.abs(), b.uniform(-0.08, 0.08)
    skin = b.ramp(0.5 + 0.2 * b.clouds(3) + 0.25 * smoothstep(0.3, 0.5, b.noise(8)))
    pale = mix(b.tone(5), b.colour(0.95, 0.8, 0.75), 0.5)
    arms: list[Points] = [
        [(0.2, 0.0), (0.95, 0.25), (1.1, -0.5), (0.62, -0.4), (0.7, -0.1)],
        [(0.22, 0.1), (0.8, 0.45), (1.2, 0.3 + low), (0.85, 0.75), (0.72, 0.4)],
        [(0.16, 0.2), (0.5, 0.55), (0.95, 1.15), (0.9, 0.75 - low), (0.55, 0.72)],
        [(0.08, 0.2), (0.2, 0.6), (-0.05, 1.1), (0.45, 1.05), (0.36, 0.74)],
    ]
    for at, points in enumerate(arms):
        _arm(canvas, side, y, points, skin, pale, 0.15 + 0.01 * at)
    brain, face = ellipse(x, y + 0.44, b.uniform(0.42, 0.52), 0.5), ellipse(x, y - 0.1, 0.34, 0.28)
    head = union(brain, face, smooth=0.25)
    canvas.part(head, skin, bulge=0.45, texture=0.6 * b.noise(8), gloss=0.9, shadow=0.7)
    u = side - b.uniform(0.22, 0.28)
    canvas.part(ellipse(u, y + 0.1, 0.17, 0.16), skin * 0.9, bulge=0.14, gloss=0.5)
    iris = mix(b.colour(0.95, 0.8, 0.3), b.colour(0.6, 0.85, 0.5), b.uniform()[:, None])
    orb(canvas, b, u, y + 0.1, 0.1, iris, 0.01)
    slit = ellipse(u, y + 0.1, 0.075, 0.032)
    canvas.paint(b.colour(0.03, 0.02, 0.03, 0.01), smoothstep(0.012, -0.012, slit))
    return canvas.sketch()


@figure(hues=((0.9, 0.55), (0.58, 0.65), (0.75, 0.55), (0.05, 0.6)), words=("medusa",))
def jellyfish(b: Brush) -> Sketch:
    """A jellyfish: a glowing bell with ribs and a scalloped hem, frilled arms, trailing threads."""
    x, y, canvas = b.x, b.y, Canvas(b)
    wide, hem = b.uniform(0.62, 0.84), b.uniform(-0.15, 0.05)
    drift = 0.1 * b.noise(2) * (y - hem)
    many = 5.0
    u = x / wide * many + 0.5 + drift * 8 + 0.25 * torch.sin(y * 7 + b.uniform(0, 6))
    index = torch.floor(u)
    reach = 0.6 + 0.4 * hash_cell(index, index * 0, b.uniform(0, 9))
    thread = (fraction(u) - 0.5).abs() * wide / many - 0.03 + 0.016 * (y - hem) / reach
    thread = both(thread, both(y - hem - reach * 0.9, both(hem - y, x.abs() - wide * 0.85)))
    canvas.part(thread * 0.8, b.ramp(0.75 + 0.3 * (hem - y)), bulge=0.04, gloss=0.6, shadow=0.2)
    for at in (-0.24, 0.24, 0.0):
        frill = 0.04 * torch.sin(y * 22 + at * 30)
        end = at * 1.4 + b.uniform(-0.25, 0.25)
        points = [(at, hem - 0.1), (at * 1.6 + 0.1, 0.3), (end, b.uniform(0.65, 0.88))]
        arm, along = curve(x + frill, y, points, 0.17, 0.04, 7)
        colour = b.ramp(0.8 + 6 * frill - 0.2 * along)
        canvas.part(arm + frill, colour, bulge=0.12, gloss=0.6, shadow=0.35)
    dome = ellipse(x, y - hem, wide, 0.88 + hem)
    ribs = torch.cos(x / (0.25 + wide * (1 - (0.9 * (hem - y)).clamp(0, 0.9) ** 2)) * 13)
    scallop = y - hem - 0.05 - 0.04 * ribs + 0.12 * (x / wide).square()
    bell = both(dome, scallop)
    depth = length(x / wide, (y - hem) / (0.88 + hem))
    glow = b.ramp(0.55 + 0.4 * smoothstep(0.75, 0.1, depth) + 0.35 * smoothstep(0.8, 1.0, depth))
    spots = smoothstep(0.2, 0.35, b.noise(7)) * b.chance(0.4)
    clover = (length(x, (y - hem + 0.42) * 1.5) - 0.22 - 0.07 * ribs).abs() - 0.035
    spots = torch.maximum(spots, smoothstep(0.04, -0.04, clover) * b.chance(0.5))
    colour = mix(glow, b.tone(5), 0.6 * spots + 0.25 * smoothstep(0.2, 1.0, ribs))
    canvas.part(bell, colour, bulge=0.4, texture=0.5 * ribs, gloss=1.2, shadow=0.5)
    return canvas.sketch()


@figure(hues=((0.02, 0.7), (0.98, 0.6), (0.06, 0.7), (0.7, 0.45)), words=("cuttle",), upright=False)
def squid(b: Brush) -> Sketch:
    """A squid that swims upwards: an arrow of a body with two fins, huge eyes, a skirt of arms."""
    sway = b.uniform(0.02, 0.08)
    x, y, canvas = b.x + sway * b.noise(2), b.y, Canvas(b)
    side = x.abs()
    spots = smoothstep(0.2, 0.4, b.noise(9))
    skin = b.ramp(0.62 + 0.15 * b.noise(3) - 0.3 * spots)
    pale = mix(b.tone(5), b.colour(0.95, 0.85, 0.8), 0.5)
    flare = b.uniform(-0.12, 0.15)
    whip, _ = curve(
        side, y, [(0.12, 0.3), (0.5 + flare, 0.4), (0.62, 0.7), (0.5, 0.85)], 0.05, 0.04, 7
    )
    club = ellipse(*rotate(side - 0.5, y - 0.82, 0.3), 0.08, 0.14)
    canvas.part(union(whip, club, smooth=0.05), skin, bulge=0.08, gloss=0.7)
    arms: list[Points] = [
        [(0.16, 0.28), (0.36, 0.55), (0.25 + flare, 0.8), (0.4 + flare, 0.92)],
        [(0.05, 0.3), (0.16, 0.6), (0.02, 0.8), (0.16 + flare * 0.5, 0.96)],
    ]
    for points in arms:
        _arm(canvas, side, y, points, skin, pale, 0.1)
    wing = leaf(*rotate(side - 0.08, y + 0.92, -0.85), b.uniform(0.75, 0.9), 0.22, 0.6, 0.9)
    canvas.part(wing, b.ramp(0.5 - 0.25 * wing + 0.1 * b.noise(4)), bulge=0.12, gloss=0.7)
    body = leaf(y + 0.96, x, 1.3, b.uniform(0.28, 0.36), 0.6, 0.85)
    body = both(body, y - 0.22)
    canvas.part(body, skin, bulge=0.3, gloss=1.0, shadow=0.6)
    canvas.part(ellipse(x, y - 0.26, 0.25, 0.17), skin * 0.92, bulge=0.2, gloss=0.8)
    iris = mix(b.colour(0.95, 0.85, 0.5), b.colour(0.4, 0.8, 0.9), b.uniform()[:, None])
    orb(canvas, b, side - 0.2, y - 0.25, 0.1, iris, 0.6)
    return canvas.sketch()


@figure(hues=((0.1, 0.8), (0.06, 0.75), (0.48, 0.6), (0.9, 0.5)), words=("sea horse",))
def seahorse(b: Brush) -> Sketch:
    """A seahorse: a horse's head with a tube of a snout, a ringed belly, a curled tail, a crest."""
    x, y, canvas = b.x + 0.05, b.y, Canvas(b)
    fin(canvas, b, x, y, (-0.02, 0.02), FULL - 0.15, 0.5, 0.24)
    tail, far = curve(
        x,
        y,
        [(0.0, 0.3), (-0.3, 0.95), (0.4, 1.2), (0.62, 0.5), (0.06, 0.52), (0.2, 0.8)],
        0.17,
        0.05,
        16,
    )
    rings = torch.cos(far * 70 * (1 - 0.25 * far))
    canvas.part(tail, b.ramp(0.55 + 0.2 * rings), bulge=0.12, texture=rings, gloss=0.5)
    trunk, _ = curve(x, y, [(0.05, -0.62), (-0.32, -0.4), (0.1, -0.1), (0.0, 0.34)], 0.17, 0.17, 10)
    belly = ellipse(x - 0.1, y + 0.02, 0.28, b.uniform(0.34, 0.4))
    hoops = torch.cos((y + 0.3 * (x - 0.05).square()) * 36)
    body = union(trunk, belly, smooth=0.1) - 0.012 * hoops
    keel = smoothstep(0.16, 0.0, (x - 0.1).abs())
    colour = b.ramp(0.52 + 0.18 * hoops + 0.3 * keel + 0.15 * b.noise(4))
    canvas.part(body, colour, bulge=0.28, texture=0.9 * hoops, gloss=0.5)
    for at, lean in ((-0.2, -0.06), (-0.08, -0.02), (0.05, 0.02)):
        spike = limb(x, y, (at + 0.1, -0.72), (at + lean, -0.95 + 0.3 * abs(at)), 0.08, 0.02)
        canvas.part(spike, b.ramp(0.75 + 0 * x), bulge=0.07)
    snout, _ = curve(
        x, y, [(0.15, -0.62), (0.4, -0.6), (0.66, b.uniform(-0.52, -0.42))], 0.12, 0.07, 6
    )
    head = union(circle(x - 0.1, y + 0.66, 0.22), snout, smooth=0.1)
    canvas.part(head, b.ramp(0.62 + 0.2 * b.noise(5)), bulge=0.2, gloss=0.6, shadow=0.6)
    fin(canvas, b, x, y, (-0.02, -0.48), FULL + 0.4, 0.25, 0.12)
    orb(canvas, b, x - 0.14, y + 0.7, 0.07, b.colour(0.97, 0.88, 0.5))
    return canvas.sketch()


def _arm(
    canvas: Canvas, x: Tensor, y: Tensor, points: Points, skin: Tensor, pale: Tensor, thick: float
) -> None:
    """Lay a tapering arm, with a row of pale suckers along its middle."""
    arm, along = curve(x, y, points, thick, 0.03, 10)
    canvas.part(arm, skin, bulge=thick, gloss=0.9, shadow=0.6)
    radius = thick + (0.03 - thick) * along
    across = (arm + radius) / radius  # 0 in the middle of the arm, 1 at its outline
    apart = (fraction(along * 11) - 0.5) / (1.6 - along)
    sucker = length(across, apart * 1.8)
    disc = mix(pale, pale * 0.45, smoothstep(0.3, 0.15, sucker))
    canvas.paint(disc, smoothstep(0.62, 0.48, sucker) * smoothstep(0.9, 0.75, along))
