"""Resizing in floating point, with colours weighted by their opacity so that no fringe appears."""

from __future__ import annotations

import numpy as np
import torch
from PIL import Image

from dreamgen.imaging.bands import Bands
from dreamgen.imaging.crop import Box, centre_crop_box
from dreamgen.imaging.picture import Picture


def resample(bands: Bands, target: tuple[int, int]) -> Picture:
    """Return the bands of a picture, resized to (width, height) pixels.

    Lanczos; where the aspect differs, the middle that fills the target. What is transparent is
    laid on white, and may be dreamed as far as it is opaque.
    """
    box = centre_crop_box(bands.size, target)
    alpha = None if bands.alpha is None else _to_floats(bands.alpha)
    if alpha is None or alpha.min() == 1:
        colours = [_resize(_to_floats(band), target, box) for band in bands.colours]
        return Picture(pixels=_to_tensor(_make_three(colours)))
    small = _resize(alpha, target, box)
    colours = [_resize(_to_floats(band) * alpha, target, box) for band in bands.colours]
    # Colours times opacity, plus white where there is none: nothing is divided, so nothing fringes.
    # Lanczos overshoots in both alike, so they are clamped only once they are put together.
    flattened = _make_three(colours) + (1 - small)
    opacity = _to_tensor(small[None])
    return Picture(pixels=_to_tensor(flattened), alpha=opacity, mask=opacity.clone())


def _make_three(colours: list[np.ndarray]) -> np.ndarray:
    return np.stack(colours * 3 if len(colours) == 1 else colours)


def _to_floats(band: Image.Image) -> np.ndarray:
    values = np.asarray(band, dtype=np.float32)
    return values if band.mode == "F" else values / np.float32(255)


def _resize(values: np.ndarray, target: tuple[int, int], box: Box) -> np.ndarray:
    image = Image.fromarray(values)
    return np.asarray(image.resize(target, Image.Resampling.LANCZOS, box=box))


def _to_tensor(values: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(np.array(values, dtype=np.float32)).clamp_(0, 1)
