"""One frame out of several keyframes, the deepest in front."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from dreamgen.engine.zoom.warp import Box, Layer, extent, frame_points, transform_points
from dreamgen.imaging.smoothstep import smoothstep

ROUND = 6  # exponent of the superellipse along which a halo fades
CLEAR = 1 / 1024  # what shines through a layer less than this cannot be seen


@dataclass(frozen=True)
class Sheet:
    """A keyframe as one frame shows it.

    ``layer`` is (C + 1, H, W): whatever is seen of it, as red, green, blue, and last its cover, 1
    falling to 0 at its border.
    ``place`` maps the frame to it. ``opacity`` holds for all of it, ``fill`` for its mirrored
    surroundings too; a sheet with fill 1 leaves nothing behind it to be seen. With a ``halo`` it is
    whole up to its border, and its mirrored surroundings fade over that many half sides.
    """

    layer: Layer
    place: np.ndarray
    opacity: float = 1.0
    fill: float = 0.0
    halo: float = 0.0


def compose(sheets: Sequence[Sheet], size: tuple[int, int]) -> Tensor:
    """Return (C, H, W) of the sheets, the front one first; the last must fill the frame."""
    pixels = sheets[0].layer.pixels
    device = pixels.device
    frame = torch.zeros((len(pixels) - 1, *size), device=device)
    clear = torch.ones((1, *size), device=device)
    for sheet in sheets:
        if sheet.opacity <= 0:
            continue
        box = (0, 0, *size) if sheet.fill or sheet.halo else _bounds(sheet, size)
        top, left, bottom, right = box
        if top >= bottom or left >= right:
            continue
        part = (slice(None), slice(top, bottom), slice(left, right))
        seen = sheet.layer.seen(sheet.place, size, box)
        cover = _cover(sheet, seen[-1:], size, box)
        cover = (cover * (1 - sheet.fill) + sheet.fill) * sheet.opacity
        weight = clear[part] * cover
        frame[part] += weight * seen[:-1]
        clear[part] -= weight
        if float(clear.max()) < CLEAR:
            break
    # What is left clear by rounding is made up for, so that no dark hair lines remain.
    return (frame / (1 - clear).clamp_min(0.5)).clamp_(0, 1)


def _cover(sheet: Sheet, border: Tensor, size: tuple[int, int], box: Box) -> Tensor:
    """Return how far a sheet covers each pixel of a box, (1, h, w) in 0..1, by its border alone."""
    height, width = sheet.layer.pixels.shape[1:]
    x, y = transform_points(frame_points(size, box, border.device), sheet.place)
    x, y = x.abs() / extent(width, height), y.abs() / extent(height, width)
    if sheet.halo:
        outside = (x**ROUND + y**ROUND) ** (1 / ROUND) - 1
        return 1 - smoothstep(outside / sheet.halo)[None]
    return border.clamp(0, 1) * ((x < 1) & (y < 1))


def _bounds(sheet: Sheet, size: tuple[int, int]) -> Box:
    """Return the part of the frame that a sheet without a fill can reach."""
    height, width = sheet.layer.pixels.shape[1:]
    x, y = extent(width, height), extent(height, width)
    corners = np.array([[-x, x, x, -x], [-y, -y, y, y], [1, 1, 1, 1]])
    seen = np.linalg.solve(sheet.place, corners)[:2] * (min(size) / 2)
    low = seen.min(1) + np.array([size[1], size[0]]) / 2
    high = seen.max(1) + np.array([size[1], size[0]]) / 2
    left, top = (max(0, math.floor(value)) for value in low)
    right, bottom = (min(side, math.ceil(v)) for v, side in zip(high, size[::-1], strict=True))
    return top, left, bottom, right
