"""Lengths and simple arithmetic: ``3mm``, ``1.5rem``, ``calc(10px + 2mm)`` (CSS Values 4)."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import tinycss2

PIXELS = {"px": 1.0, "in": 96.0, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6}
PIXELS |= {"pt": 96 / 72, "pc": 16.0}
"""CSS pixels in a unit of fixed length, 96 to the inch."""

FONT_SIZE = 16.0
"""The initial font size, in pixels."""

_LENGTH = re.compile(
    r"\s{0,9}([-+]?(?:\d{1,40}\.?\d{0,40}|\.\d{1,40})(?:[eE][-+]?\d{1,3})?)([a-zA-Z]{0,4})\s{0,9}"
)
_FUNCTIONS = {"calc", "min", "max", "clamp", ""}
_DEEPEST = 20
_LONGEST = 500  # characters


def read_pixels(text: str, font_size: float = FONT_SIZE) -> float | None:
    """Return a length in pixels; None for a percentage, ``auto`` and all that is no length."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        return evaluate(text, font_size) if "(" in text else None
    scale = _find_scale(match[2].lower(), font_size)
    return None if scale is None else float(match[1]) * scale


def _find_scale(unit: str, font_size: float) -> float | None:
    relative = {"": 1.0, "em": font_size, "rem": FONT_SIZE}
    relative |= {"ex": font_size / 2, "ch": font_size / 2}
    return relative[unit] if unit in relative else PIXELS.get(unit)


def evaluate(text: str, font_size: float = FONT_SIZE, whole: float | None = None) -> float | None:
    """Return what ``calc()``, ``min()``, ``max()`` or ``clamp()`` come to, in pixels.

    ``whole`` is what 100% would be. None for what is not understood.
    """
    if len(text) > _LONGEST:
        return None
    try:
        value = _Reader(font_size, whole).read_sum(tinycss2.parse_component_value_list(text), 0)
    except (ValueError, ZeroDivisionError, OverflowError, IndexError, RecursionError):
        return None
    return value if math.isfinite(value) else None


class _Reader:
    def __init__(self, font_size: float, whole: float | None) -> None:
        self.font_size = font_size
        self.whole = whole

    def read_sum(self, tokens: Sequence[Any], depth: int) -> float:
        """Products between + and -, which stand between white space."""
        parts: list[list[Any]] = [[]]
        signs = [1]
        for token in tokens:
            if token in ("+", "-") and token.type == "literal":
                signs.append(1 if token == "+" else -1)
                parts.append([])
            elif token.type not in ("whitespace", "comment"):
                parts[-1].append(token)
        return sum(
            sign * self.read_product(part, depth) for sign, part in zip(signs, parts, strict=True)
        )

    def read_product(self, tokens: Sequence[Any], depth: int) -> float:
        value = self.read_one(tokens[0], depth)
        for sign, token in zip(tokens[1::2], tokens[2::2], strict=True):
            other = self.read_one(token, depth)
            if sign not in ("*", "/"):
                raise ValueError
            value = value * other if sign == "*" else value / other
        return value

    def read_one(self, token: Any, depth: int) -> float:
        if depth > _DEEPEST:
            raise ValueError
        if token.type == "number":
            return float(token.value)
        if token.type == "percentage" and self.whole is not None:
            return float(token.value) / 100 * self.whole
        if token.type == "dimension":
            scale = _find_scale(token.lower_unit, self.font_size)
            if scale is None:
                raise ValueError
            return float(token.value) * scale
        if token.type == "() block":
            return self.read_sum(token.content, depth + 1)
        if token.type == "function" and token.lower_name in _FUNCTIONS:
            return self.read_function(token.lower_name, token.arguments, depth + 1)
        raise ValueError

    def read_function(self, name: str, arguments: Sequence[Any], depth: int) -> float:
        groups: list[list[Any]] = [[]]
        for token in arguments:
            if token == ",":
                groups.append([])
            else:
                groups[-1].append(token)
        values = [self.read_sum(group, depth) for group in groups]
        if name == "clamp" and len(values) == 3:
            return max(values[0], min(values[1], values[2]))
        if name == "calc" and len(values) == 1:
            return values[0]
        if name in ("min", "max"):
            return min(values) if name == "min" else max(values)
        raise ValueError
