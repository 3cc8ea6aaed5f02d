"""Fishes and whales."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import fin, orb, plumage, shade_to
from dreamgen_bestiary.drawing.fields import mix, rotate, smoothstep
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import both, box, circle, curve, ellipse, limb, union


@figure(
    hues=((0.06, 0.9), (0.02, 0.85), (0.11, 0.9), (0.56, 0.75)),
    words=("goldfish", "koi", "clownfish"),
)
def fish(b: Brush) -> Sketch:
    """A fish in profile: glossy scales, fins with rays, a round eye; plain, in patches or banded."""
    x, y, canvas = b.x - 0.06, b.y, Canvas(b)
    tall, veil = b.uniform(0.36, 0.52), b.uniform(0.5, 0.62)
    kind = b.uniform()
    fin(canvas, b, x, y, (-0.42, -0.02), FULL - 0.5, veil, 0.2)
    fin(canvas, b, x, y, (-0.42, 0.04), FULL + 0.5, veil, 0.2)
    fin(canvas, b, x, y, (0.12, -tall * 0.55), 2.1, b.uniform(0.5, 0.62), 0.2)
    fin(canvas, b, x, y, (0.0, tall * 0.6), FULL + 0.9, 0.45, 0.14)
    body = leaf(0.82 - x, y, 1.5, tall, b.uniform(0.36, 0.44), 0.9)
    light, height = plumage(b, *rotate(x, y, -FULL / 2), b.uniform(5.5, 7.5))
    colour = b.ramp(0.62 + 0.35 * light + 0.35 * y)
    patch = smoothstep(0.0, 0.1, b.noise(3) + 0.1) * (kind < 0.35)
    colour = mix(colour, shade_to(b.colour(0.97, 0.94, 0.9), 0.75 + 0.3 * light), patch)
    bow = x + 0.25 * y * y
    band = torch.stack([(bow - at).abs() for at in (0.34, -0.1, -0.5)]).amin(0) - 0.075
    band = band + 2.0 * (kind < 0.6)
    colour = mix(colour, b.colour(0.06, 0.06, 0.1), smoothstep(0.05, 0.035, band))
    colour = mix(colour, b.colour(0.97, 0.96, 0.93), smoothstep(0.012, -0.012, band))
    canvas.part(body, colour, bulge=0.3, texture=0.6 * height, gloss=1.0, shadow=0.6)
    head = both(circle(x - 0.85, y, 0.4), body + 0.015)
    canvas.part(head, b.ramp(0.68 + 0.3 * y + 0.08 * b.noise(3)), 0.25, gloss=0.8, shadow=0.35)
    fin(canvas, b, x, y, (0.28, 0.14), FULL + 0.55, 0.4, 0.14)
    lips = union(ellipse(x - 0.8, y - 0.04, 0.07, 0.05), ellipse(x - 0.78, y - 0.12, 0.06, 0.045))
    canvas.part(lips, b.tone(4), bulge=0.06, gloss=0.7)
    iris = mix(b.colour(0.97, 0.85, 0.4), b.colour(0.95, 0.95, 0.92), b.chance(0.5)[:, None])
    orb(canvas, b, x - 0.58, y + 0.1, b.uniform(0.085, 0.11), iris)
    return canvas.sketch()


@figure(
    hues=((0.14, 0.85), (0.6, 0.85), (0.56, 0.7), (0.1, 0.8)),
    words=("discus", "butterflyfish", "reef fish"),
)
def angelfish(b: Brush) -> Sketch:
    """A tall, flat fish with bold bands and long fins that sweep back above and below."""
    x, y, canvas = b.x - 0.04, b.y, Canvas(b)
    side, sweep = y.abs(), b.uniform(2.0, 2.45)
    fin(canvas, b, x, y, (-0.42, 0.0), FULL, 0.5, 0.3)
    for way in (0.0, 0.32):
        fin(canvas, b, x, side, (0.1 - way, 0.3 - 0.35 * way), -sweep - way, 0.72 - 0.8 * way, 0.22)
    body = union(
        ellipse(x, y, 0.52, b.uniform(0.5, 0.6)), ellipse(x - 0.36, y, 0.32, 0.24), smooth=0.25
    )
    many, lean = b.uniform(7, 10), b.uniform(-0.2, 0.5)
    upright = x + lean * y * y
    along = y + 0.4 * x * x.abs()
    wave = torch.cos(mix(upright, along, b.chance(0.2)) * many + b.uniform(0, 6) + 0.8 * b.noise(2))
    light, height = plumage(b, *rotate(x, y, -FULL / 2), 9.0)
    pale = shade_to(mix(b.tone(5), b.tone(4), 0.5), 0.72 + 0.25 * light)
    deep = shade_to(mix(b.tone(2), b.tone(1), b.uniform()[:, None]), 0.72 + 0.4 * light)
    colour = mix(pale, deep, smoothstep(-0.1, 0.25, wave))
    canvas.part(body, colour, bulge=0.25, texture=0.25 * height, gloss=0.8, shadow=0.6)
    mask = both(body + 0.01, 0.32 - x - 0.3 * y * y)
    canvas.part(mask, shade_to(b.tone(3), 0.72 + 0.12 * b.noise(3)), 0.2, gloss=0.7, shadow=0.25)
    bar = both((x - 0.42).abs() - 0.09, body)
    canvas.paint(b.tone(0), smoothstep(0.02, -0.02, bar) * b.chance(0.6))
    thread, _ = curve(x, y, [(0.2, 0.4), (0.25, 0.75), (-0.1, 0.93)], 0.05, 0.02, 6)
    canvas.part(thread, b.tone(4), bulge=0.04)
    fin(canvas, b, x, y, (0.16, 0.1), FULL + 0.3, 0.32, 0.12)
    canvas.part(ellipse(x - 0.66, y - 0.03, 0.06, 0.05), b.tone(4), bulge=0.05, gloss=0.6)
    orb(canvas, b, x - 0.42, y + 0.08, 0.085, b.colour(0.97, 0.9, 0.6))
    return canvas.sketch()


@figure(hues=((0.57, 0.4), (0.6, 0.35), (0.53, 0.35)), words=("great white shark",))
def shark(b: Brush) -> Sketch:
    """A shark in profile: a torpedo, dark above and white below, gills, a jaw full of teeth."""
    x, y, canvas = b.x * 1.12 - 0.1, b.y - 0.06, Canvas(b)
    sway = b.uniform(-0.12, 0.12)
    grey = b.tone(2) * 0.9 + 0.06
    skin = shade_to(grey, 0.7 + 0.12 * b.noise(3) - 0.2 * y)
    for turn, long in ((2.25, 0.58), (4.15, 0.42)):
        u, v = rotate(x + 0.74, y - sway, turn)
        canvas.part(leaf(u, v + 0.3 * u * u, long, 0.13, 0.3, 1.3), skin, bulge=0.1, gloss=0.4)
    u, v = rotate(x - 0.1, y - 0.16, 4.05)
    canvas.part(leaf(u, v + 0.25 * u * u, 0.5, 0.12, 0.3, 1.2), skin * 0.6, bulge=0.1, gloss=0.4)
    u, v = rotate(x - 0.16, y + 0.14, 2.0)
    canvas.part(leaf(u, v + 0.35 * u * u, 0.66, 0.22, 0.2, 1.1), skin, bulge=0.12, gloss=0.4)
    trunk, along = curve(x, y, [(0.55, -0.02), (-0.1, -0.04), (-0.8, sway)], 0.27, 0.05, 9)
    tall = b.uniform(0.29, 0.35)
    snout = limb(x, y, (0.5, -0.04), (0.9, -0.1), 0.24, 0.06)
    body = union(trunk, ellipse(x - 0.2, y, 0.6, tall), snout, smooth=0.15)
    white = shade_to(b.colour(0.95, 0.95, 0.93, 0.03), 0.75 + 0.06 * b.noise(4))
    line = y - 0.07 - 0.12 * (x - 0.2).square() + 0.04 * b.noise(5) - sway * smoothstep(0, -0.8, x)
    colour = mix(skin, white, smoothstep(-0.04, 0.04, line))
    canvas.part(body, colour, bulge=0.28 - 0.22 * along, gloss=0.6, shadow=0.5)
    gills = both(
        (torch.remainder(x - 0.06 - 0.1 * y, 0.085) - 0.0425).abs() - 0.016,
        box(x - 0.2, y + 0.02, 0.17, 0.13),
    )
    canvas.paint(grey * 0.25, smoothstep(0.015, -0.015, gills))
    gape = b.uniform(0.1, 0.2)
    mouth = leaf(*rotate(0.84 - x, y - 0.1, -0.22), 0.46, gape * 0.6, 0.5, 1.1)
    canvas.part(mouth - 0.03, white[:, :, :1, :1] * 0.75, bulge=0.04, shadow=0.3)
    flesh = b.colour(0.55, 0.1, 0.12)
    canvas.part(mouth, shade_to(flesh, 0.6 - 2 * (y - 0.12)), bulge=0.05, gloss=0.3, shadow=0)
    zig = (torch.remainder(x, 0.075) / 0.075 - 0.5).abs() * 2
    teeth = both(mouth, -mouth - 0.02 - 0.075 * zig)
    canvas.paint(b.colour(0.98, 0.97, 0.93), smoothstep(0.01, -0.01, teeth))
    u, v = rotate(x - 0.22, y - 0.16, 3.85)
    canvas.part(
        leaf(u, v + 0.3 * u * u, 0.62, 0.17, 0.28, 1.1), skin * 0.9, 0.12, gloss=0.4, shadow=0.7
    )
    orb(canvas, b, x - 0.62, y + 0.11, 0.045, b.colour(0.05, 0.05, 0.05), rim=0.5)
    return canvas.sketch()


@figure(hues=((0.58, 0.6), (0.6, 0.55), (0.55, 0.6)), words=("blue whale", "humpback whale"))
def whale(b: Brush) -> Sketch:
    """A great whale: a huge head with a grooved throat, raised flukes, a flipper, a spout."""
    x, y, canvas = b.x * 1.13 - 0.12, b.y * 1.05, Canvas(b)
    skin = b.ramp(0.4 + 0.12 * b.clouds(4) - 0.12 * y)
    lift = b.uniform(-0.15, 0.12)
    for turn in (0.75, 2.35):
        u, v = rotate(x + 0.76, y + 0.42 - lift, turn)
        curl = 0.35 * u * u * (1 if turn > 1 else -1)
        canvas.part(leaf(u, v + curl, 0.5, 0.16, 0.45, 1.2), skin, bulge=0.12, gloss=0.5)
    for lean in (-0.34, 0.0, 0.34):
        spout, _ = curve(
            x,
            y,
            [(0.3, -0.3), (0.3 + lean * 0.3, -0.75), (0.3 + lean, -0.7 - 0.18 * (lean == 0))],
            0.045,
            0.07,
            6,
        )
        canvas.part(spout, b.colour(0.82, 0.93, 0.98), bulge=0.06, gloss=0.8, shadow=0.2)
    fat = b.uniform(0.38, 0.46)
    points = [(0.4, 0.16), (-0.3, 0.5), (-0.72, 0.2), (-0.76, -0.4 + lift)]
    trunk, along = curve(x, y, points, fat, 0.06, 10)
    body = union(trunk, ellipse(x - 0.45, y - 0.16, 0.48, fat), smooth=0.1)
    canvas.part(body, skin, bulge=fat + (0.05 - fat) * along, gloss=0.7)
    jaw = y - 0.2 + 0.2 * smoothstep(0.3, 0.95, x) - 0.25 * smoothstep(0.1, -0.6, x)
    groove = torch.cos((y + 0.25 * x) * 42)
    pale = shade_to(b.colour(0.9, 0.9, 0.85), 0.66 + 0.16 * groove)
    belly = both(body + 0.01, -jaw)
    canvas.part(belly, pale, bulge=0.35, texture=0.8 * groove, gloss=0.3, shadow=0.3)
    canvas.paint(b.tone(0) * 0.5, smoothstep(0.03, 0.01, both(jaw.abs(), 0.3 - x)))
    u, v = rotate(x - 0.1, y - 0.34, 4.2 + b.uniform(-0.3, 0.3))
    canvas.part(
        leaf(u, v + 0.3 * u * u, 0.58, 0.14, 0.45, 1.0), skin * 0.85, 0.12, gloss=0.5, shadow=0.7
    )
    orb(canvas, b, x - 0.3, y - 0.1, 0.045, b.colour(0.2, 0.15, 0.12), rim=0.5)
    return canvas.sketch()


@figure(
    hues=((0.6, 0.5), (0.57, 0.55), (0.09, 0.4)), words=("manta", "stingray", "ray"), upright=False
)
def manta_ray(b: Brush) -> Sketch:
    """A ray from above: a kite of wings, horns beside its mouth, spots or a pale back, a whip tail."""
    x, y, canvas = b.x * 1.04, b.y * 1.04, Canvas(b)
    side, flap = x.abs(), b.uniform(-0.2, 0.25)
    tail, _ = curve(
        x, y, [(0, 0.3), (b.uniform(-0.3, 0.3), 0.6), (b.uniform(-0.4, 0.4), 0.97)], 0.07, 0.022, 8
    )
    canvas.part(tail, b.ramp(0.3 + 0 * x), bulge=0.06)
    horn, _ = curve(side, y, [(0.16, -0.4), (0.3, -0.62), (0.14, -0.8)], 0.085, 0.04, 6)
    canvas.part(horn, b.ramp(0.35 + 0 * x), bulge=0.08, gloss=0.6)
    front = y + 0.52 - 0.5 * side - flap * side * side - 0.25 * side**3
    back = 0.42 - 0.75 * side + 0.62 * side * side + flap * side * side * 0.6 - y
    kite = -torch.minimum(front, back) * 0.75
    kite = both(union(kite, ellipse(x, y + 0.04, 0.24, 0.5), smooth=0.12), side - 0.98)
    spots = smoothstep(0.28, 0.4, b.noise(9)) * b.chance(0.6)
    patch = smoothstep(0.1, -0.1, (side - 0.3).abs() + (y + 0.25).abs() - 0.16) * b.chance(0.6)
    rays = torch.cos(side * 20 - y * 8) * smoothstep(0.3, 0.7, side)
    colour = b.ramp(0.34 + 0.15 * b.clouds(2) - 0.08 * rays + 0.3 * smoothstep(-0.12, 0, kite))
    colour = mix(colour, b.colour(0.93, 0.94, 0.92), torch.maximum(spots, patch) * 0.85)
    canvas.part(kite, colour, bulge=0.35, texture=0.4 * rays, gloss=0.6)
    spine = ellipse(x, y + 0.02, 0.14, 0.46)
    canvas.part(spine, b.ramp(0.42 + 0.12 * b.noise(4)), bulge=0.2, gloss=0.6, shadow=0.15)
    orb(canvas, b, side - 0.2, y + 0.38, 0.045, b.colour(0.85, 0.75, 0.4))
    return canvas.sketch()
