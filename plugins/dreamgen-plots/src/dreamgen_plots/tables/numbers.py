"""Numbers as people write them: 1,234.5 or 1.234,5, with currency, percent and spaces."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

_UNIT = r"(?:[$€£¥₹₽₩]|EUR|USD|GBP|CHF|JPY|%|‰)"
_AROUND = re.compile(rf"^([+-]?)\s*({_UNIT})?\s*([+-]?)(.*?)\s*({_UNIT})?$", re.DOTALL)
_SPACES = re.compile("(?<=\\d)[ \u00a0\u2009\u202f'\u2019](?=\\d{3}(?!\\d))")
_POINT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?")
_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d*)?(?:[eE][+-]?\d+)?")
_CLEARLY_COMMA = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})*,\d+|[+-]?\d+,(?:\d{1,2}|\d{4,})")
_LONGEST = 60  # characters


def prefer_comma(cells: Iterable[str]) -> bool:
    """Say whether some cell can only be a number with a decimal comma."""
    return any(_CLEARLY_COMMA.fullmatch(cell) for cell in cells)


def read_numbers(cells: Sequence[str], comma_first: bool) -> tuple[list[float], str] | None:
    """Return the numbers of a column and the unit that all of them have; None if one is no number.

    One convention holds for the whole column: ``comma_first`` is the one to try first, where cells
    as 1,234 are numbers by both.
    """
    parts = [_take_apart(cell) for cell in cells]
    if not parts or any(part is None for part in parts):
        return None
    signed = [part for part in parts if part is not None]
    for comma in (comma_first, not comma_first):
        pattern = _COMMA if comma else _POINT
        if all(pattern.fullmatch(digits) for _, digits, _ in signed):
            values = [sign * _to_float(digits, comma) for sign, digits, _ in signed]
            units = {unit for _, _, unit in signed}
            if all(map(math.isfinite, values)):
                return values, units.pop() if len(units) == 1 else ""
    return None


def _take_apart(cell: str) -> tuple[float, str, str] | None:
    """Return the sign, the digits and the unit of a cell; None if it holds no digit."""
    if len(cell) > _LONGEST:
        return None
    cell = cell.replace("\u2212", "-")
    bracketed = cell.startswith("(") and cell.endswith(")")  # as accountants write minus
    match = _AROUND.match(cell[1:-1].strip() if bracketed else cell)
    if match is None or (match[1] and match[3]):
        return None
    digits = _SPACES.sub("", match[4])
    if not any(sign.isdigit() for sign in digits) or not digits.isascii():
        return None
    minus = bracketed or "-" in (match[1], match[3])
    return -1.0 if minus else 1.0, digits, match[2] or match[5] or ""


def _to_float(digits: str, comma: bool) -> float:
    thousands, point = (".", ",") if comma else (",", ".")
    try:
        return float(digits.replace(thousands, "").replace(point, "."))
    except ValueError:
        return math.nan
