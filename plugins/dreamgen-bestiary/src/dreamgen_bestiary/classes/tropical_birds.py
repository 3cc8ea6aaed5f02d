"""Birds of warm forests."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.creatures import orb, plumage, shade_to
from dreamgen_bestiary.drawing.fields import fraction, mix, rotate, smoothstep
from dreamgen_bestiary.drawing.radial import leaf
from dreamgen_bestiary.drawing.shapes import both, circle, curve, ellipse, limb, union


@figure(
    hues=((0.0, 0.9), (0.6, 0.85), (0.13, 0.9), (0.37, 0.75), (0.03, 0.9)),
    words=("macaw", "ara", "cockatoo"),
)
def parrot(b: Brush) -> Sketch:
    """A macaw on a branch: hooked beak, bare cheek, a wing in bands of colours, a long tail."""
    x, y, canvas = b.x, b.y, Canvas(b)
    light, height = plumage(b, *rotate(x, y, 0.35), 7.0)
    main, second, third = b.tone(3), b.tone(4), b.tone(2)
    for at, tint in enumerate((third, main, second)):
        end = (-0.5 + 0.16 * at, 0.93 - 0.08 * at)
        streak = 0.6 + 0.25 * b.noise(6) + 0.2 * y
        canvas.part(limb(x, y, (-0.1, 0.2), end, 0.15, 0.06), shade_to(tint, streak), bulge=0.08)
    bark = 0.55 + 0.3 * b.grain(x * 6, y * 22)
    branch = limb(x, y, (-0.8, b.uniform(0.42, 0.56)), (0.8, b.uniform(0.4, 0.54)), 0.1, 0.08)
    canvas.part(branch, shade_to(b.colour(0.5, 0.33, 0.2), bark), bulge=0.1, gloss=0.1)
    crest = b.chance(0.3)
    for lean in (0.0, 0.16, 0.32):
        points = [(0.2, -0.62), (0.12 - lean, -0.95), (-0.12 - lean, -0.92 + 0.6 * lean)]
        plume, _ = curve(x, y, points, 0.1, 0.03, 6)
        canvas.part(plume, shade_to(second, 0.7 + 0 * x), bulge=0.06, show=crest)
    head = circle(x - 0.2, y + 0.57, 0.3)
    body = union(ellipse(*rotate(x + 0.02, y + 0.06, -0.3), 0.36, 0.58), head, smooth=0.12)
    colour = shade_to(main, 0.68 + 0.35 * light - 0.15 * smoothstep(0.2, 0.6, y))
    canvas.part(body, colour, bulge=0.3, texture=0.4 * height, gloss=0.2)
    u, v = rotate(x + 0.2, y - 0.1, -0.3)
    wing = leaf(v + 0.48, u, b.uniform(0.95, 1.1), 0.29, 0.35, 1.0)
    band = v + 0.1 * b.noise(3)
    flight = 0.65 + 0.22 * torch.cos(u * 34 + 3 * v)
    colour = shade_to(
        mix(second, third, smoothstep(0.05, 0.15, band)),
        mix(0.7 + 0.4 * light, flight, smoothstep(-0.08, 0.06, band)),
    )
    colour = mix(shade_to(main, 0.68 + 0.4 * light), colour, smoothstep(-0.25, -0.15, band))
    canvas.part(wing, colour, bulge=0.14, texture=0.6 * height, gloss=0.2, shadow=0.6)
    toes = ellipse((fraction((x - 0.02) * 9) - 0.5) / 9, y - 0.48, 0.05, 0.12)
    canvas.part(torch.maximum(toes, (x - 0.02).abs() - 0.2), b.colour(0.25, 0.22, 0.22), bulge=0.05)
    bare = mix(b.colour(0.95, 0.92, 0.88), shade_to(second, 0.9 + 0 * x), b.chance(0.3))
    canvas.part(ellipse(x - 0.3, y + 0.52, 0.15, 0.17), bare, bulge=0.1, gloss=0.1, shadow=0.15)
    horn = mix(b.colour(0.13, 0.12, 0.13), b.colour(0.92, 0.82, 0.65), b.chance(0.5)[:, None])
    lower, _ = curve(x, y, [(0.38, -0.36), (0.5, -0.36), (0.53, -0.24)], 0.09, 0.04, 5)
    canvas.part(lower, horn * 0.6, bulge=0.1, gloss=0.8)
    upper, _ = curve(x, y, [(0.4, -0.58), (0.74, -0.64), (0.66, -0.16)], 0.16, 0.025, 8)
    canvas.part(upper, horn, bulge=0.16, gloss=1.0)
    orb(canvas, b, x - 0.26, y + 0.6, 0.06, b.colour(0.95, 0.8, 0.35))
    return canvas.sketch()


@figure(hues=((0.08, 0.9), (0.12, 0.9), (0.03, 0.9), (0.3, 0.7)), words=("big beak",))
def toucan(b: Brush) -> Sketch:
    """A toucan on a branch: a black bird with a pale bib behind an enormous, painted beak."""
    x, y, canvas = b.x * 1.06 - 0.02, b.y * 1.06, Canvas(b)
    coat = b.colour(0.1, 0.1, 0.13, 0.03)
    light, height = plumage(b, *rotate(x, y, 0.4), 8.0)
    canvas.part(
        limb(x, y, (-0.4, 0.35), (-0.6, 0.82), 0.15, 0.12), shade_to(coat, 0.8 + 0 * x), 0.1
    )
    bark = 0.55 + 0.3 * b.grain(x * 6, y * 22)
    branch = limb(x, y, (-0.85, b.uniform(0.6, 0.7)), (0.7, b.uniform(0.55, 0.68)), 0.1, 0.07)
    canvas.part(branch, shade_to(b.colour(0.48, 0.34, 0.2), bark), bulge=0.1, gloss=0.1)
    head = circle(x + 0.16, y + 0.48, 0.3)
    body = union(ellipse(*rotate(x + 0.28, y - 0.1, -0.3), 0.36, 0.52), head, smooth=0.15)
    canvas.part(body, shade_to(coat, 0.75 + 0.35 * light), 0.35, texture=0.5 * height, gloss=0.4)
    pale = mix(b.colour(0.97, 0.95, 0.85), b.colour(0.98, 0.85, 0.3), b.uniform()[:, None])
    bib = both(ellipse(*rotate(x + 0.02, y + 0.2, -0.2), 0.22, 0.33), body + 0.02)
    canvas.part(bib, shade_to(pale, 0.75 + 0.2 * light), 0.2, texture=0.4 * height, shadow=0)
    wing = leaf(*rotate(x + 0.3, y + 0.12, -2.0), 0.92, 0.22, 0.4, 1.1)
    canvas.part(wing, shade_to(coat, 0.8 + 0.4 * light), 0.15, texture=0.8 * height, gloss=0.5)
    points = [(0.1, -0.5), (0.6, -0.86), (0.95, -0.62), (0.93, -0.22)]
    beak, along = curve(x, y, points, 0.24, 0.07, 10)
    many = b.uniform(0, 6)
    painted = b.ramp(0.72 + 0.25 * torch.cos(along * many + y * 4 + b.uniform(0, 6)))
    tip = smoothstep(0.78, 0.84, along) * b.chance(0.8)
    painted = mix(painted, coat, torch.maximum(tip, smoothstep(0.1, 0.06, along)))
    canvas.part(beak, painted, bulge=0.24, gloss=0.9, shadow=0.7)
    gape, _ = curve(x, y, [(0.12, -0.4), (0.55, -0.62), (0.85, -0.42)], 0.018, 0.018, 7)
    canvas.paint(coat, smoothstep(0.012, -0.012, gape))
    bare = b.ramp(b.uniform(), b.stops((0.2, 0.5, 0.9), (0.95, 0.5, 0.1), (0.3, 0.75, 0.4)))
    canvas.part(circle(x + 0.12, y + 0.56, 0.125), bare, bulge=0.08, gloss=0.2, shadow=0.2)
    orb(canvas, b, x + 0.12, y + 0.56, 0.06, b.colour(0.3, 0.15, 0.08), 0.6)
    toes = union(*(ellipse(x + at, y - 0.58, 0.04, 0.1) for at in (0.34, 0.25, 0.12, 0.03)))
    canvas.part(toes, b.colour(0.35, 0.45, 0.6), bulge=0.05)
    return canvas.sketch()


@figure(hues=((0.4, 0.8), (0.47, 0.8), (0.36, 0.8), (0.55, 0.8)), words=("colibri", "tiny bird"))
def hummingbird(b: Brush) -> Sketch:
    """A hovering jewel: wings swept back, a glittering throat, a needle of a bill."""
    x, y, canvas = b.x * 1.08, b.y * 1.08, Canvas(b)
    light, height = plumage(b, *rotate(x, y, 0.6), 9.0)
    back = b.colour(0.35, 0.3, 0.4, 0.08)
    beat = b.uniform(-0.3, 0.35)

    def wing(turn, long, shade, at=(0.02, -0.12)):
        u, v = rotate(x - at[0], y - at[1], turn)
        comb = torch.cos(v * 40 - 6 * u)
        shape = leaf(u, v + 0.12 * u * u, long, 0.2, 0.45, 1.0)
        feather = mix(back, b.tone(3), smoothstep(0.5, 0.1, u))
        canvas.part(
            shape, shade_to(feather, shade + 0.14 * comb), 0.1, texture=0.6 * comb, gloss=0.5
        )

    wing(1.35 + beat * 0.6, 0.85, 0.55, (0.12, -0.2))
    for fan in (-0.22, 0.0, 0.22):
        u, v = rotate(x + 0.12, y - 0.32, -2.05 + fan)
        feather = leaf(u, v, 0.66, 0.1, 0.7, 0.9)
        canvas.part(feather, b.ramp(0.35 + 0.4 * u), bulge=0.08, gloss=0.6)
    bill, _ = curve(x, y, [(0.4, -0.42), (0.7, -0.5), (0.98, -0.44)], 0.045, 0.022, 6)
    canvas.part(bill, b.colour(0.1, 0.09, 0.1, 0.02), bulge=0.04, gloss=0.6)
    body, _ = curve(x, y, [(0.24, -0.4), (0.3, 0.0), (-0.2, 0.42)], 0.23, 0.12, 9)
    body = union(body, ellipse(*rotate(x - 0.12, y - 0.05, -0.5), 0.24, 0.32), smooth=0.1)
    belly = smoothstep(-0.05, 0.2, x + 0.5 * y - 0.16 + 0.1 * b.noise(3))
    pale = shade_to(b.colour(0.88, 0.86, 0.8), 0.7 + 0.3 * light)
    canvas.part(
        body,
        mix(b.ramp(0.6 + 0.5 * light - 0.2 * y), pale, belly * 0.8),
        bulge=0.25,
        texture=0.8 * height,
        gloss=0.9,
    )
    jewel = b.ramp(b.uniform(), b.stops((0.9, 0.05, 0.25), (0.95, 0.4, 0.05), (0.6, 0.1, 0.75)))
    glitter = shade_to(jewel[:, :, :1, :1], 0.75 + 0.6 * light)
    throat = both(ellipse(*rotate(x - 0.34, y + 0.22, 0.5), 0.16, 0.2), body)
    canvas.part(throat, glitter, bulge=0.15, texture=height, gloss=1.0, shadow=0.2)
    orb(canvas, b, x - 0.3, y + 0.46, 0.05, b.colour(0.25, 0.12, 0.06), 0.6, rim=0.35)
    wing(2.2 + beat, 1.0, 0.72)
    return canvas.sketch()
