"""From a class to training pictures: things placed, repeated, overlapping, on grounds of all kinds."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen_bestiary.catalogue import Drawn, catalogue
from dreamgen_bestiary.drawing.brush import FULL, Brush
from dreamgen_bestiary.drawing.canvas import Sketch
from dreamgen_bestiary.drawing.fields import mix, smoothstep

CROWD = 9  # things in the fullest pictures
MARGIN = 1.12  # a figure is drawn with room about it, so that its outline is not cut off
UPRIGHT, ANY = 0.3, FULL  # radians either way that a thing is turned by


def draw_pictures(
    drawn: Drawn, batch: int, side: int = 128, seed: int = 0, device: str | torch.device = "cpu"
) -> Tensor:
    """Return pictures of one class, (batch, 3, side, side) float32 in 0..1, the same for a seed."""
    brush = Brush(batch, side, seed, drawn.hues, device)
    sketch = drawn.draw(brush)
    if sketch.cover is None:
        return _vary_exposure(brush, sketch.colour)
    return _vary_exposure(brush, _place_things(drawn, brush, sketch, _draw_ground(drawn, brush)))


def _vary_exposure(brush: Brush, colour: Tensor) -> Tensor:
    """Vary exposure and contrast a little, as photographs do."""
    contrast = brush.uniform(0.85, 1.15)[:, None]
    lift = brush.uniform(-0.05, 0.05)[:, None]
    return ((colour - 0.5) * contrast + 0.5 + lift).clamp(0, 1)


# --- grounds ------------------------------------------------------------------------------------


def _draw_ground(drawn: Drawn, brush: Brush) -> Tensor:
    """Return something to lie on: plain, graded, cloudy, or another class's texture."""
    textures = [other for other in catalogue().values() if not other.figure]
    other = textures[brush.pick(0, len(textures) - 1)]
    behind = Brush(brush.batch, brush.side, brush.pick(0, 2**30), other.hues, brush.device)
    busy = _blur(other.draw(behind).colour) * 0.8
    colours = brush.new_palette(hues=())
    _, y = brush.coordinates((0.5, 1.0))
    graded = brush.ramp(0.5 + 0.4 * y, colours)
    cloudy = brush.ramp(0.5 + 0.4 * brush.clouds(2), colours)
    plain = mix(graded, cloudy, brush.chance(0.5)[:, None])
    return mix(plain, busy, brush.chance(0.4)[:, None])


def _blur(colour: Tensor) -> Tensor:
    """Return a ground a little out of focus, so that what lies on it stands out."""
    return F.avg_pool2d(colour, 3, 1, 1, count_include_pad=False)


# --- placing ------------------------------------------------------------------------------------


def _place_things(drawn: Drawn, brush: Brush, sketch: Sketch, picture: Tensor) -> Tensor:
    """Lay things onto the background, the smaller and farther ones first.

    Each picture is of one large thing, of a few, or of a crowd. Further things in a picture are
    those drawn for other pictures of the batch, so they differ in more than their pose.
    """
    kind = brush.uniform()
    many = torch.where(kind < 0.5, torch.ones_like(kind), brush.whole(2, 4))
    many = torch.where(kind > 0.85, brush.whole(5, CROWD), many)
    largest = int(many.max())
    assert sketch.cover is not None
    thing = torch.cat([sketch.colour, sketch.cover[:, None]], 1)
    for number in reversed(range(largest)):
        other = thing.roll(number, 0)
        size, spot = _draw_size(brush, many, number), _draw_spot(brush, many, number)
        laid = _place_thing(other, brush, drawn, size, spot)
        shown = (number < many).float()
        cover = laid[:, 3] * shown
        shadow = _cast_shadow(laid[:, 3:])[:, 0] * shown * 0.5
        picture = picture * (1 - shadow * (1 - cover))[:, None]
        picture = mix(picture, laid[:, :3] / laid[:, 3:].clamp_min(1e-3), cover)
    return picture


def _draw_size(brush: Brush, many: Tensor, number: int) -> Tensor:
    """Return the half width of a thing: one alone fills the picture or reaches out of it."""
    alone = brush.log_uniform(0.6, 1.35)
    among = brush.log_uniform(0.65, 1.05) * 1.1 / many.sqrt() * 0.95**number
    return torch.where(many < 1.5, alone, among)


def _draw_spot(brush: Brush, many: Tensor, number: int) -> tuple[Tensor, Tensor]:
    """Return where a thing's middle is: things of one picture spread as sunflower seeds do."""
    spread = torch.sqrt((number + 0.5) / many) * torch.where(many < 1.5, 0.3, 0.85)
    angle = number * math.pi * (3 - math.sqrt(5)) + brush.uniform(-0.4, 0.4)
    x = spread * torch.cos(angle) + brush.uniform(-0.15, 0.15)
    return x, spread * torch.sin(angle) + brush.uniform(-0.15, 0.15)


def _place_thing(
    thing: Tensor, brush: Brush, drawn: Drawn, size: Tensor, spot: tuple[Tensor, Tensor]
) -> Tensor:
    """Return a thing, colours premultiplied by its cover, scaled, turned and moved to its place.

    It is warped a little and mirrored half of the time.
    """
    most = UPRIGHT if drawn.upright else ANY
    angle = brush.uniform(-most, most)
    bend = brush.uniform(0, 0.08)
    x = brush.x - spot[0] + bend * brush.noise(2)
    y = brush.y - spot[1] + bend * brush.noise(2)
    cos, sin = torch.cos(angle), torch.sin(angle)
    wide = 1 + brush.uniform(-0.15, 0.15)
    u = (x * cos + y * sin) / size * wide * brush.sign()
    v = (y * cos - x * sin) / size / wide
    place = torch.stack([u, v], -1) / MARGIN
    flat = torch.cat([thing[:, :3] * thing[:, 3:], thing[:, 3:]], 1)
    return _sample(flat, place, size)


def _sample(flat: Tensor, place: Tensor, size: Tensor) -> Tensor:
    """Sample things, from a copy of half the size where they shrink, to avoid aliases."""
    whole = F.grid_sample(flat, place, align_corners=False)
    half = F.grid_sample(F.avg_pool2d(flat, 2), place, align_corners=False)
    return mix(half, whole, smoothstep(0.35, 0.7, size)[:, None])


def _cast_shadow(cover: Tensor) -> Tensor:
    """Return a soft shadow of what is covered, a little to its lower right."""
    side = cover.shape[-1]
    reach = max(1, side // 24)
    soft = F.avg_pool2d(cover, 2 * reach + 1, 1, reach)
    return F.pad(soft, (reach, -reach, reach, -reach))
