"""Smooth shapes laid on pixels: areas under a line, and a waveform."""

from __future__ import annotations

import numpy as np

from dreamgen_music.drawing.theme import Colour

FILL, EDGE = 0.32, 2.0
"""How opaque an area is, and how many pixels its upper edge is thick."""


def fit(values: np.ndarray, width: int, keep: str) -> np.ndarray:
    """Return values, (n, ...), as one for each of ``width`` pixels.

    Where there are more, the "highest" of a pixel's is kept, or their "mean"; where there are fewer,
    straight lines go between them.
    """
    count = len(values)
    if count <= width:
        places = np.linspace(0, count - 1, width)
        columns = values.reshape(count, -1).T
        drawn = np.stack([np.interp(places, np.arange(count), each) for each in columns], 1)
        return drawn.reshape(width, *values.shape[1:])
    starts = np.arange(width) * count // width
    if keep == "highest":
        return np.maximum.reduceat(values, starts)
    sizes = np.diff(np.append(starts, count))
    total = np.add.reduceat(values, starts)
    return total / sizes.reshape(-1, *[1] * (values.ndim - 1))


def paint_area(pixels: np.ndarray, values: np.ndarray, colour: Colour) -> None:
    """Paint the area under values in 0..1, one a column, into (h, w, 3) in 0..255, in place."""
    height = len(pixels)
    above = np.arange(height - 1, -1, -1)[:, None]  # pixels from the bottom
    top = values[None] * (height - EDGE) + EDGE / 2
    area = np.clip(top - above, 0, 1)
    before = np.concatenate([top[:, :1], top[:, :-1]], axis=1)
    # An edge goes halfway to its neighbour, and is as high as it rises from there.
    rise, middle = np.abs(top - before) / 2, (top + before) / 2
    edge = np.clip(rise + EDGE / 2 - np.abs(above + 0.5 - middle), 0, 1)
    _lay(pixels, np.maximum(FILL * area, edge), np.array(colour, float))


def paint_wave(pixels: np.ndarray, peaks: np.ndarray, colours: np.ndarray) -> None:
    """Paint a waveform, (w, 2) lowest and highest in -1..1, in a colour a column, (w, 3)."""
    height = len(pixels)
    line = (np.arange(height) + 0.5)[:, None]
    low, high = peaks.T
    top, bottom = height / 2 * (1 - high), height / 2 * (1 - low)
    bottom = np.maximum(bottom, top + 1)  # silence is a line
    cover = np.clip(bottom - line + 0.5, 0, 1) * np.clip(line - top + 0.5, 0, 1)
    _lay(pixels, cover, colours[None])


def _lay(pixels: np.ndarray, opacity: np.ndarray, colour: np.ndarray) -> None:
    pixels += opacity[..., None] * (colour - pixels)
