"""Birds of farm, park and wood."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import orb, plumage, shade_to
from dreamgen_bestiary.drawing.fields import fraction, mix, polar, rotate, scales, smoothstep
from dreamgen_bestiary.drawing.radial import leaf, spokes
from dreamgen_bestiary.drawing.shapes import both, circle, curve, ellipse, limb, polygon, union


@figure(hues=((0.08, 0.6), (0.12, 0.6)), words=("bird of night",))
def owl(b: Brush) -> Sketch:
    """An owl that faces us: ear tufts, two great discs of eyes, beak, feathered breast, feet."""
    x, y, canvas = b.x, b.y, Canvas(b)
    wide, tuft = b.uniform(0.48, 0.6), b.uniform(0.0, 0.12)
    side = x.abs()
    u, v, *_ = scales(x * b.uniform(5, 8), y * b.uniform(5, 8))
    barbs = torch.sin(y * 60 + side * 30)
    plumage = b.ramp(
        0.45 + 0.25 * b.clouds(5) + 0.2 * smoothstep(0.35, 0.6, v + u.abs()) + 0.06 * barbs
    )
    body = union(
        ellipse(x, y - 0.3, wide, 0.62), ellipse(x, y + 0.42, wide * 0.92, 0.45), smooth=0.2
    )
    canvas.part(body, plumage, bulge=0.35, texture=0.6 * v, gloss=0.1)
    ears = limb(side, y, (0.34, -0.72), (0.46, -0.85 - tuft), 0.13, 0.02)
    canvas.part(ears, b.ramp(0.25 + 0.2 * b.clouds(8)), bulge=0.1)
    breast = b.ramp(0.85 - 0.5 * smoothstep(0.3, 0.5, v) + 0.05 * barbs)
    canvas.part(
        ellipse(x, y - 0.36, wide * 0.66, 0.5),
        breast,
        bulge=0.3,
        texture=0.5 * v,
        gloss=0.1,
        shadow=0,
    )
    wing = ellipse(*rotate(side - wide * 0.86, y - 0.25, -0.18), 0.2, 0.56)
    canvas.part(wing, b.ramp(0.3 + 0.25 * torch.cos(v * 6)), bulge=0.14, texture=v, gloss=0.1)
    apart = b.uniform(0.24, 0.28)
    r, angle = polar(side - apart, y + 0.42)
    rays = torch.sin(angle * 30) * smoothstep(0.12, 0.3, r)
    canvas.part(r - 0.3, b.ramp(0.78 + 0.12 * rays), bulge=0.1, gloss=0.1)
    iris = mix(b.colour(0.98, 0.75, 0.1), b.colour(0.95, 0.45, 0.05), smoothstep(0.06, 0.17, r))
    canvas.part(r - 0.17, iris, bulge=0.15, gloss=1.2, outline=0.02)
    canvas.part(
        r - b.uniform(0.07, 0.11), b.colour(0.02, 0.02, 0.02, 0.01), bulge=0.08, gloss=1.5, shadow=0
    )
    canvas.paint(
        b.colour(1, 1, 1, 0), smoothstep(0.035, 0.02, circle(side - apart + 0.05, y + 0.48, 0))
    )
    beak = polygon(x, y, (-0.08, -0.34), (0.08, -0.34), (0.0, -0.1))
    canvas.part(beak, b.colour(0.85, 0.65, 0.25), bulge=0.06, gloss=0.8)
    toes = ellipse((fraction(side * 12) - 0.5) / 12, y - 0.9, 0.03, 0.08) + 2 * smoothstep(
        0.0, 0.02, (side - 0.2).abs() - 0.125
    )
    canvas.part(toes, b.colour(0.8, 0.6, 0.2), bulge=0.04)
    return canvas.sketch()


@figure(hues=((0.08, 0.6), (0.1, 0.5), (0.06, 0.6)), words=("eagle", "bald eagle", "hawk"))
def eagle_head(b: Brush) -> Sketch:
    """An eagle's head in profile: a heavy hooked beak, a brow over a fierce eye, a ragged neck."""
    x, y, canvas = b.x + 0.1, b.y, Canvas(b)
    u, v = rotate(x, y, 0.7)
    light, height = plumage(b, u * 1.2, v * 0.6, 6.0)
    light = 0.6 * light + 0.5 * (b.grain(u * 16, v * 3) - 0.5)
    back = both(ellipse(x + 0.2, y - 0.95, 0.8, 0.62), circle(x - 0.1, y, 0.97))
    canvas.part(back, b.ramp(0.35 + 0.5 * light), bulge=0.4, texture=height, gloss=0.15)
    white = b.colour(0.97, 0.95, 0.9, 0.03)
    pale = mix(b.tone(4), white, b.chance(0.65)[:, None])
    neck = limb(x, y, (-0.06, -0.36), (-0.26, 0.52), 0.52, 0.62)
    ragged = both(neck, y - 0.42 - 0.25 * x + 0.1 * torch.cos(x * 17 + b.noise(3)))
    colour = shade_to(pale, 0.74 + 0.35 * light - 0.12 * smoothstep(0.4, -0.6, x))
    canvas.part(ragged, colour, bulge=0.4, texture=0.5 * height, gloss=0.1, shadow=0.7)
    amber = b.colour(0.95, 0.72, 0.15)
    dark = mix(amber, b.colour(0.16, 0.15, 0.17), b.chance(0.35)[:, None])
    lower, _ = curve(x, y, [(0.28, 0.0), (0.55, 0.06), (0.7, 0.02)], 0.13, 0.04, 5)
    canvas.part(lower, shade_to(amber, 0.55 + 0 * x), bulge=0.12, gloss=0.6)
    points = [(0.34, -0.2), (0.78, -0.36), (1.02, -0.2), (0.9, 0.26)]
    upper, along = curve(x, y, points, 0.22, 0.03, 9)
    horn = mix(amber, dark, smoothstep(0.15, 0.4, along))
    canvas.part(upper, shade_to(horn, 0.72 - 0.5 * (y + 0.2) * (1 - along)), bulge=0.22, gloss=1.0)
    gape, _ = curve(x, y, [(0.1, -0.02), (0.35, 0.03), (0.68, -0.06)], 0.028, 0.02, 5)
    canvas.part(gape, amber * 0.35, bulge=0, shadow=0.2)
    canvas.paint(
        b.colour(0.1, 0.07, 0.05),
        smoothstep(0.02, -0.02, ellipse(*rotate(x - 0.55, y + 0.25, 0.3), 0.07, 0.035)),
    )
    canvas.part(
        ellipse(x - 0.16, y + 0.29, 0.21, 0.16),
        shade_to(pale, 0.4 + 0 * x),
        bulge=0.1,
        gloss=0,
        shadow=0,
    )
    iris = mix(b.colour(0.98, 0.85, 0.3), b.colour(0.9, 0.45, 0.08), b.uniform()[:, None])
    orb(canvas, b, x - 0.17, y + 0.28, 0.12, iris, 0.45)
    brow, _ = curve(x, y, [(-0.12, -0.4), (0.1, -0.52), (0.38, -0.32)], 0.03, 0.1, 6)
    canvas.part(brow, shade_to(pale, 0.6 + 0.2 * light), bulge=0.1, gloss=0.1, shadow=0.8)
    return canvas.sketch()


@figure(
    hues=((0.42, 0.75), (0.35, 0.7), (0.5, 0.75), (0.12, 0.7)), words=("peafowl", "fan of eyes")
)
def peacock(b: Brush) -> Sketch:
    """A peacock that shows its fan: rings of eyes on golden green, before them a blue neck."""
    x, y, canvas = b.x, b.y, Canvas(b)
    low, many = b.uniform(0.2, 0.4), b.whole(15, 19)
    reach = low + 0.96
    u, v = x * reach / 0.97, y - low
    r, angle = polar(u, v)
    fan = r - reach * (0.97 + 0.03 * torch.cos(angle * many))
    fan = torch.maximum(fan, v - 0.3 - 0.25 * u.abs())
    strands = spokes(u, v, many * 2, FULL / 2)
    stroke = torch.cos(strands.across / (r + 0.1) * many * 4)
    colour = b.ramp(0.3 + 0.35 * r / reach + 0.14 * stroke + 0.1 * b.noise(3))
    canvas.part(fan, colour, bulge=0.08, texture=0.3 * stroke, gloss=0.3)
    gold, teal, navy = b.tone(5), b.colour(0.1, 0.6, 0.68), b.colour(0.1, 0.1, 0.45)
    for ring, (at, size) in enumerate(((0.88, 0.12), (0.67, 0.1), (0.48, 0.085))):
        eye = spokes(u, v, many - 3 * ring, FULL / 2 + 0.2 * ring)
        spot = ellipse(eye.along - at * reach, eye.across, size * 1.15, size)
        inner = ellipse(eye.along - at * reach + 0.015, eye.across, size * 0.5, size * 0.45)
        flat = mix(gold, b.tone(3) * 0.8, smoothstep(-0.02, -0.035, spot))
        flat = mix(flat, teal, smoothstep(-size * 0.3, -size * 0.45, spot))
        flat = mix(flat, navy, smoothstep(0.02, -0.01, inner))
        canvas.part(both(spot, fan), flat, bulge=0.05, gloss=0.6, shadow=0.25)
    blue = mix(b.colour(0.08, 0.25, 0.75), b.tone(3), b.chance(0.25)[:, None])
    light, height = plumage(b, x, y, 9.0)
    for lean in (-0.12, 0.0, 0.12):
        tip = (lean, -0.36 + abs(lean) * 0.4)
        canvas.part(limb(x, y, (0, -0.1), tip, 0.02, 0.02), blue * 0.8, bulge=0.02)
        canvas.part(circle(x - tip[0], y - tip[1], 0.045), teal, bulge=0.05)
    bend = b.uniform(-0.15, 0.15)
    neck, _ = curve(x, y, [(0, -0.05), (bend, 0.25), (0, 0.6)], 0.11, 0.2, 8)
    body = union(neck, ellipse(x, y - 0.68, 0.27, 0.28), smooth=0.15)
    canvas.part(
        body,
        shade_to(blue, 0.72 + 0.3 * light),
        bulge=0.2,
        texture=0.5 * height,
        gloss=0.9,
        shadow=0.8,
    )
    canvas.part(circle(x, y + 0.05, 0.12), shade_to(blue, 0.75 + 0 * x), bulge=0.12, gloss=0.8)
    canvas.paint(
        b.colour(0.95, 0.95, 0.92),
        smoothstep(0.015, -0.015, ellipse(x.abs() - 0.075, y + 0.04, 0.04, 0.055)),
    )
    canvas.paint(
        b.colour(0.03, 0.03, 0.03),
        smoothstep(0.015, -0.01, circle(x.abs() - 0.07, y + 0.06, 0.022)),
    )
    beak = polygon(x, y, (-0.045, -0.02), (0.045, -0.02), (0, 0.1))
    canvas.part(beak, b.colour(0.75, 0.68, 0.55), bulge=0.05)
    return canvas.sketch()


@figure(hues=((0.03, 0.8), (0.09, 0.85), (0.06, 0.8)), words=("cock", "chicken", "hen"))
def rooster(b: Brush) -> Sketch:
    """A cock: red comb and wattles, a golden mane, a sheaf of dark, curved tail feathers."""
    x, y, canvas = b.x, b.y, Canvas(b)
    dark = mix(b.colour(0.05, 0.22, 0.2), b.tone(1), b.chance(0.4)[:, None])
    for at in range(5):
        reach = 0.12 * at
        points = [
            (-0.2, 0.1),
            (-0.45, -0.75 + 1.6 * reach),
            (-0.98 + 0.3 * reach, -0.75 + reach),
            (-0.86, 0.0 + reach),
        ]
        sickle, along = curve(x, y, points, 0.12, 0.045, 7)
        canvas.part(
            sickle, shade_to(dark, 0.6 + 0.25 * along + 0.05 * at), bulge=0.1, gloss=0.5, shadow=0.6
        )
    yellow = b.colour(0.9, 0.65, 0.15)
    for hip, foot in ((0.08, 0.14), (-0.12, -0.1)):
        canvas.part(limb(x, y, (hip, 0.4), (foot, 0.9), 0.05, 0.035), yellow, bulge=0.05)
        toes = union(
            limb(x, y, (foot, 0.89), (foot + 0.2, 0.95), 0.03),
            limb(x, y, (foot, 0.89), (foot - 0.12, 0.95), 0.03),
        )
        canvas.part(toes, yellow * 0.9, bulge=0.04)
    light, height = plumage(b, *rotate(x, y, 0.7), 7.0)
    body = union(
        ellipse(*rotate(x + 0.06, y - 0.18, 0.25), 0.48, 0.34),
        ellipse(x + 0.02, y - 0.42, 0.2, 0.22),
        smooth=0.2,
    )
    canvas.part(
        body,
        b.ramp(0.32 + 0.4 * light + 0.1 * b.noise(2)),
        bulge=0.3,
        texture=0.6 * height,
        gloss=0.3,
    )
    wing = leaf(*rotate(x - 0.18, y - 0.1, 2.75), 0.66, 0.17, 0.4, 1.2)
    canvas.part(
        wing, b.ramp(0.55 + 0.4 * light), bulge=0.12, texture=0.6 * height, gloss=0.4, shadow=0.7
    )
    neck, along = curve(x, y, [(0.42, -0.5), (0.38, -0.15), (0.2, 0.14)], 0.15, 0.32, 8)
    light, height = plumage(b, *rotate(x * 1.3, y * 0.7, 0.35), 8.0)
    neck = neck - 0.04 * height * along
    canvas.part(
        neck,
        b.ramp(0.74 + 0.5 * light - 0.2 * (along - 0.5)),
        bulge=0.22,
        texture=0.6 * height,
        gloss=0.3,
        shadow=0.6,
    )
    red = b.colour(0.85, 0.1, 0.1)
    comb = union(
        *(
            circle(x - cx, y - cy, 0.1)
            for cx, cy in ((0.24, -0.74), (0.38, -0.84), (0.53, -0.8), (0.6, -0.68))
        ),
        limb(x, y, (0.28, -0.62), (0.56, -0.62), 0.09),
        smooth=0.06,
    )
    canvas.part(comb, red, bulge=0.1, gloss=0.7)
    canvas.part(
        circle(x - 0.45, y + 0.52, 0.17),
        shade_to(red, 0.68 + 0.15 * b.noise(8)),
        bulge=0.15,
        gloss=0.4,
    )
    beak = union(
        polygon(x, y, (0.56, -0.6), (0.56, -0.44), (0.8, -0.42)),
        limb(x, y, (0.56, -0.45), (0.7, -0.42), 0.04),
    )
    canvas.part(beak, yellow, bulge=0.08, gloss=0.7)
    lobes = union(
        ellipse(x - 0.54, y + 0.28, 0.08, 0.16), ellipse(x - 0.44, y + 0.3, 0.06, 0.12), smooth=0.04
    )
    canvas.part(lobes, red, bulge=0.1, gloss=0.7)
    orb(canvas, b, x - 0.47, y + 0.55, 0.05, b.colour(0.95, 0.6, 0.1))
    return canvas.sketch()
