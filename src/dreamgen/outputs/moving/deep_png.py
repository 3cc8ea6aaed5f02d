"""A PNG file of 16 bits a channel, which Pillow cannot write in colour."""

from __future__ import annotations

import struct
import zlib

import numpy as np

from dreamgen.outputs.moving.png_chunks import chunk, recipe_chunk
from dreamgen.recipe.embedding.containers import PNG_START

_COLOUR, _COLOUR_AND_ALPHA = 2, 6  # PNG 3rd edition, table 8
_SUB = 1  # table 12: each byte less that of the pixel to its left


def encode_deep_png(levels: np.ndarray, recipe: str, compression: int) -> bytes:
    """Return the file of uint16 levels (H, W, 3 or 4), sRGB, with a recipe's text in it."""
    height, width, channels = levels.shape
    kind = _COLOUR if channels == 3 else _COLOUR_AND_ALPHA
    rows = levels.astype(">u2").reshape(height, -1).view(np.uint8)
    step = 2 * channels
    filtered = np.full((height, rows.shape[1] + 1), _SUB, np.uint8)
    filtered[:, 1 : step + 1] = rows[:, :step]
    filtered[:, step + 1 :] = rows[:, step:] - rows[:, :-step]
    return b"".join(
        [
            PNG_START,
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, kind, 0, 0, 0)),
            chunk(b"sRGB", b"\0"),
            recipe_chunk(recipe),
            chunk(b"IDAT", zlib.compress(filtered.tobytes(), compression)),
            chunk(b"IEND", b""),
        ]
    )
