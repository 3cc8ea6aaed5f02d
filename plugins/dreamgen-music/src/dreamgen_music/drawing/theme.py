"""Colours and type, on white or on black."""

from __future__ import annotations

import importlib.resources
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import ImageColor, ImageFont

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Theme:
    """Colours: of the ground, of words, of lines, and of each curve by name."""

    ground: Colour
    words: Colour
    faint: Colour
    lines: Colour
    curves: dict[str, Colour]


def _read_theme(ground: str, words: str, faint: str, lines: str, curves: str) -> Theme:
    names = ("beat", "onset", "kick", "loudness", "bass", "mid", "treble")
    return Theme(
        ground=_read_colour(ground),
        words=_read_colour(words),
        faint=_read_colour(faint),
        lines=_read_colour(lines),
        curves=dict(zip(names, map(_read_colour, curves.split()), strict=True)),
    )


def _read_colour(text: str) -> Colour:
    red, green, blue = ImageColor.getrgb(text)[:3]
    return red, green, blue


LIGHT = _read_theme(
    "#ffffff",
    "#17181c",
    "#6d7078",
    "#e3e4e8",
    "#4338ca #7c3aed #be123c #4b5563 #e11d48 #e08a00 #0d9488",
)
DARK = _read_theme(
    "#0e0f13",
    "#f2f2f5",
    "#9a9ca6",
    "#2a2c34",
    "#818cf8 #a78bfa #fb5c7d #9ca3af #fb7185 #fbbf24 #2dd4bf",
)


@cache
def load_font(name: str, size: int) -> ImageFont.FreeTypeFont:
    """Return one of dreamgen's own fonts: OpenSans-Regular, OpenSans-Bold or VeraMoBd."""
    file = importlib.resources.files("dreamgen") / "fonts" / f"{name}.ttf"
    return ImageFont.truetype(BytesIO(file.read_bytes()), size)


def shorten_line(text: str, width: float, font: ImageFont.FreeTypeFont) -> str:
    """Return a line cut in its middle where it would be wider than ``width`` pixels."""
    text = "".join(sign if sign.isprintable() else " " for sign in text[-400:])
    kept = len(text)
    short = text
    while kept > 2 and font.getlength(short) > width:
        kept -= 1
        half = kept // 2
        short = f"{text[: kept - half]}…{text[-half:]}"
    return short
