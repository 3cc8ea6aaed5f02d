"""Resizing in floating point, with colours weighted by their opacity so that no fringe appears."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image

from dreamgen.imaging.crop import Box, centre_crop_box
from dreamgen.imaging.picture import Picture

_HUGE = 30_000_000  # pixels


def resample(image: Image.Image, target: tuple[int, int]) -> Picture:
    """Return an image of mode RGB, RGBA or F (0..1) as a picture of (width, height) pixels.

    Lanczos; where the aspect differs, the middle that fills the target. What is transparent is
    laid on white, and may be dreamed as far as it is opaque.
    """
    image = _reduce_huge(image, target)
    box = centre_crop_box(image.size, target)
    if image.mode == "F":
        grey = _resize(np.asarray(image), target, box)
        return Picture(pixels=_to_tensor(np.stack([grey] * 3)))
    alpha = _to_floats(image.getchannel("A")) if image.mode == "RGBA" else None
    if alpha is None or alpha.min() == 1:
        colours = [_resize(_to_floats(image.getchannel(band)), target, box) for band in "RGB"]
        return Picture(pixels=_to_tensor(np.stack(colours)))
    small = _resize(alpha, target, box)
    colours = [_resize(_to_floats(image.getchannel(band)) * alpha, target, box) for band in "RGB"]
    # Colours times opacity, plus white where there is none: nothing is divided, so nothing fringes.
    # Lanczos overshoots in both alike, so they are clamped only once they are put together.
    flattened = np.stack(colours) + (1 - small)
    opacity = _to_tensor(small[None])
    return Picture(pixels=_to_tensor(flattened), alpha=opacity, mask=opacity.clone())


def _to_floats(band: Image.Image) -> np.ndarray:
    return np.asarray(band, dtype=np.float32) / np.float32(255)


def _resize(values: np.ndarray, target: tuple[int, int], box: Box) -> np.ndarray:
    image = Image.fromarray(values)
    return np.asarray(image.resize(target, Image.Resampling.LANCZOS, box=box))


def _to_tensor(values: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.array(values, dtype=np.float32)).clamp_(0, 1)


def _reduce_huge(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    """Average whole blocks of a huge image first: a float copy of it would take gigabytes."""
    width, height = image.size
    factor = min(width // target[0], height // target[1]) // 3
    return image.reduce(factor) if width * height > _HUGE and factor > 1 else image
