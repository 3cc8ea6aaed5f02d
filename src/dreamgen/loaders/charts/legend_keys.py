"""Finds the keys of a legend by where they stand: close to the left of words, in a column."""

from __future__ import annotations

import numpy as np

from dreamgen.imaging.channels import find_differences
from dreamgen.loaders.charts.connected_components import Components, find_components

_REACH = 4.6
"""Of a word's height: how far to its left a key begins (matplotlib's lines are the longest)."""
_SPACE = 0.35
"""Of a letter's height: letters no further apart than this stand on one line."""
_WORD = 1.3
"""Of its height: how long a line of words is at least."""
_STANDS_OUT = 0.1
_LEAST = 0.08
"""Of the square on a word's height: what is smaller is a speck."""
_ALIGNED = 0.6
"""Of a word's height: keys of one legend stand no further out of line than this."""

Box = tuple[int, int, int, int]


def find_legend_keys(pixels: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Return where a legend's keys are, bool (H, W), in a chart (H, W, 3) in 0..1.

    ``words``, bool (H, W), is where its text is. A key is a part that stands out from its ground
    beside a word; two must stand in a column, since a mark may happen to lie beside a word.
    """
    found = np.zeros(words.shape, bool)
    lines = find_lines(words)
    if lines is None:
        return found
    long = lines.boxes[lines.widths > _WORD * lines.heights].tolist()
    beside = [(_find_key_beside(pixels, words, line), line[3] - line[1]) for line in long]
    keys = [(key, height) for key, height in beside if key is not None]
    for key, height in keys:
        if any(_is_in_column(key, other, height) for other, _ in keys):
            found[key[1] : key[3], key[0] : key[2]] = True
    return found


def find_lines(words: np.ndarray) -> Components | None:
    """Return the lines of words: letters joined along the rows."""
    letters = find_components(words)
    if letters is None or not len(letters.areas):
        return None
    joined = words.copy()
    for step in range(1, 1 + max(1, round(_SPACE * float(np.median(letters.heights))))):
        joined[:, step:] |= words[:, :-step]
    return find_components(joined)


def _find_key_beside(pixels: np.ndarray, words: np.ndarray, line: list[int]) -> Box | None:
    """Return the box of what stands by itself to the left of a line of words, or None."""
    left, top, _, bottom = line
    height = bottom - top
    first, above = max(0, left - round(_REACH * height)), max(0, top - height // 2)
    window = (slice(above, bottom + height // 2), slice(first, max(first, left - 1)))
    near = pixels[window]
    if near.shape[1] < height:
        return None
    ground = np.median(near[:, -max(1, height // 6) :], axis=(0, 1))
    drawn = (find_differences(near, ground) > _STANDS_OUT) & ~words[window]
    parts = find_components(drawn)
    if parts is None:
        return None
    x0, y0, x1, y1 = parts.boxes.T
    middle = (y0 + y1) / 2 + above
    whole = (x0 > 0) & (y0 > 0) & (x1 < drawn.shape[1]) & (y1 < drawn.shape[0])
    kept = parts.boxes[whole & (middle > top) & (middle < bottom)]
    if parts.areas[whole & (middle > top) & (middle < bottom)].sum() < _LEAST * height**2:
        return None
    low, high = kept[:, :2].min(axis=0), kept[:, 2:].max(axis=0)
    return first + int(low[0]), above + int(low[1]), first + int(high[0]), above + int(high[1])


def _is_in_column(one: Box, other: Box, height: int) -> bool:
    apart = [abs(one[side] - other[side]) for side in (0, 2)]
    return one[1] != other[1] and max(apart) < _ALIGNED * height
