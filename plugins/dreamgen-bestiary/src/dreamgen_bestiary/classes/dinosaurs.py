"""Dinosaurs, from the side."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.animals import draw_scales, eye, leg
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import fraction, mix, polar, rotate, smoothstep
from dreamgen_bestiary.drawing.shapes import circle, curve, ellipse, limb, union

HUES = ((0.25, 0.6), (0.08, 0.65), (0.5, 0.5), (0.12, 0.6))


@figure(hues=HUES, words=("t-rex", "tyrannosaurus", "theropod", "godzilla"))
def tyrannosaur(b: Brush) -> Sketch:
    """A tyrannosaur: a huge toothed head, tiny arms, great hind legs, a stiff tail, a striped back."""
    x, y, canvas = b.x, b.y, Canvas(b)
    shade, height = draw_scales(b, x, y, b.uniform(7, 9))
    light = b.uniform(0.4, 0.65)
    stripes = smoothstep(0.1, 0.5, torch.cos(x * b.uniform(13, 18) + 4 * y + b.noise(3)))
    tail_up = b.uniform(-0.5, 0.15)
    tail, _ = curve(x, y, [(0.15, 0.1), (0.5, 0.25), (0.95, tail_up)], 0.24, 0.02, 7)
    neck, _ = curve(x, y, [(-0.05, 0.05), (-0.3, -0.05), (-0.38, -0.48)], 0.27, 0.2, 5)
    body = union(tail, neck, ellipse(*rotate(x - 0.02, y - 0.1, -0.4), 0.36, 0.28), smooth=0.12)
    back = smoothstep(-0.2, -0.02, -(y - 0.35 * x + 0.05))
    hide = b.ramp(light + 0.4 * shade + 0.25 * smoothstep(0.05, 0.4, y) - 0.35 * stripes * back)
    far = leg(x, y, (0.15, 0.25), (0.3, 0.52), (0.2, 0.86), 0.19, 0.07)
    far = union(far, limb(x, y, (0.2, 0.88), (0.04, 0.9), 0.06, 0.04))
    canvas.part(far, hide * 0.55, bulge=0.15)
    gape = b.uniform(0.2, 0.55)
    p, q = rotate(x + 0.36, y + 0.46, gape * 0.8)
    lower = limb(p, q, (0.0, 0.06), (-0.46, 0.02), 0.12, 0.06)
    canvas.part(lower, b.colour(0.7, 0.25, 0.25), bulge=0.1)
    canvas.part(lower + 0.06, b.colour(0.85, 0.4, 0.4), bulge=0.06, gloss=0.8)
    u, v = rotate(x + 0.36, y + 0.52, -0.15)
    ivory = b.colour(0.97, 0.94, 0.84)
    bite = (fraction(p * 11) - 0.5).abs() * 0.22 - q * 0.8
    bite = torch.maximum(bite - 0.11, torch.maximum(q - 0.06, (p + 0.28).abs() - 0.2))
    canvas.part(bite, ivory, bulge=0.04, gloss=0.8)
    tooth = (fraction(u * 10) - 0.5).abs() * 0.22 + v * 0.8
    tooth = torch.maximum(tooth - 0.19, torch.maximum(-v, (u + 0.27).abs() - 0.25))
    canvas.part(tooth, ivory, bulge=0.04, gloss=0.8)
    jaw = torch.maximum(lower, 0.03 - q)
    canvas.part(jaw, b.ramp(light + 0.25 + 0.3 * shade), bulge=0.1, texture=height)
    skull = union(
        limb(u, v, (0.02, -0.04), (-0.48, 0.0), 0.2, 0.12),
        circle(u + 0.1, v + 0.17, 0.11),
        circle(u + 0.52, v + 0.07, 0.08),
        smooth=0.08,
    )
    canvas.part(union(body, skull, smooth=0.1), hide, bulge=0.25, texture=height, gloss=0.4)
    canvas.paint(hide * 0.3, smoothstep(0.035, 0.015, circle(u + 0.52, v + 0.07, 0)))
    gold = b.ramp(b.uniform(), b.stops((0.95, 0.75, 0.1), (0.9, 0.3, 0.1), (0.6, 0.8, 0.25)))
    eye(canvas, b, u + 0.13, v + 0.13, 0.075, gold, (0.25, 0.85))
    arm = leg(x, y, (-0.25, 0.12), (-0.28, 0.27), (-0.4, 0.25), 0.08, 0.04)
    canvas.part(arm, hide, bulge=0.07)
    near = union(ellipse(*rotate(x - 0.12, y - 0.3, 0.35), 0.2, 0.28), smooth=0.1)
    near = union(near, leg(x, y, (0.1, 0.42), (0.2, 0.58), (0.0, 0.84), 0.15, 0.075), smooth=0.1)
    near = union(near, limb(x, y, (0.0, 0.87), (-0.22, 0.9), 0.07, 0.045), smooth=0.05)
    canvas.part(near, b.ramp(light + 0.4 * shade), bulge=0.18, texture=height, shadow=0.7)
    return canvas.sketch()


@figure(hues=HUES, words=("stegosaurus",))
def stegosaur(b: Brush) -> Sketch:
    """A stegosaur: an arched back with two rows of plates, a small low head, a tail with spikes."""
    x, y, canvas = b.x, b.y, Canvas(b)
    shade, height = draw_scales(b, x, y, b.uniform(7, 9))
    light = b.uniform(0.4, 0.65)
    hide = b.ramp(light + 0.4 * shade + 0.3 * smoothstep(0.2, 0.5, y) + 0.1 * b.clouds(3))
    arch = b.uniform(0.3, 0.4)
    r, angle = polar(x - 0.02, (y - 0.3) * 0.95)
    place = angle * b.uniform(2.0, 2.7)
    off = (fraction(place) - 0.5) * 0.4
    tall = (0.3 + 0.1 * b.uniform()) * (1 - (angle + 1.55).abs() / 1.5).clamp_min(0) ** 0.6
    rise = r - arch - 0.02
    plate = off.abs() * 1.2 + (rise - tall * 0.45).abs() - 0.25 * tall - 0.12
    plate = torch.maximum(plate * 0.6, (angle + 1.57).abs() - 1.5)
    fire = b.ramp(0.6 + 0.7 * rise + 0.1 * b.clouds(5), b.new_palette(((0.05, 0.8), (0.1, 0.75))))
    canvas.part(
        plate, mix(b.tone(0) * 0.5, fire, smoothstep(0.0, -0.06, plate)), bulge=0.06, gloss=0.5
    )
    far = union(
        leg(x, y, (-0.3, 0.4), (-0.2, 0.58), (-0.26, 0.84), 0.12, 0.08),
        leg(x, y, (0.3, 0.4), (0.42, 0.58), (0.4, 0.84), 0.14, 0.08),
    )
    canvas.part(far, hide * 0.55, bulge=0.12)
    lift = b.uniform(-0.15, 0.4)
    for dx, dy in ((0.78, -0.24), (0.93, -0.2)):
        spike = limb(x, y, (dx - 0.05, lift * 0.8 + 0.1), (dx + 0.02, lift + dy), 0.05, 0.01)
        canvas.part(spike, b.colour(0.93, 0.87, 0.72), bulge=0.05, gloss=0.6)
    tail, _ = curve(x, y, [(0.2, 0.25), (0.6, 0.5), (0.92, lift)], 0.24, 0.04, 6)
    neck, _ = curve(x, y, [(-0.25, 0.3), (-0.6, 0.25), (-0.74, 0.46)], 0.2, 0.11, 5)
    head = limb(x, y, (-0.74, 0.46), (-0.88, 0.53), 0.12, 0.08)
    body = union(ellipse(x - 0.02, y - 0.28, 0.44, arch), tail, neck, head, smooth=0.12)
    canvas.part(body, hide, bulge=0.28, texture=height, gloss=0.4)
    eye(canvas, b, x + 0.76, y - 0.42, 0.055, b.colour(0.9, 0.7, 0.2), rim=0.025)
    canvas.paint(
        hide * 0.3, smoothstep(0.025, 0.005, limb(x, y, (-0.95, 0.56), (-0.8, 0.56), 0.005))
    )
    near = union(
        leg(x, y, (-0.28, 0.4), (-0.36, 0.62), (-0.36, 0.86), 0.15, 0.1),
        leg(x, y, (0.26, 0.38), (0.2, 0.62), (0.24, 0.86), 0.2, 0.11),
    )
    canvas.part(near, b.ramp(light + 0.4 * shade), bulge=0.14, texture=height, shadow=0.6)
    return canvas.sketch()


@figure(hues=((0.28, 0.45), (0.58, 0.4), (0.1, 0.5)), words=("brontosaurus", "dinosaur", "nessie"))
def sauropod(b: Brush) -> Sketch:
    """A long-necked dinosaur: a small head on a swan's neck, a barrel on pillars, a whip of a tail."""
    x, y, canvas = b.x, b.y, Canvas(b)
    shade, height = draw_scales(b, x, y, b.uniform(7, 9))
    light = b.uniform(0.4, 0.65)
    blotch = smoothstep(0.0, 0.25, b.clouds(4, 2)) * smoothstep(0.25, 0.0, y) * b.chance(0.7)
    hide = b.ramp(light + 0.4 * shade + 0.3 * smoothstep(0.2, 0.5, y) - 0.3 * blotch)
    far = union(
        leg(x, y, (-0.2, 0.4), (-0.14, 0.6), (-0.16, 0.86), 0.14, 0.09),
        leg(x, y, (0.36, 0.4), (0.44, 0.6), (0.44, 0.86), 0.14, 0.09),
    )
    canvas.part(far, hide * 0.55, bulge=0.12)
    top, reach, tip = b.uniform(-0.85, -0.5), b.uniform(-0.8, -0.6), b.uniform(-0.3, 0.75)
    bend = b.uniform(-0.35, -0.05)
    neck, _ = curve(
        x, y, [(-0.1, 0.25), (-0.6, 0.3), (bend - 0.3, top), (reach + 0.1, top)], 0.26, 0.1, 8
    )
    head = limb(x, y, (reach + 0.1, top), (reach - 0.08, top + 0.08), 0.13, 0.09)
    tail, _ = curve(x, y, [(0.25, 0.25), (0.7, 0.3), (0.7, tip), (0.95, tip)], 0.25, 0.02, 8)
    body = union(ellipse(x - 0.1, y - 0.28, 0.46, 0.33), neck, tail, head, smooth=0.12)
    canvas.part(body, hide, bulge=0.28, texture=height, gloss=0.4)
    iris = b.colour(0.9, 0.7, 0.2)
    eye(canvas, b, x - reach - 0.06, y - top + 0.03, 0.055, iris, rim=0.025)
    smile = limb(x - reach, y - top, (-0.15, 0.11), (0.05, 0.08), 0.005)
    canvas.paint(hide * 0.3, smoothstep(0.025, 0.005, smile))
    near = union(
        leg(x, y, (-0.16, 0.38), (-0.28, 0.62), (-0.28, 0.87), 0.17, 0.11),
        leg(x, y, (0.34, 0.36), (0.26, 0.62), (0.3, 0.87), 0.2, 0.11),
    )
    canvas.part(near, b.ramp(light + 0.4 * shade), bulge=0.14, texture=height, shadow=0.6)
    nails = ellipse((fraction(x * 10) - 0.5) / 10, y - 0.94, 0.035, 0.05)
    nails = torch.maximum(nails, near)
    canvas.paint(b.colour(0.9, 0.85, 0.7), smoothstep(0.02, -0.02, nails))
    return canvas.sketch()
