"""Pillow's pictures as arrays, the large ones in files."""

from __future__ import annotations

import numpy as np
import torch
from PIL.Image import Image

from dreamgen.imaging.scratch import empty_in_file, is_large, release_pages
from dreamgen.imaging.strips import strips_of


def read_levels(image: Image) -> np.ndarray:
    """Return a picture of several channels as uint8 (H, W, C)."""
    width, height = image.size
    if not is_large(height, width):
        return np.array(image)
    levels = empty_in_file((height, width, len(image.getbands())), torch.uint8).numpy()
    for strip in strips_of(height, width).cut():
        own = image.crop((0, strip.first, width, strip.last))
        levels[strip.first : strip.last] = np.asarray(own)
        release_pages()
    return levels
