"""Affine transforms, as SVG attributes and CSS write them."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from dreamgen.loaders.svg.styles.lengths import evaluate, read_pixels

_FUNCTION = re.compile(r"\s*+([a-zA-Z0-9]{1,20})\s*+\(((?:[^()]|\([^()]*+\))*+)\)[\s,]*+")
_ANGLES = {"deg": 1.0, "": 1.0, "rad": 180 / math.pi, "grad": 0.9, "turn": 360.0}
_ANGLE = re.compile(r"([-+]?[\d.]{1,40}(?:e[-+]?\d{1,3})?)([a-z]{0,4})", re.IGNORECASE)
_MOST_FUNCTIONS = 200


class Affine(NamedTuple):
    """The matrix (a c e / b d f): x becomes a x + c y + e, y becomes b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def __matmul__(self, other: Affine) -> Affine:
        """Return what applies ``other`` first, and then this."""
        return Affine(
            self.a * other.a + self.c * other.b,
            self.b * other.a + self.d * other.b,
            self.a * other.c + self.c * other.d,
            self.b * other.c + self.d * other.d,
            self.a * other.e + self.c * other.f + self.e,
            self.b * other.e + self.d * other.f + self.f,
        )

    def apply(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def invert(self) -> Affine | None:
        """Return what undoes this; None for what flattens everything."""
        size = self.a * self.d - self.b * self.c
        if abs(size) < 1e-12 or not math.isfinite(size):
            return None
        a, b, c, d = self.d / size, -self.b / size, -self.c / size, self.a / size
        return Affine(a, b, c, d, -(a * self.e + c * self.f), -(b * self.e + d * self.f))

    def write(self) -> str:
        return f"matrix({' '.join(repr(float(value)) for value in self)})"


def read_transform(
    text: str, size: tuple[float, float] = (0.0, 0.0), font_size: float = 16.0
) -> Affine | None:
    """Return a list of transform functions as one; None for what is not understood.

    ``size`` is the width and height that percentages refer to.
    """
    matrix, at = Affine(), 0
    text = text.strip()
    if text.lower() == "none":
        return matrix
    for _ in range(_MOST_FUNCTIONS):
        if at == len(text):
            return matrix
        found = _FUNCTION.match(text, at)
        one = found and _read_function(found[1].lower(), found[2], size, font_size)
        if found is None or one is None or not all(map(math.isfinite, one)):
            return None
        matrix = matrix @ one
        at = found.end()
    return None


def _read_function(
    name: str, inside: str, size: tuple[float, float], font_size: float
) -> Affine | None:
    words = [word for word in re.split(r"\s*,\s*|\s+", inside.strip()) if word]
    if "(" in inside:  # sums, which hold spaces of their own
        words = [word.strip() for word in inside.split(",")]
    if not words:
        return None
    try:
        if name.startswith("translate"):
            return _read_translation(name, words, size, font_size)
        if name.startswith("scale"):
            return _read_scale(name, [_read_number(word) for word in words])
        if name in ("rotate", "rotatez"):
            return _read_rotation(words, size)
        if name in ("skew", "skewx", "skewy"):
            angles = [math.tan(math.radians(read_angle(word))) for word in words]
            across = angles[0] if name != "skewy" else 0.0
            down = angles[0] if name == "skewy" else (angles[1] if len(angles) > 1 else 0.0)
            return Affine(c=across, b=down)
        if name == "matrix" and len(words) == 6:
            return Affine(*(_read_number(word) for word in words))
    except (ValueError, OverflowError):
        return None
    return None


def _read_translation(
    name: str, words: list[str], size: tuple[float, float], font_size: float
) -> Affine:
    if name == "translatez":
        return Affine()
    at = 1 if name == "translatey" else 0
    moved = [0.0, 0.0]
    for word in words[: 1 if name in ("translatex", "translatey") else 2]:
        moved[at] = read_length(word, size[at], font_size)
        at += 1
    return Affine(e=moved[0], f=moved[1])


def _read_scale(name: str, numbers: list[float]) -> Affine:
    if name == "scalez":
        return Affine()
    across = numbers[0] if name != "scaley" else 1.0
    down = numbers[0] if name == "scaley" else 1.0 if name == "scalex" else numbers[-1]
    return Affine(a=across, d=numbers[1] if name == "scale3d" else down)


def _read_rotation(words: list[str], size: tuple[float, float]) -> Affine:
    angle = math.radians(read_angle(words[0]))
    turn = Affine(math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle))
    if len(words) != 3:
        return turn
    x, y = (read_length(word, 0.0, 16.0) for word in words[1:])
    return Affine(e=x, f=y) @ turn @ Affine(e=-x, f=-y)


def read_length(text: str, whole: float, font_size: float) -> float:
    """Return a length or a share of ``whole``; raise ValueError for anything else."""
    if text.endswith("%"):
        return float(text[:-1]) / 100 * whole
    pixels = read_pixels(text, font_size)
    pixels = evaluate(text, font_size, whole) if pixels is None else pixels
    if pixels is None:
        raise ValueError(text)
    return pixels


def read_angle(text: str) -> float:
    """Return an angle in degrees; raise ValueError for anything else."""
    match = _ANGLE.fullmatch(text)
    if match is None or match[2].lower() not in _ANGLES:
        raise ValueError(text)
    return float(match[1]) * _ANGLES[match[2].lower()]


def _read_number(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)
