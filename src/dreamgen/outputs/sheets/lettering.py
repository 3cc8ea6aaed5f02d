"""The type of contact sheets: Open Sans, cut short where it would not fit."""

from __future__ import annotations

import importlib.resources
from bisect import bisect_right
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageFont

BACKGROUND, TEXT, FAINT = "#ffffff", "#1a1a1a", "#6b6b6b"
MOST_CHARACTERS = 4000  # of a line: more would never fit


def load_font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    file = importlib.resources.files("dreamgen") / "fonts" / "OpenSans-Regular.ttf"
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)


def shorten_line(text: str, width: int, font: ImageFont.FreeTypeFont) -> str:
    """Return a line cut short, with dots, where it would be wider than ``width`` pixels."""
    # A name of a file may hold a new line, which no font has.
    text = "".join(sign if sign.isprintable() else " " for sign in text[:MOST_CHARACTERS])
    if font.getlength(text) <= width:
        return text
    kept = bisect_right(
        range(len(text)), float(width), key=lambda n: font.getlength(text[:n] + "…")
    )
    return text[: max(0, kept - 1)].rstrip() + "…"


def type_size(width: int) -> int:
    """Return the size of type that goes with pictures of a width, in pixels."""
    return max(11, round(width / 21))


def small_type_size(width: int) -> int:
    """Return the size of type of what stands beneath a caption, in pixels."""
    return max(9, round(type_size(width) * 0.68))


def gap_size(width: int) -> int:
    """Return the space between pictures of a width, in pixels."""
    return max(6, round(width * 0.035))
