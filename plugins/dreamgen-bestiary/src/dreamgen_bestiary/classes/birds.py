"""Birds."""

from __future__ import annotations

import torch

from dreamgen_bestiary.catalogue import figure
from dreamgen_bestiary.drawing.brush import Brush
from dreamgen_bestiary.drawing.canvas import Canvas, Sketch
from dreamgen_bestiary.drawing.fields import fraction, mix, polar, scales, smoothstep, turned
from dreamgen_bestiary.drawing.shapes import circle, ellipse, limb, polygon, union


@figure(hues=((0.08, 0.6), (0.12, 0.6)), words=("bird of night",))
def owl(b: Brush) -> Sketch:
    """An owl that faces us: ear tufts, two great discs of eyes, beak, feathered breast, feet."""
    x, y, canvas = b.x, b.y, Canvas(b)
    wide, tuft = b.uniform(0.48, 0.6), b.uniform(0.1, 0.3)
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
    wing = ellipse(*turned(side - wide * 0.86, y - 0.25, -0.18), 0.2, 0.56)
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
        torch.ones(1, 3, 1, 1), smoothstep(0.035, 0.02, circle(side - apart + 0.05, y + 0.48, 0))
    )
    beak = polygon(x, y, (-0.08, -0.34), (0.08, -0.34), (0.0, -0.1))
    canvas.part(beak, b.colour(0.85, 0.65, 0.25), bulge=0.06, gloss=0.8)
    toes = ellipse((fraction(side * 12) - 0.5) / 12, y - 0.9, 0.03, 0.08) + 2 * smoothstep(
        0.0, 0.02, (side - 0.2).abs() - 0.125
    )
    canvas.part(toes, b.colour(0.8, 0.6, 0.2), bulge=0.04)
    return canvas.sketch()
