"""Finds the words in a chart of bare pixels by what they look like.

Words are ink of little colour on a flat background, in small parts that lie close together and are
thinner than they are tall. Words in strong colours are missed; so is text over a photograph.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from dreamgen.imaging.channels import measure_channel_range
from dreamgen.imaging.masks import distance_to
from dreamgen.imaging.median import median_filter
from dreamgen.loaders.charts.connected_components import Components, find_components, keep_long_runs

_CONTRAST = 0.16
_DARK_COLOUR, _PALE_COLOUR = 0.45, 0.13
"""Of its contrast, for ink darker and paler than its ground: the dark blue of some charts' words has
0.28, pale blue marks have 0.7; pale words are white or nearly so, as pastel marks are not."""
_COLOURED_GROUND = 0.12
_COARSE = 400
"""Pixels, the longer side of the copy in which the ground is looked for."""
_TALLEST = 0.09
"""Of the picture's longer side: taller parts are no letters."""
_THICK = 0.34
"""Of its height: no stroke of a letter is thicker, but every dot is."""
_STOP = 0.45
"""Of its word's height: what is lower may be thick, as full stops and hyphens are."""
_ROUND, _MANY = 0.65, 5
"""Of its longer side, for a thick part to be as round as a dot; and how many dots are many."""


def find_text(pixels: np.ndarray) -> np.ndarray | None:
    """Return where words are in a chart (H, W, 3) in 0..1, bool (H, W); None without words."""
    ink = _find_ink(pixels)
    longest = max(ink.shape)
    line = max(24, round(0.05 * longest))
    ink &= ~(keep_long_runs(ink, line) | keep_long_runs(ink.T, line).T)
    letters = find_components(ink)
    if letters is None or not len(letters.areas):
        return None
    near = max(1, round(0.004 * longest))
    small = letters.mask(_find_letters(letters, longest))
    kept = small & ~letters.mask(_find_marks(letters, small, _grow(small, near)))
    words = find_components(_grow(kept, near))
    if words is None or not len(words.areas):
        return None
    found = kept & words.mask(_find_words(words, kept, letters))
    return _grow(found, 1) if found.any() else None


def _find_ink(pixels: np.ndarray) -> np.ndarray:
    """Return what stands out from the ground around it and is nearly grey."""
    ground = _estimate_background(pixels)
    lighter = pixels.mean(axis=2) - ground.mean(axis=2)
    contrast = np.abs(lighter)
    allowed = np.where(lighter > 0, _PALE_COLOUR, _DARK_COLOUR) * contrast
    nearly_grey = measure_channel_range(pixels) < allowed
    return (contrast > _CONTRAST) & nearly_grey & (measure_channel_range(ground) < _COLOURED_GROUND)


def _estimate_background(pixels: np.ndarray) -> np.ndarray:
    """Return what lies under the ink, (H, W, 3): the median of a wide neighbourhood."""
    height, width = pixels.shape[:2]
    image = Image.fromarray((pixels * 255).astype(np.uint8))
    scale = min(1, _COARSE / max(height, width))
    small = image.resize(
        (max(1, round(width * scale)), max(1, round(height * scale))), Image.Resampling.NEAREST
    )
    small = Image.fromarray(median_filter(np.asarray(small), 15))
    return np.asarray(small.resize((width, height), Image.Resampling.NEAREST)) / np.float32(255)


def _find_letters(parts: Components, longest: int) -> np.ndarray:
    tall = (parts.heights >= 2) & (parts.heights <= _TALLEST * longest)
    wide = parts.widths <= 2 * _TALLEST * longest
    return tall & wide & (parts.areas >= 3)


def _find_marks(parts: Components, small: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Say of each part whether it is a dot: thick, and nearly as tall as its word, or by itself.

    Where such dots are many, what is as thick as they are is several of them run together.
    """
    ink = np.where(small, parts.labels, 0)
    enough = 2 + round(_THICK * _TALLEST * max(small.shape) / 2)  # for the tallest of letters
    inner = distance_to(ink == 0, enough)
    thick = np.zeros(len(parts.areas) + 1, np.float32)
    np.maximum.at(thick, ink.ravel(), 2 * inner.ravel() - 1)
    thick = thick[1:]
    dots = (thick > _THICK * parts.heights) & (parts.heights >= 5)
    dots &= parts.heights > _STOP * _measure_words(parts, ink, near)
    round_ones = dots & (thick >= 5) & (thick > _ROUND * np.maximum(parts.heights, parts.widths))
    if round_ones.sum() >= _MANY:
        dots |= thick >= 0.9 * np.median(thick[round_ones])
    return dots


def _measure_words(parts: Components, ink: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return for each part the height of the tallest of its word."""
    words = find_components(near)
    if words is None:
        return parts.heights
    word = np.zeros(len(parts.areas) + 1, np.int64)
    word[ink[ink > 0]] = words.labels[ink > 0]
    tallest = np.zeros(len(words.areas) + 1, np.int64)
    np.maximum.at(tallest, word[1:], parts.heights)
    return tallest[word[1:]]


def _find_words(words: Components, kept: np.ndarray, letters: Components) -> np.ndarray:
    """Leave out what is one thin part by itself, a dash, a tick or a piece of a line."""
    labels = words.labels[kept]
    pairs = np.unique(np.stack([labels, letters.labels[kept]]), axis=1)
    parts = np.bincount(pairs[0], minlength=len(words.areas) + 1)[1:]
    margin = 2 * max(1, round(0.004 * max(kept.shape)))
    thin = (words.heights - margin < 5) | (words.widths - margin < 3)
    return ~(thin & (parts == 1))


def _grow(mask: np.ndarray, radius: int) -> np.ndarray:
    image = Image.fromarray(mask.astype(np.uint8) * 255)
    return np.asarray(image.filter(ImageFilter.MaxFilter(2 * radius + 1))) > 127
