"""The last step of a picture: from floats to 8 bits, without bands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from dreamgen.imaging.scratch import release_pages
from dreamgen.imaging.strips import strips_of

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.imaging.picture import Frame

_SEED = 20150617  # any number would do; this is the day of the first deep dream

_PART = 2**21
"""Values that are dithered at a time."""

_TOLERANCE = 1 / 1000
"""How near a whole level, in levels, counts as being on it: floats know 1/255 only about."""


def dither(values: Tensor) -> np.ndarray:
    """Return values in 0..1, of any shape, as uint8; the same values always give the same levels.

    Uniform noise of one level is added before rounding, so that the mean is kept (Roberts 1962,
    "Picture coding using pseudo-random noise"). Values that are levels already, such as those of
    text left alone, stay exactly as they are. NaN becomes 0.
    """
    generator = torch.Generator().manual_seed(_SEED)
    flat, levels = values.reshape(-1), np.empty(values.numel(), np.uint8)
    for first in range(0, len(flat), _PART):  # which draws the same noise as the whole would
        own = slice(first, first + _PART)
        levels[own] = _dither_part(flat[own], generator)
    return levels.reshape(tuple(values.shape))


def _dither_part(values: Tensor, generator: torch.Generator) -> np.ndarray:
    release_pages()
    levels = _to_floats(torch.nan_to_num(values)).clamp(0, 1) * 255
    noise = torch.rand(levels.shape, generator=generator) - 0.5
    nearest = levels.round()
    exact = (levels - nearest).abs() < _TOLERANCE
    chosen = torch.where(exact, nearest, (levels + noise).round())
    return chosen.clamp(0, 255).to(torch.uint8).numpy()


def to_rgb(pixels: Tensor) -> Image.Image:
    """Return pixels (3, H, W) in 0..1, as a Pillow image of mode RGB; what is transparent is white."""
    return _to_pillow(dither(pixels))


def to_image(frame: Frame) -> Image.Image:
    """Return a frame as a Pillow image of mode RGBA, or of RGB if it is opaque."""
    if frame.alpha is None:
        return to_rgb(frame.pixels)
    strips = strips_of(*frame.alpha.shape[1:])
    alpha = strips.map(_to_alpha, frame.alpha)
    colours = dither(strips.map(remove_background, _to_floats(frame.pixels), alpha))
    levels = strips.map(lambda alpha: (alpha * 255).round().to(torch.uint8), alpha)
    return _to_pillow(np.concatenate([colours, levels.numpy()]))


def remove_background(pixels: Tensor, alpha: Tensor) -> Tensor:
    """Return the colours that give ``pixels`` once laid on white with this opacity.

    Without it a soft edge would carry the white along as a pale fringe.
    """
    colours = (pixels - (1 - alpha)) / alpha.clamp_min(1e-6)
    return torch.where(alpha > 0, colours, torch.ones(())).clamp(0, 1)


def _to_alpha(alpha: Tensor) -> Tensor:
    return _to_floats(alpha).clamp(0, 1)


def _to_floats(values: Tensor) -> Tensor:
    return values.detach().cpu().float()


def _to_pillow(values: np.ndarray) -> Image.Image:
    from PIL import Image

    channels, height, width = values.shape
    image = Image.new("RGB" if channels == 3 else "RGBA", (width, height))
    for strip in strips_of(height, width).cut():
        own = values[:, strip.first : strip.last].transpose(1, 2, 0)
        image.paste(Image.fromarray(np.ascontiguousarray(own)), (0, strip.first))
    return image
