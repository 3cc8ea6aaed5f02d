"""Compose one frame from several keyframes, the deepest in front."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from dreamgen.engine.zoom.warp import (
    Box,
    Texture,
    make_frame_points,
    measure_extent,
    transform_points,
)
from dreamgen.imaging.smoothstep import smoothstep

ROUND = 6  # exponent of the superellipse along which a halo fades
CLEAR = 1 / 1024  # of the light: less than this is invisible


@dataclass(frozen=True)
class Overlay:
    """A keyframe as one frame shows it.

    ``texture`` is (C + 1, H, W): its channels, as red, green and blue, and last its coverage, 1
    falling to 0 at its border. ``transform`` maps the frame's coordinates to it. ``opacity`` holds
    for all of it, ``fill`` for its mirrored surroundings too: an overlay with fill 1 hides all that
    is behind it. With a ``halo`` it is whole up to its border, and its mirrored surroundings fade
    over that many half sides.
    """

    texture: Texture
    transform: np.ndarray
    opacity: float = 1.0
    fill: float = 0.0
    halo: float = 0.0


def compose(overlays: Sequence[Overlay], size: tuple[int, int]) -> Tensor:
    """Return (C, H, W) of the overlays, the front one first; the last must fill the frame."""
    pixels = overlays[0].texture.pixels
    device = pixels.device
    frame = torch.zeros((len(pixels) - 1, *size), device=device)
    clear = torch.ones((1, *size), device=device)
    for overlay in overlays:
        if overlay.opacity <= 0:
            continue
        box = (0, 0, *size) if overlay.fill or overlay.halo else _find_bounds(overlay, size)
        top, left, bottom, right = box
        if top >= bottom or left >= right:
            continue
        part = (slice(None), slice(top, bottom), slice(left, right))
        sampled = overlay.texture.sample(overlay.transform, size, box)
        cover = _measure_cover(overlay, sampled[-1:], size, box)
        cover = (cover * (1 - overlay.fill) + overlay.fill) * overlay.opacity
        weight = clear[part] * cover
        frame[part] += weight * sampled[:-1]
        clear[part] -= weight
        if float(clear.max()) < CLEAR:
            break
    # Divide by the total weight: rounding leaves it just under 1, which would draw dark hairlines.
    return (frame / (1 - clear).clamp_min(0.5)).clamp_(0, 1)


def _measure_cover(overlay: Overlay, border: Tensor, size: tuple[int, int], box: Box) -> Tensor:
    """Return how far an overlay covers each pixel of a box, (1, h, w) in 0..1, by its border alone."""
    height, width = overlay.texture.pixels.shape[1:]
    x, y = transform_points(make_frame_points(size, box, border.device), overlay.transform)
    x, y = x.abs() / measure_extent(width, height), y.abs() / measure_extent(height, width)
    if overlay.halo:
        outside = (x**ROUND + y**ROUND) ** (1 / ROUND) - 1
        return 1 - smoothstep(outside / overlay.halo)[None]
    return border.clamp(0, 1) * ((x < 1) & (y < 1))


def _find_bounds(overlay: Overlay, size: tuple[int, int]) -> Box:
    """Return the part of the frame that an overlay without a fill can reach."""
    height, width = overlay.texture.pixels.shape[1:]
    x, y = measure_extent(width, height), measure_extent(height, width)
    corners = np.array([[-x, x, x, -x], [-y, -y, y, y], [1, 1, 1, 1]])
    corners = np.linalg.solve(overlay.transform, corners)[:2] * (min(size) / 2)
    low = corners.min(1) + np.array([size[1], size[0]]) / 2
    high = corners.max(1) + np.array([size[1], size[0]]) / 2
    left, top = (max(0, math.floor(value)) for value in low)
    right, bottom = (min(side, math.ceil(v)) for v, side in zip(high, size[::-1], strict=True))
    return top, left, bottom, right
