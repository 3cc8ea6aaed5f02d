"""Faces of animals of the savanna and the jungle."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import (
    hash_cell,
    length,
    mix,
    polar,
    rotate,
    scales,
    smoothstep,
)
from dreamgen_bestiary.drawing.heads import coat, draw_hairs, eyes, mouth, nose, tint, turn_head
from dreamgen_bestiary.drawing.shapes import box, circle, curve, ellipse, union


@figure(hues=((0.09, 0.7), (0.07, 0.75), (0.11, 0.55)), words=("lion", "mane", "king"))
def lion_face(b: Brush) -> Sketch:
    """A lion: a golden face in a great mane of dark-tipped locks, amber eyes, a broad nose."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.15, long=0.4)
    r, angle = polar(x, y - 0.02)
    many = b.whole(7, 11)
    around = angle / torch.pi * many + 0.8 * b.noise(3)
    lock = scales(around, r * 3 + 0.8 * hair, radius=0.6, step=0.5, tip=0.98)
    each = hash_cell(lock.i % (2 * many), lock.j, b.uniform(0, 9)) - 0.5
    share = b.uniform(0.25, 0.6) + 0.6 * (0.7 - r) + 0.2 * each + 0.15 * lock.y + 0.7 * (hair - 0.5)
    mane = b.ramp(share) * (0.75 + 0.3 * smoothstep(-0.4, 0.4, lock.y))[:, None]
    ragged = 0.2 * (hair - 0.5) + 0.12 * smoothstep(0.0, 0.6, lock.x.abs())
    edge = length(x * b.uniform(0.98, 1.08), y - 0.02) - 0.88 + ragged
    canvas.part(edge, mane, bulge=0.6, texture=1.5 * hair + 0.5 * lock.y, gloss=0.1)
    face = coat(b, hair, b.uniform(0.7, 0.85))
    ear = circle(side - 0.47, y + 0.47, 0.0)
    canvas.part(ear - 0.16, face * 0.8, bulge=0.12)
    canvas.paint(face * 0.45, smoothstep(0.11, 0.06, ear))
    head = union(ellipse(x, y + 0.05, 0.5, 0.48), ellipse(x, y - 0.35, 0.36, 0.34), smooth=0.2)
    canvas.part(head + 0.08 * (hair - 0.5), face, bulge=0.4, texture=0.4 * hair, gloss=0.1)
    white = tint(b, hair, 0.97, 0.9, 0.78)
    canvas.paint(
        white, smoothstep(0.05, -0.03, ellipse(*rotate(side - 0.22, y - 0.12, 0.5), 0.18, 0.08))
    )
    amber = b.ramp(b.uniform(), b.stops((0.85, 0.5, 0.1), (0.9, 0.75, 0.25)))
    eyes(
        canvas, b, x, y, (0.25, -0.06), b.uniform(0.1, 0.125), amber, (0.4, 0.4), tilt=0.3, wide=1.4
    )
    beard = ellipse(x, y - 0.66, 0.2, 0.18) + 0.12 * (hair - 0.5)
    canvas.part(beard, white, bulge=0.2, texture=0.5 * hair, gloss=0.05)
    canvas.part(box(x, y - 0.1, 0.17, 0.32, 0.1), face, bulge=0.2, gloss=0.1, shadow=0.3)
    pads = ellipse(side - 0.16, y - 0.46, 0.21, 0.17)
    canvas.part(pads, white, bulge=0.2, gloss=0.1, shadow=0.4)
    black = b.colour(0.14, 0.08, 0.06, 0.02)
    mouth(canvas, x, y - 0.38, 0.3, 0.12, black)
    nose(canvas, b, x, y - 0.31, 0.18, 0.11, b.colour(0.35, 0.18, 0.15), point=0.2)
    return canvas.sketch()


@figure(hues=((0.07, 0.9), (0.08, 0.8)), words=("tiger",))
def tiger_face(b: Brush) -> Sketch:
    """A tiger: orange, white about eyes and jaws, black stripes that sweep from the brow and cheeks."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.2)
    fur = mix(coat(b, hair, b.uniform(0.65, 0.8)), tint(b, hair, 0.95, 0.94, 0.92), b.chance(0.12))
    white, black = tint(b, hair, 0.98, 0.95, 0.9), tint(b, hair, 0.1, 0.07, 0.06)
    r = circle(side - 0.58, y + 0.58, 0.0)
    canvas.part(r - 0.24, black, bulge=0.14, gloss=0.1)
    canvas.paint(white, smoothstep(0.16, 0.1, r))
    ruff = ellipse(side - 0.4, y - 0.3, 0.48, 0.42)
    head = union(ellipse(x, y, 0.74, 0.7), ruff, smooth=0.1) + 0.1 * (hair - 0.5)
    canvas.part(head, fur, bulge=0.5, texture=0.5 * hair, gloss=0.05)
    brow = ellipse(*rotate(side - 0.34, y + 0.24, 0.4), 0.2, 0.12)
    jaws = union(
        ellipse(side - 0.5, y - 0.42, 0.3, 0.26), ellipse(x, y - 0.6, 0.4, 0.3), brow, smooth=0.05
    )
    canvas.paint(white, smoothstep(0.06, -0.06, jaws + 0.1 * (hair - 0.5)))
    wander = 0.7 * b.noise(3)
    bow = torch.cos((y + 0.6 * side**2) * b.uniform(19, 23) + wander)
    bow = bow - 1 - 0.8 * smoothstep(0.42, 0.26, side) + 1.6 * smoothstep(0.4, 0.25, side)
    bow = torch.where(y < -0.24, bow, -torch.ones_like(bow))
    sweep = torch.cos(polar(side - 0.1, y + 0.1)[1] * b.uniform(11, 14) + wander + 3 * side)
    sweep = sweep - 1.6 * smoothstep(0.55, 0.4, side + 0.1 * b.noise(3))
    stripes = torch.maximum(smoothstep(-0.1, 0.3, bow - 0.2), smoothstep(0.2, 0.55, sweep))
    canvas.paint(black, stripes)
    amber = b.ramp(b.uniform(), b.stops((0.9, 0.65, 0.15), (0.75, 0.8, 0.35), (0.5, 0.75, 0.8)))
    eyes(
        canvas, b, x, y, (0.3, -0.05), b.uniform(0.12, 0.14), amber, (0.4, 0.4), tilt=0.3, wide=1.3
    )
    canvas.part(ellipse(x, y - 0.66, 0.2, 0.17), white, bulge=0.2, gloss=0.05)
    canvas.part(box(x, y - 0.1, 0.16, 0.34, 0.1), fur, bulge=0.2, gloss=0.1, shadow=0.2)
    canvas.part(ellipse(side - 0.17, y - 0.46, 0.23, 0.18), white, bulge=0.2, gloss=0.1, shadow=0.4)
    mouth(canvas, x, y - 0.36, 0.32, 0.12, black * 0.8)
    nose(canvas, b, x, y - 0.28, 0.17, 0.11, b.colour(0.85, 0.45, 0.42), point=0.2)
    return canvas.sketch()


@figure(
    hues=((0.07, 0.55), (0.06, 0.65), (0.09, 0.4)), words=("monkey", "ape", "chimpanzee", "gorilla")
)
def monkey_face(b: Brush) -> Sketch:
    """A monkey: a bare heart of a face in brown fur, round ears, close eyes, a wide lip."""
    (x, y), canvas = turn_head(b), Canvas(b)
    side, hair = x.abs(), draw_hairs(b, x, y - 0.1, long=0.4)
    fur = coat(b, hair, b.uniform(0.15, 0.6))
    tints = b.stops((0.25, 0.17, 0.14), (0.62, 0.42, 0.3), (0.9, 0.68, 0.52))
    skin = b.ramp(b.uniform(0.2, 1.0) + 0.12 * b.clouds(4), tints)
    r = ellipse(side - b.uniform(0.68, 0.74), y + 0.05, b.uniform(0.2, 0.26), 0.26)
    canvas.part(r, skin, bulge=0.12, gloss=0.2)
    canvas.paint(skin * 0.6, smoothstep(-0.06, -0.12, r))
    head = union(ellipse(x, y + 0.15, 0.62, 0.68), ellipse(x, y - 0.4, 0.56, 0.46), smooth=0.15)
    canvas.part(head + 0.14 * (hair - 0.5), fur, bulge=0.4, texture=0.7 * hair, gloss=0.05)
    face = union(
        ellipse(side - 0.21, y + 0.1, 0.26, 0.29), ellipse(x, y - 0.35, 0.42, 0.36), smooth=0.12
    )
    canvas.part(face + 0.03 * (hair - 0.5), skin, bulge=0.2, gloss=0.3, shadow=0.3)
    brow = ellipse(side - 0.2, y + 0.22, 0.2, 0.07)
    canvas.part(brow, skin * 0.9, bulge=0.08, shadow=0.1)
    brown = b.ramp(b.uniform(), b.stops((0.4, 0.2, 0.07), (0.75, 0.5, 0.15)))
    eyes(
        canvas, b, x, y, (0.2, -0.06), b.uniform(0.11, 0.13), brown, white=0.2, wide=1.2, rim=0.035
    )
    bridge = ellipse(x, y - 0.12, 0.12, 0.24)
    canvas.part(bridge, skin, bulge=0.15, gloss=0.3, shadow=0.15)
    hole = ellipse(*rotate(side - 0.075, y - 0.27, -0.5), 0.05, 0.035)
    canvas.paint(skin * 0.2, smoothstep(0.025, -0.015, hole))
    lips = ellipse(x, y - 0.5, 0.34, b.uniform(0.17, 0.23))
    canvas.part(lips, skin * 1.08, bulge=0.2, gloss=0.3, shadow=0.25)
    smile = ellipse(x, y - 0.36, 0.3, b.uniform(0.12, 0.24)).abs()
    canvas.paint(skin * 0.25, smoothstep(0.035, 0.01, torch.maximum(smile, 0.42 - y)))
    return canvas.sketch()


@figure(hues=((0.6, 0.15), (0.07, 0.2), (0.58, 0.3)), words=("elephant head", "trunk", "ganesha"))
def elephant_face(b: Brush) -> Sketch:
    """An elephant that faces us: fans of ears, a ringed trunk, tusks, small wise eyes."""
    (x, y), canvas = turn_head(b, nod=0.06), Canvas(b)
    side = x.abs()
    folds = b.clouds(6, 3)
    hide = b.ramp(b.uniform(0.45, 0.65) + 0.1 * folds + 0.05 * b.clouds(2))
    flare = b.uniform(-0.3, 0.2)
    u, v = rotate(side - 0.62, y + 0.22, flare)
    ear = union(ellipse(u, v, 0.36, 0.5), ellipse(u + 0.1, v - 0.35, 0.2, 0.3), smooth=0.15)
    canvas.part(ear + 0.03 * b.noise(4), hide * 0.9, bulge=0.12, texture=folds, gloss=0.1)
    rosy = mix(hide, b.colour(0.8, 0.55, 0.5), 0.4)
    canvas.paint(rosy * 0.75, smoothstep(-0.06, -0.16, ear))
    head = union(
        ellipse(side - 0.16, y + 0.45, 0.3, 0.34), ellipse(x, y + 0.1, 0.42, 0.42), smooth=0.15
    )
    canvas.part(head, hide, bulge=0.4, texture=0.8 * folds, gloss=0.2)
    iris = b.ramp(b.uniform(), b.stops((0.3, 0.17, 0.07), (0.65, 0.42, 0.15)))
    eyes(canvas, b, x, y, (0.28, -0.06), 0.09, iris, tilt=-0.2, wide=1.4)
    long = b.uniform(0.2, 0.42)
    tusk, along = curve(
        side, y, [(0.24, 0.2), (0.3, 0.5), (0.42, 0.4 + long)], 0.08, 0.02, pieces=6
    )
    ivory = b.ramp(along, b.stops((0.85, 0.78, 0.62), (0.97, 0.94, 0.85)))
    canvas.part(tusk, ivory, bulge=0.08, gloss=0.9, show=b.chance(0.8))
    sway = b.sign() * b.uniform(0.0, 0.5)
    points = [(0.0, 0.0), (-0.1 * sway, 0.5), (-0.1 * sway, 0.8), (sway, 0.82)]
    trunk, along = curve(x, y, points, 0.23, 0.1, pieces=8)
    rings = torch.cos(along * 50)
    ringed = hide * (0.88 + 0.14 * rings * smoothstep(0.05, 0.2, along))[:, None]
    canvas.part(trunk, ringed, bulge=0.22, texture=0.3 * rings, gloss=0.2, shadow=0.4)
    return canvas.sketch()
