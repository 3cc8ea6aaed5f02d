"""Birds of the water."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import orb, plumage, shade_to
from dreamgen_bestiary.drawing.fields import mix, rotate, smoothstep
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import both, circle, curve, ellipse, limb, polygon, union


@figure(hues=((0.97, 0.6), (0.99, 0.7), (0.02, 0.65)), words=("pink bird",))
def flamingo(b: Brush) -> Sketch:
    """A flamingo on one leg: a neck like an S, a bent beak with a black tip."""
    x, y, canvas = b.x, b.y + 0.03, Canvas(b)
    pink, deep = 0.25 + 0.75 * b.tone(5), b.tone(4)
    leg = shade_to(mix(deep, b.colour(0.7, 0.5, 0.5), 0.4), 0.7 + 0 * x)
    knee = (b.uniform(0.1, 0.3), 0.5)
    for way in (((-0.05, 0.2), knee, (-0.08, 0.58)), ((-0.1, 0.2), (-0.06, 0.58), (-0.1, 0.95))):
        bent = union(limb(x, y, way[0], way[1], 0.05, 0.035), limb(x, y, way[1], way[2], 0.035))
        canvas.part(bent, leg, bulge=0.05)
    canvas.part(limb(x, y, (-0.1, 0.94), (0.08, 0.97), 0.035), leg, bulge=0.05)
    light, height = plumage(b, *rotate(x, y, 1.1), 7.0)
    u, v = rotate(x + 0.12, y - 0.08, b.uniform(0.15, 0.35))
    tail = leaf(0.35 - u, v + 0.02, 1.0, 0.24, 0.3, 1.2)
    body = union(ellipse(u, v, 0.44, 0.28), tail, smooth=0.1)
    canvas.part(body, shade_to(pink, 0.7 + 0.3 * light), bulge=0.3, texture=0.6 * height, gloss=0.2)
    wing = leaf(0.3 - u, v + 0.06, 0.88, 0.2, 0.35, 1.1)
    rows = smoothstep(0.2, -0.5, u)
    colour = mix(shade_to(pink, 0.75 + 0.4 * light), shade_to(deep, 0.7 + 0.4 * light), rows)
    canvas.part(wing, colour, bulge=0.15, texture=height, gloss=0.2, shadow=0.6)
    sway = b.uniform(-0.15, 0.2)
    points = [(0.2, 0.04), (0.95 + sway, -0.3), (-0.15 - sway, -0.55), (0.32, -0.84)]
    neck, along = curve(x, y, points, 0.13, 0.075, 12)
    canvas.part(neck, shade_to(pink, 0.72 + 0.1 * along), bulge=0.12, gloss=0.3, shadow=0.6)
    beak, along = curve(x, y, [(0.36, -0.83), (0.66, -0.86), (0.6, -0.52)], 0.1, 0.03, 8)
    horn = mix(b.colour(0.95, 0.85, 0.8), b.colour(0.08, 0.07, 0.08), smoothstep(0.5, 0.56, along))
    canvas.part(beak, horn, bulge=0.1, gloss=0.6)
    head = circle(x - 0.34, y + 0.82, 0.13)
    canvas.part(head, shade_to(pink, 0.76 + 0 * x), bulge=0.13, gloss=0.3, shadow=0.2)
    orb(canvas, b, x - 0.38, y + 0.85, 0.035, b.colour(0.98, 0.9, 0.4), 0.6)
    return canvas.sketch()


@figure(hues=((0.58, 0.5), (0.55, 0.55), (0.5, 0.5)), words=("black swan", "goose"))
def swan(b: Brush) -> Sketch:
    """A swan that swims: a neck like a question mark, raised wings, an orange beak with a knob."""
    x, y, canvas = b.x, b.y, Canvas(b)
    sea = ellipse(x, y - 0.66, 0.98, 0.3 + 0.02 * b.noise(3))
    wave = torch.cos(y * 40 + 3 * b.noise(3)) * smoothstep(1.1, 0.6, x.abs())
    canvas.part(sea, b.ramp(0.5 + 0.16 * wave - 0.3 * (y - 0.66)), 0.1, texture=wave, gloss=0.9)
    black = b.chance(0.15)[:, None]
    coat = mix(b.colour(0.97, 0.97, 0.98, 0.02), b.colour(0.13, 0.12, 0.14, 0.02), black)
    light, height = plumage(b, *rotate(x, y, 1.2), 5.5)
    body = union(
        ellipse(x + 0.06, y - 0.42, 0.66, 0.34), leaf(*rotate(x + 0.3, y - 0.4, 2.9), 0.6, 0.2)
    )
    body = both(body, y - 0.68)
    canvas.part(
        body, shade_to(coat, 0.72 + 0.2 * light), bulge=0.3, texture=0.5 * height, gloss=0.1
    )
    lift = b.uniform(0.0, 0.5)
    for at in (1.0, 0.5, 0.0):
        u, v = rotate(x - 0.25 + 0.06 * at, y - 0.42, 2.95 - lift * at)
        feather = 0.12 * torch.cos(v * 38) * smoothstep(0.3, 0.9, u)
        wing = leaf(u, v, 0.95 - 0.1 * at, 0.24, 0.35, 1.1)
        colour = shade_to(coat, 0.7 + 0.22 * light + feather)
        canvas.part(wing, colour, 0.2, texture=0.6 * height, gloss=0.1, shadow=0.45)
    bend = b.uniform(-0.1, 0.15)
    points = [(0.42, 0.4), (0.95, 0.15), (0.1 - bend, -0.35), (0.28, -0.95), (0.66, -0.66)]
    neck, along = curve(x, y, points, 0.17, 0.09, 14)
    canvas.part(neck, shade_to(coat, 0.76 - 0.08 * along), bulge=0.16, gloss=0.1, shadow=0.5)
    canvas.part(
        ellipse(*rotate(x - 0.6, y + 0.7, 0.5), 0.15, 0.11), shade_to(coat, 0.76 + 0 * x), 0.12
    )
    orange = mix(b.colour(0.95, 0.5, 0.1), b.colour(0.85, 0.12, 0.1), black)
    beak, _ = curve(x, y, [(0.68, -0.66), (0.84, -0.56), (0.93, -0.53)], 0.085, 0.04, 5)
    canvas.part(beak, orange, bulge=0.08, gloss=0.7)
    mask = union(limb(x, y, (0.6, -0.7), (0.68, -0.64), 0.03), circle(x - 0.7, y + 0.72, 0.05))
    canvas.part(mask, b.colour(0.05, 0.05, 0.05, 0.02), bulge=0.05, gloss=0.6, shadow=0.2)
    return canvas.sketch()


@figure(hues=((0.6, 0.35), (0.58, 0.5), (0.65, 0.3)), words=("emperor penguin",))
def penguin(b: Brush) -> Sketch:
    """A penguin that faces us: dark back, white belly, golden throat, flippers, webbed feet."""
    x, y, canvas = b.x * 1.13, b.y * 1.04, Canvas(b)
    side, wide = x.abs(), b.uniform(0.4, 0.54)
    light, height = plumage(b, x, y, 9.0)
    dark = mix(b.colour(0.1, 0.11, 0.15), b.tone(1), b.chance(0.5)[:, None])
    orange = b.colour(0.95, 0.55, 0.12)
    foot = union(
        *(limb(side, y, (0.2, 0.88), (0.2 + w, 0.96), 0.05, 0.04) for w in (-0.1, 0.02, 0.14))
    )
    canvas.part(foot, orange, bulge=0.06)
    spread = b.uniform(0.05, 0.4)
    tip = (wide + 0.12 + spread, 0.45 - 0.5 * spread)
    flipper, _ = curve(side, y, [(wide * 0.75, -0.2), (wide + 0.16, 0.0), tip], 0.14, 0.05, 6)
    canvas.part(flipper, shade_to(dark, 0.8 + 0.2 * light), bulge=0.1, gloss=0.4)
    head = ellipse(x, y + 0.64, 0.33, 0.32)
    body = union(ellipse(x, y - 0.22, wide, 0.72), head, smooth=0.2)
    canvas.part(
        body, shade_to(dark, 0.8 + 0.25 * light), bulge=0.35, texture=0.4 * height, gloss=0.4
    )
    white = shade_to(b.colour(0.98, 0.97, 0.94, 0.02), 0.76 + 0.08 * b.noise(4))
    belly = union(
        ellipse(x, y - 0.26, wide * 0.78, 0.64), ellipse(x, y + 0.3, 0.26, 0.2), smooth=0.1
    )
    glow = mix(white, b.colour(0.98, 0.75, 0.2), smoothstep(0.05, -0.4, y) * b.uniform(0.3, 1))
    canvas.part(belly, glow, bulge=0.3, gloss=0.1, shadow=0)
    kind = b.uniform()
    patch = ellipse(*rotate(side - 0.21, y + 0.5, 0.4), 0.09, 0.17)
    face = union(ellipse(side - 0.13, y + 0.66, 0.15, 0.17), ellipse(x, y + 0.52, 0.2, 0.16))
    canvas.paint(b.colour(0.98, 0.65, 0.12), smoothstep(0.03, -0.03, patch) * (kind < 0.55))
    canvas.paint(b.colour(0.97, 0.96, 0.93), smoothstep(0.03, -0.03, face) * (kind > 0.55))
    brow, _ = curve(side, y, [(0.08, -0.76), (0.25, -0.84), (0.45, -0.7)], 0.035, 0.02, 5)
    canvas.part(brow, b.colour(0.98, 0.82, 0.2), bulge=0.04, show=(kind > 0.75).float())
    beak = polygon(x, y, (-0.1, -0.6), (0.1, -0.6), (0, -0.38)) - 0.02
    canvas.part(beak, mix(orange, dark, 0.4 * b.uniform()[:, None]), bulge=0.1, gloss=0.7)
    eye = b.colour(0.35, 0.15, 0.08)
    orb(canvas, b, side - 0.15, y + 0.69, 0.055, eye, 0.6, rim=0.3)
    return canvas.sketch()
