"""Faces of animals of the northern woods."""

from __future__ import annotations

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import mix, rotate, smoothstep
from dreamgen_bestiary.drawing.heads import coat, draw_hairs, eyes, mouth, nose, tint, turn_head
from dreamgen_bestiary.drawing.shapes import circle, ellipse, polygon, union


@figure(hues=((0.05, 0.8), (0.07, 0.75)), words=("fox", "vixen"))
def fox_face(b: Brush) -> Sketch:
    """A fox: a red kite of a face, tall black-rimmed ears, white cheeks, a thin dark-nosed muzzle."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.3)
    fur, white = coat(b, hair, b.uniform(0.55, 0.75)), tint(b, hair, 0.98, 0.95, 0.9)
    out, wide = b.uniform(0.5, 0.64), b.uniform(0.74, 0.86)
    ears = polygon(side, y, (0.1, -0.4), (out, -0.9), (0.74, -0.1)) - 0.05
    black = tint(b, hair, 0.13, 0.1, 0.1)
    dark = mix(fur, black, smoothstep(-0.45, -0.75, y + 0.1 * hair))
    canvas.part(ears, dark, bulge=0.1, gloss=0.1)
    inner = polygon(side, y, (0.26, -0.42), (out - 0.02, -0.76), (0.64, -0.25))
    canvas.paint(tint(b, hair, 0.85, 0.72, 0.62), smoothstep(0.02, -0.06, inner))
    cheeks = polygon(side, y, (-0.2, -0.25), (0.4, -0.3), (wide, 0.22), (0.15, 0.75), (-0.2, 0.75))
    head = union(ellipse(x, y + 0.05, 0.6, 0.5), cheeks, smooth=0.12) + 0.12 * (hair - 0.5)
    canvas.part(head, fur, bulge=0.4, texture=0.5 * hair, gloss=0.05)
    mask = union(ellipse(side - 0.52, y - 0.34, 0.34, 0.3), ellipse(side - 0.2, y - 0.6, 0.25, 0.2))
    canvas.paint(white, smoothstep(0.04, -0.04, mask + 0.08 * (hair - 0.5)))
    snout = union(ellipse(x, y - 0.3, 0.17, 0.35), ellipse(x, y - 0.6, 0.13, 0.18), smooth=0.15)
    bridge = mix(white, fur, smoothstep(0.02, -0.06, ellipse(x, y - 0.25, 0.15, 0.5)))
    canvas.part(ellipse(x, y - 0.76, 0.11, 0.12), white, bulge=0.12, gloss=0.1)
    canvas.part(snout, bridge, bulge=0.25, texture=0.3 * hair, gloss=0.1, shadow=0.3)
    amber = b.ramp(b.uniform(), b.stops((0.85, 0.5, 0.1), (0.85, 0.75, 0.2)))
    eyes(
        canvas,
        b,
        x,
        y,
        (0.32, -0.02),
        b.uniform(0.12, 0.15),
        amber,
        (0.25, 0.7),
        tilt=0.4,
        wide=1.3,
    )
    mouth(canvas, x, y - 0.74, 0.18, 0.05, black * 0.8)
    nose(canvas, b, x, y - 0.66, 0.11, 0.09, b.colour(0.08, 0.07, 0.08, 0.02))
    return canvas.sketch()


@figure(hues=((0.6, 0.12), (0.09, 0.25), (0.58, 0.2)), words=("wolf", "husky", "werewolf"))
def wolf_face(b: Brush) -> Sketch:
    """A wolf: a dark hood over a pale mask, pricked ears, a shaggy ruff, piercing eyes, or fangs."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.2, long=0.45)
    light = b.uniform(0.2, 0.65)
    fur, pale = coat(b, hair, light), coat(b, hair, b.uniform(0.85, 1.05))
    ears = polygon(side, y, (0.12, -0.45), (0.44, -0.92), (0.66, -0.15)) - 0.05
    ruff = union(
        ellipse(x, y - 0.05, 0.62, 0.6), ellipse(side - 0.4, y - 0.25, 0.46, 0.4), smooth=0.1
    )
    head = union(ruff + 0.22 * (hair - 0.5), ears + 0.03 * (hair - 0.5), smooth=0.08)
    canvas.part(head, fur, bulge=0.4, texture=0.8 * hair, gloss=0.05)
    inner = polygon(side, y, (0.26, -0.48), (0.43, -0.76), (0.57, -0.3))
    canvas.paint(fur * 0.45, smoothstep(0.02, -0.06, inner))
    brow = ellipse(*rotate(side - 0.2, y + 0.22, 0.6), 0.17, 0.07)
    mask = union(
        ellipse(side - 0.42, y - 0.36, 0.4, 0.26), ellipse(x, y - 0.6, 0.36, 0.3), brow, smooth=0.1
    )
    canvas.paint(pale, smoothstep(0.06, -0.06, mask + 0.15 * (hair - 0.5)))
    shades = b.stops((0.95, 0.7, 0.15), (0.9, 0.8, 0.3), (0.45, 0.75, 0.95))
    iris = b.ramp(b.uniform(), shades)
    eyes(
        canvas,
        b,
        x,
        y,
        (0.28, -0.06),
        b.uniform(0.11, 0.14),
        iris,
        (0.35, 0.35),
        tilt=0.45,
        wide=1.4,
    )
    growl = b.chance(0.35)
    black = b.colour(0.09, 0.07, 0.07, 0.02)
    jaws = ellipse(x, y - 0.68, 0.24, 0.24)
    canvas.part(jaws, mix(pale, b.colour(0.45, 0.1, 0.1), growl), bulge=0.15, gloss=0.3)
    fang = polygon(side, y, (0.08, 0.58), (0.19, 0.58), (0.14, 0.8))
    canvas.part(fang, b.colour(0.97, 0.95, 0.88), bulge=0.06, show=growl)
    snout = union(
        ellipse(x, y - 0.25, 0.18, 0.35), ellipse(side - 0.12, y - 0.5, 0.17, 0.17), smooth=0.15
    )
    bridge = mix(pale, fur, smoothstep(0.04, -0.06, ellipse(x, y - 0.1, 0.15, 0.45)))
    canvas.part(snout, bridge, bulge=0.25, texture=0.3 * hair, gloss=0.1, shadow=0.4)
    mouth(canvas, x, y - 0.52, 0.28, 0.1, black)
    nose(canvas, b, x, y - 0.42, 0.14, 0.11, black, point=0.4)
    return canvas.sketch()


@figure(hues=((0.07, 0.6), (0.06, 0.7), (0.1, 0.4)), words=("bear", "grizzly", "teddy"))
def bear_face(b: Brush) -> Sketch:
    """A bear: a broad shaggy head, round ears, small close eyes, a pale muzzle with a great nose."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.2, long=0.4)
    light = b.uniform(0.2, 0.75)
    fur, wide = coat(b, hair, light), b.uniform(0.66, 0.78)
    r = circle(side - wide * 0.82, y + b.uniform(0.5, 0.58), 0.0)
    canvas.part(r - 0.24 + 0.06 * (hair - 0.5), fur, bulge=0.14, texture=0.5 * hair, gloss=0.05)
    canvas.paint(coat(b, hair, light - 0.25), smoothstep(0.16, 0.1, r))
    head = union(ellipse(x, y, wide, 0.68), ellipse(side - 0.35, y - 0.3, 0.45, 0.42), smooth=0.1)
    canvas.part(head + 0.14 * (hair - 0.5), fur, bulge=0.5, texture=0.7 * hair, gloss=0.05)
    brown = b.ramp(b.uniform(), b.stops((0.22, 0.12, 0.05), (0.5, 0.28, 0.1)))
    eyes(canvas, b, x, y, (0.28, -0.12), b.uniform(0.09, 0.115), brown, tall=1.0, rim=0.04)
    pale = coat(b, hair, light + b.uniform(0.15, 0.4))
    canvas.part(ellipse(x, y - 0.62, 0.26, 0.2), pale * 0.85, bulge=0.2, gloss=0.1)
    snout = union(
        ellipse(x, y - 0.2, 0.26, 0.28), ellipse(side - 0.16, y - 0.42, 0.24, 0.22), smooth=0.15
    )
    canvas.part(snout, pale, bulge=0.3, texture=0.3 * hair, gloss=0.1, shadow=0.4)
    black = b.colour(0.09, 0.07, 0.06, 0.02)
    mouth(canvas, x, y - 0.26, 0.32, 0.26, black)
    nose(canvas, b, x, y - 0.16, b.uniform(0.17, 0.22), 0.13, black, point=0.4)
    return canvas.sketch()


@figure(hues=((0.1, 0.12), (0.12, 0.2), (0.55, 0.1)), words=("panda",))
def panda_face(b: Brush) -> Sketch:
    """A panda: a white round head with black ears and black patches that droop about the eyes."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.2, long=0.4)
    white, black = coat(b, hair, b.uniform(0.85, 1.0)), tint(b, hair, 0.09, 0.08, 0.09)
    wide = b.uniform(0.72, 0.82)
    ear = circle(side - wide * 0.78, y + b.uniform(0.54, 0.62), b.uniform(0.23, 0.28))
    canvas.part(ear + 0.08 * (hair - 0.5), black, bulge=0.16, texture=0.5 * hair, gloss=0.2)
    head = union(
        ellipse(x, y - 0.02, wide, 0.68), ellipse(side - 0.4, y - 0.3, 0.45, 0.42), smooth=0.1
    )
    canvas.part(head + 0.1 * (hair - 0.5), white, bulge=0.5, texture=0.6 * hair, gloss=0.05)
    u, v = rotate(side - 0.32, y + 0.02, b.uniform(-0.9, -0.4))
    patch = ellipse(u, v, b.uniform(0.18, 0.23), b.uniform(0.24, 0.3))
    canvas.paint(black, smoothstep(0.03, -0.03, patch + 0.06 * (hair - 0.5)))
    brown = b.ramp(b.uniform(), b.stops((0.3, 0.17, 0.08), (0.5, 0.32, 0.16)))
    eyes(canvas, b, x, y, (0.29, -0.04), b.uniform(0.09, 0.11), brown, tall=1.0, rim=0.0)
    canvas.part(ellipse(x, y - 0.56, 0.2, 0.16), white, bulge=0.2, gloss=0.1)
    snout = union(
        ellipse(x, y - 0.28, 0.2, 0.2), ellipse(side - 0.14, y - 0.42, 0.2, 0.17), smooth=0.15
    )
    canvas.part(snout, white, bulge=0.25, texture=0.3 * hair, gloss=0.1, shadow=0.35)
    mouth(canvas, x, y - 0.34, 0.26, 0.16, black * 0.8)
    nose(
        canvas,
        b,
        x,
        y - 0.26,
        b.uniform(0.14, 0.17),
        0.1,
        b.colour(0.07, 0.06, 0.07, 0.02),
        point=0.4,
    )
    return canvas.sketch()
