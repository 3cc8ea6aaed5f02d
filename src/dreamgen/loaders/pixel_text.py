"""Words in a chart that comes as bare pixels, found by what they look like.

Ink of little colour that stands out from a flat ground, in small parts that lie close together, and
neither lines nor dots. Words in strong colours are missed; so is text over a photograph.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from dreamgen.loaders.blobs import Blobs, blobs, long_runs

_CONTRAST = 0.16
_COLOUR = 0.45
"""Of its contrast: the dark blue of some charts' words has 0.28, pale blue marks have 0.7."""
_COLOURED_GROUND = 0.12
_TALLEST = 0.09
"""Of the picture's longer side: taller parts are no letters."""


def find_text(pixels: np.ndarray) -> np.ndarray | None:
    """Return where words are in a chart (H, W, 3) in 0..1, bool (H, W); None if there are none."""
    ink = _ink(pixels)
    longest = max(ink.shape)
    line = max(24, round(0.05 * longest))
    ink &= ~(long_runs(ink, line) | long_runs(ink.T, line).T)
    letters = blobs(ink)
    if letters is None or not len(letters.areas):
        return None
    kept = letters.mask(_like_letters(letters, longest))
    words = blobs(_grown(kept, max(1, round(0.004 * longest))))
    if words is None or not len(words.areas):
        return None
    found = kept & words.mask(_like_words(words, kept, letters))
    return _grown(found, 1) if found.any() else None


def _ink(pixels: np.ndarray) -> np.ndarray:
    """Return what stands out from the ground around it and is nearly grey."""
    ground = _ground(pixels)
    contrast = np.abs(pixels.mean(axis=2) - ground.mean(axis=2))
    nearly_grey = np.ptp(pixels, axis=2) < _COLOUR * contrast
    return (contrast > _CONTRAST) & nearly_grey & (np.ptp(ground, axis=2) < _COLOURED_GROUND)


def _ground(pixels: np.ndarray) -> np.ndarray:
    """Return what lies under the ink, (H, W, 3): the median of a wide neighbourhood."""
    height, width = pixels.shape[:2]
    image = Image.fromarray((pixels * 255).astype(np.uint8))
    shrink = max(1, max(height, width) // 400)
    small = image.resize(
        (max(1, width // shrink), max(1, height // shrink)), Image.Resampling.NEAREST
    )
    small = small.filter(ImageFilter.MedianFilter(15))
    return np.asarray(small.resize((width, height), Image.Resampling.NEAREST)) / np.float32(255)


def _like_letters(parts: Blobs, longest: int) -> np.ndarray:
    tall = (parts.heights >= 2) & (parts.heights <= _TALLEST * longest)
    wide = parts.widths <= 2 * _TALLEST * longest
    return tall & wide & (parts.areas >= 3)


def _like_words(words: Blobs, kept: np.ndarray, letters: Blobs) -> np.ndarray:
    """Leave out what is one filled, round or square part by itself: a mark, not a word."""
    labels = words.labels[kept]
    ink = np.bincount(labels, minlength=len(words.areas) + 1)[1:]
    pairs = np.unique(np.stack([labels, letters.labels[kept]]), axis=1)
    parts = np.bincount(pairs[0], minlength=len(words.areas) + 1)[1:]
    margin = 2 * max(1, round(0.004 * max(kept.shape)))
    width, height = words.widths - margin, words.heights - margin
    aspect = width / np.maximum(height, 1)
    solid = ink / np.maximum(width * height, 1) > 0.66
    dot = solid & (aspect > 0.6) & (aspect < 1.7) & (parts == 1)
    flat = (height < 5) & (parts == 1)  # a dash or a tick
    return ~dot & ~flat


def _grown(mask: np.ndarray, radius: int) -> np.ndarray:
    image = Image.fromarray(mask.astype(np.uint8) * 255)
    return np.asarray(image.filter(ImageFilter.MaxFilter(2 * radius + 1))) > 127
