"""All 16 bits of colour, of which Pillow keeps eight: decoded twice, for the high and low bytes."""

from __future__ import annotations

import sys

import numpy as np
from PIL import Image

_MODES = ("RGB", "RGBX", "RGBA")
_OTHER_END = {"B": "L", "L": "B", "N": "B" if sys.byteorder == "little" else "L"}
_GREY_ALPHA = "LA;16B"


def ask_for_low_bytes(image: Image.Image) -> list[int] | None:
    """Change what an image not yet decoded will give to the low bytes.

    Return which of its bands then hold them, in the order of the bands of the high bytes; None if
    there are none.
    """
    tiles = getattr(image, "tile", [])
    raw_modes = {_find_raw_mode(tile.args) for tile in tiles}
    if len(raw_modes) != 1:
        return None
    raw = raw_modes.pop()
    mode, _, depth = raw.partition(";")
    if raw == _GREY_ALPHA:  # four bytes: of grey the high and the low, and so of opacity
        wanted, order = "RGBA", [1, 1, 1, 3]
    elif mode in _MODES and depth[:2] == "16" and depth[2:] in _OTHER_END:
        wanted, order = f"{mode};16{_OTHER_END[depth[2:]]}", [0, 1, 2, 3]
    else:
        return None
    image.tile = [tile._replace(args=_replace_raw_mode(tile.args, wanted)) for tile in tiles]  # type: ignore[attr-defined]
    return order


def join_bytes(high: Image.Image, low: Image.Image) -> np.ndarray:
    """Return one band of 16 bits as uint16."""
    return np.asarray(high, np.uint16) << 8 | np.asarray(low, np.uint16)


def _find_raw_mode(args: object) -> str:
    if isinstance(args, tuple) and args:
        args = args[0]
    return args if isinstance(args, str) else ""


def _replace_raw_mode(args: object, wanted: str) -> object:
    return (wanted, *args[1:]) if isinstance(args, tuple) else wanted
