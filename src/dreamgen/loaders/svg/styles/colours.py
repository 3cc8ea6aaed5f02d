"""Colours as the renderer reads them: any of CSS Color 5 becomes ``#rrggbb`` or ``#rrggbbaa``."""

from __future__ import annotations

import functools
import math
import re
from typing import Any

import tinycss2
from tinycss2 import color4, color5

from dreamgen.loaders.svg.styles.colour_spaces import (
    to_lab,
    to_linear_srgb,
    to_oklab,
    to_srgb,
    to_xyz,
)

PROPERTIES = frozenset({"fill", "stroke", "color", "stop-color", "flood-color"})
PROPERTIES |= {"lighting-color", "background", "background-color"}
_NAMES = "rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark|device-cmyk"
_FUNCTION = re.compile(rf"(?:{_NAMES})\(", re.IGNORECASE)
_PLAIN = re.compile(r"rgb\(\s?\d{1,3}\s?,\s?\d{1,3}\s?,\s?\d{1,3}\s?\)")
_LONGEST = 1000  # characters
_DEEPEST = 10
# CSS Color 4, System Colors, as a light desktop has them; and a name that SVG 1.1 has not.
_SYSTEM = {"canvas": "#ffffff", "canvastext": "#000000", "linktext": "#0000ee"}
_SYSTEM |= {"buttonface": "#f0f0f0", "buttontext": "#000000", "graytext": "#808080"}
_SYSTEM |= {"highlight": "#3399ff", "highlighttext": "#ffffff", "field": "#ffffff"}
_SYSTEM |= {"fieldtext": "#000000", "accentcolor": "#0075ff", "rebeccapurple": "#663399"}
_RECTANGULAR = {"oklab": to_oklab, "lab": to_lab, "xyz": to_xyz, "xyz-d65": to_xyz}
_RECTANGULAR |= {"srgb": to_srgb, "srgb-linear": to_linear_srgb}
"""From a colour to its coordinates in each space to mix in that has no hue."""
Rgba = tuple[float, float, float, float]


def needs_resolving(value: str) -> bool:
    """Say whether a value has a colour that the renderer would not read."""
    if "(" not in value:
        return value.lower() in _SYSTEM
    return _PLAIN.fullmatch(value) is None and _FUNCTION.search(value) is not None


def resolve_colour(value: str, current: str) -> str | None:
    """Return a colour, or a paint with a fallback colour, as the renderer reads it.

    ``current`` is what ``currentColor`` is. None for what is no colour.
    """
    start = value.lower().lstrip()
    if start.startswith("url("):
        reference, bracket, rest = value.partition(")")
        colour = resolve_colour(rest.strip(), current) if _FUNCTION.search(rest) else rest
        return f"{reference}{bracket} {colour or ''}".strip()
    if start.strip() in _SYSTEM:
        return _SYSTEM[start.strip()]
    rgba = read_colour(value, current)
    return None if rgba is None else _write(rgba)


@functools.lru_cache(4096)
def read_colour(value: str, current: str = "black") -> Rgba | None:
    """Return red, green, blue and alpha in 0..1; None for what is no colour."""
    if len(value) > _LONGEST:
        return None
    tokens = [
        each
        for each in tinycss2.parse_component_value_list(value)
        if each.type not in ("whitespace", "comment")
    ]
    colour = _read(tokens[0], current, 0) if len(tokens) == 1 else None
    return None if colour is None else (*to_srgb(colour), colour.alpha)


def _write(rgba: Rgba) -> str:
    levels = [min(255, max(0, math.floor(255 * value + 0.5))) for value in rgba]
    return "#" + "".join(f"{level:02x}" for level in (levels[:3] if levels[3] == 255 else levels))


def _read(token: Any, current: str, depth: int) -> color4.Color | None:
    if depth > _DEEPEST:
        return None
    name = token.lower_name if token.type == "function" else ""
    if name == "color-mix":
        return _mix(token.arguments, current, depth + 1)
    if name == "light-dark":
        first = _split(token.arguments)[0]
        return _read(first[0], current, depth + 1) if len(first) == 1 else None
    if token.type == "ident" and token.lower_value in _SYSTEM:
        token = tinycss2.parse_one_component_value(_SYSTEM[token.lower_value])
    try:
        colour = color5.parse_color(token)
    except (ValueError, IndexError, TypeError, AttributeError, ArithmeticError):
        return None
    if colour == "currentcolor":
        plain = color4.parse_color(current)
        return plain if isinstance(plain, color4.Color) else None
    known = isinstance(colour, color4.Color) and colour.space in color4.COLOR_SPACES
    return colour if known and all(map(_is_finite, colour.coordinates)) else None


def _is_finite(value: float | None) -> bool:
    return value is None or (math.isfinite(value) and abs(value) < 1e6)


def _split(arguments: list[Any]) -> list[list[Any]]:
    """Return the arguments of a function, without white space."""
    groups: list[list[Any]] = [[]]
    for token in arguments:
        if token == ",":
            groups.append([])
        elif token.type not in ("whitespace", "comment"):
            groups[-1].append(token)
    return groups


def _mix(arguments: list[Any], current: str, depth: int) -> color4.Color | None:
    """CSS Color 5, ``color-mix(in space, one 30%, other)``."""
    groups = _split(arguments)
    if len(groups) == 2:
        groups = [[], *groups]  # without a space, in Oklab
    if len(groups) != 3:
        return None
    words = [each.lower_value for each in groups[0] if each.type == "ident"]
    space, way = (words[1] if len(words) > 1 else "oklab"), (words[2:] or ["shorter"])[0]
    parts = [_read_part(group, current, depth) for group in groups[1:]]
    first, second = parts
    if first is None or second is None:
        return None
    (one, share), (other, other_share) = first, second
    if share is None:
        share = 0.5 if other_share is None else 1 - other_share
    if other_share is None:
        other_share = 1 - share
    total = share + other_share
    if total <= 0 or min(share, other_share) < 0:
        return None
    mixed = _interpolate(one, other, other_share / total, space, way)
    if mixed is None:
        return None
    return color4.Color(mixed.space, mixed.coordinates, mixed.alpha * min(1.0, total))


def _read_part(
    group: list[Any], current: str, depth: int
) -> tuple[color4.Color, float | None] | None:
    shares = [each.value / 100 for each in group if each.type == "percentage"]
    rest = [each for each in group if each.type != "percentage"]
    colour = _read(rest[0], current, depth) if len(rest) == 1 else None
    return None if colour is None else (colour, shares[0] if shares else None)


def _interpolate(
    one: color4.Color, other: color4.Color, at: float, space: str, way: str
) -> color4.Color | None:
    """Mix with alpha premultiplied; hues, which are never multiplied, by the shorter way round."""
    values = [_convert(each, space) for each in (one, other)]
    first, second = values
    if first is None or second is None:
        return None
    hue = {"hsl": 0, "hwb": 0, "oklch": 2, "lch": 2}.get(space)
    alpha = one.alpha + (other.alpha - one.alpha) * at
    mixed: list[float] = []
    for index, (a, b) in enumerate(zip(first, second, strict=True)):
        if index == hue:
            mixed.append(_mix_hue(a, b, at, way))
        else:
            sum_ = a * one.alpha * (1 - at) + b * other.alpha * at
            mixed.append(sum_ / alpha if alpha else 0.0)
    return color4.Color(space, mixed, alpha)


def _mix_hue(a: float, b: float, at: float, way: str) -> float:
    if math.isnan(a) or math.isnan(b):  # of a grey: the other's
        return 0.0 if math.isnan(a) and math.isnan(b) else b if math.isnan(a) else a
    turn = (b - a) % 360
    if (
        (way == "shorter" and turn > 180)
        or (way == "longer" and turn <= 180)
        or way == "decreasing"
    ):
        turn -= 360
    return a + turn * at


def _convert(colour: color4.Color, space: str) -> tuple[float, float, float] | None:
    """Return a colour's coordinates in a space; a hue that a grey lacks is not a number."""
    if space == colour.space:
        a, b, c = (value or 0.0 for value in colour.coordinates)
        return a, b, c
    if space in ("hsl", "hwb"):
        return _convert_to_hue(to_srgb(colour), space)
    if space in ("oklch", "lch"):
        return _turn_to_hue(*_RECTANGULAR[space.replace("ch", "ab")](colour))
    return _RECTANGULAR[space](colour) if space in _RECTANGULAR else None


def _turn_to_hue(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    chroma = math.hypot(a, b)
    hue = math.degrees(math.atan2(b, a)) % 360 if chroma > 4e-6 * max(1.0, lightness) else math.nan
    return lightness, chroma, hue


def _convert_to_hue(rgb: tuple[float, float, float], space: str) -> tuple[float, float, float]:
    import colorsys

    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb)
    grey = max(rgb) - min(rgb) < 1e-6
    turn = math.nan if grey else hue * 360
    if space == "hsl":
        return turn, saturation * 100, lightness * 100
    return turn, min(rgb) * 100, (1 - max(rgb)) * 100
