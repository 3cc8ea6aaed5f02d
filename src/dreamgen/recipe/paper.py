"""Sizes of paper and of prints, in pixels."""

from __future__ import annotations

import re

USUAL_DPI = 300
"""Dots an inch of a print that is looked at from close by."""

_MM_PER_INCH = 25.4
_UNITS = {"mm": 1.0, "cm": 10.0, "in": _MM_PER_INCH}
_PAPERS = {
    **dict(zip((f"a{n}" for n in range(9)), (
        (841, 1189), (594, 841), (420, 594), (297, 420), (210, 297), (148, 210), (105, 148),
        (74, 105), (52, 74),
    ), strict=True)),
    "letter": (215.9, 279.4), "legal": (215.9, 355.6), "tabloid": (279.4, 431.8),
}  # fmt: skip
"""Width and height of upright sheets in millimetres: ISO 216, and ANSI/ASME Y14.1."""

_NAMED = re.compile(r"([a-z]+\d?)(?:[ -](portrait|landscape))?")
_MEASURED = re.compile(r"(\d+(?:\.\d+)?)(?:x(\d+(?:\.\d+)?))?(mm|cm|in)")


def read_print_size(text: str, dpi: int) -> tuple[int, int | None] | None:
    """Return (width, height) in pixels of a sheet or a print, height None for a longest side alone.

    As ``A2``, ``A3-landscape``, ``letter``, ``420x594mm``, ``16x20in`` or ``60cm``. None if the text is
    no such size.

    >>> read_print_size("A4", 300)
    (2480, 3508)
    >>> read_print_size("16x20in", 100)
    (1600, 2000)
    """
    text = text.strip().lower()
    named, measured = _NAMED.fullmatch(text), _MEASURED.fullmatch(text.replace(" ", ""))
    if named and named[1] in _PAPERS:
        width, height = _PAPERS[named[1]]
        sides = (height, width) if named[2] == "landscape" else (width, height)
        return _to_pixels(sides[0], dpi), _to_pixels(sides[1], dpi)
    if measured:
        unit = _UNITS[measured[3]]
        tall = None if measured[2] is None else _to_pixels(float(measured[2]) * unit, dpi)
        return _to_pixels(float(measured[1]) * unit, dpi), tall
    return None


def is_sheet(text: str) -> bool:
    """Return whether a size is that of a sheet of paper by its name, as A4 or letter."""
    named = _NAMED.fullmatch(text.strip().lower())
    return named is not None and named[1] in _PAPERS


def _to_pixels(millimetres: float, dpi: int) -> int:
    return round(millimetres / _MM_PER_INCH * dpi)
