"""One colour that stands for nothing: PNG's tRNS for grey and for true colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image

_STRETCHED = {"L;2": 85, "L;4": 17}
"""Grey of few bits is stretched to 0..255 when it is read, but its transparent value is not."""


def find_transparent_colour(image: Image.Image) -> tuple[int, ...] | None:
    """Return the colour that tRNS names, in the levels that the decoded image will have.

    Call it before the image is decoded. A palette's transparency is no such colour.
    """
    key = image.info.get("transparency")
    if key is None or image.mode not in ("1", "L", "RGB", "I;16"):
        return None
    tiles = getattr(image, "tile", [])
    raw = tiles[0].args if tiles else None
    stretch = _STRETCHED.get(raw, 1) if isinstance(raw, str) else 1
    colour = key if isinstance(key, tuple) else (key,)
    return tuple(level * stretch for level in colour)


def find_clear(bands: Sequence[np.ndarray], colour: tuple[int, ...]) -> Image.Image:
    """Return the opacity, of mode L: nothing where every band has its level of ``colour``."""
    matches = [band == level for band, level in zip(bands, colour, strict=False)]
    return Image.fromarray(np.where(np.logical_and.reduce(matches), 0, 255).astype(np.uint8))
