"""Single values, put in terms that the renderer reads."""

from __future__ import annotations

import math
import re

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.styles.colours import PROPERTIES, needs_resolving, resolve_colour
from dreamgen.loaders.svg.styles.lengths import evaluate, read_pixels
from dreamgen.loaders.svg.styles.properties import GEOMETRY, LENGTHS, PRESENTATION

_ACROSS = {"x", "width", "cx", "rx", "x1", "x2", "fx", "dx"}
_DOWN = {"y", "height", "cy", "ry", "y1", "y2", "fy", "dy"}
# Units that browsers know and the renderer does not.
_UNKNOWN_UNIT = re.compile(r"[\d.](?:rem|ch|q|vw|vh|vmin|vmax)", re.IGNORECASE)
_VIEWPORT = re.compile(r"([-+]?[\d.]{1,40})(vw|vh|vmin|vmax)", re.IGNORECASE)
_PATH = re.compile(r"""path\(\s{0,9}(?:"([^"]*)"|'([^']*)')\s{0,9}\)""", re.IGNORECASE)
_COLOUR = re.compile(
    r"(?<![\w-])(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)"
    r"\((?:[^()]|\([^()]*+\))*+\)",
    re.IGNORECASE,
)
# CSS Fonts 4, absolute sizes of a font of 16 pixels.
_FONT_SIZES = {"xx-small": 9.6, "x-small": 12.0, "small": 14.2, "medium": 16.0, "large": 19.2}
_FONT_SIZES |= {"x-large": 24.0, "xx-large": 32.0}


class Values:
    """Resolves values on a page of (width, height) user units."""

    def __init__(self, page: tuple[float, float], losses: Losses) -> None:
        self.page = page
        self.losses = losses

    def needs_resolving(self, name: str, value: str) -> bool:
        """Say whether an attribute's value is one that the renderer would not read."""
        if value[-1:].isdigit() and "(" not in value:
            return False
        if name in PROPERTIES and needs_resolving(value):
            return True
        if "(" in value:
            known = name in PRESENTATION or name in LENGTHS or name in GEOMETRY
            return known and ("var(" in value.lower() or not value.lower().startswith("url("))
        return name in LENGTHS and _UNKNOWN_UNIT.search(value) is not None

    def resolve(self, name: str, value: str, font_size: float, colour: str) -> str | None:
        """Return a value that the renderer reads; None for one without meaning."""
        if name in PROPERTIES and needs_resolving(value):
            plain = resolve_colour(value, colour)
            if plain is None:
                self.losses.add(f"the colour {value!r}")
            return plain
        if name == "filter" and "(" in value:
            return _COLOUR.sub(lambda match: resolve_colour(match[0], colour) or "black", value)
        if name in LENGTHS and ("(" in value or _UNKNOWN_UNIT.search(value)):
            return self.resolve_length(name, value, font_size)
        return value

    def read_colour(self, value: str, current: str) -> str | None:
        """Return the colour that ``color`` sets, as the renderer reads it."""
        return resolve_colour(value, current) if needs_resolving(value) else value

    def resolve_length(self, name: str, value: str, font_size: float) -> str | None:
        plain = _VIEWPORT.sub(self.replace_viewport_unit, value)
        whole = self.find_whole(name, font_size)
        pixels = read_pixels(plain, font_size)
        pixels = evaluate(plain, font_size, whole) if pixels is None else pixels
        if pixels is None:
            self.losses.add(f"{name} of {value!r}")
            return None
        return repr(pixels)

    def find_whole(self, name: str, font_size: float) -> float:
        """Return what 100% of an attribute is (SVG 2, Units)."""
        if name in _ACROSS:
            return self.page[0]
        if name in _DOWN:
            return self.page[1]
        if "opacity" in name or name == "offset":
            return 1.0
        return font_size if name == "font-size" else math.hypot(*self.page) / math.sqrt(2)

    def replace_viewport_unit(self, match: re.Match[str]) -> str:
        width, height = self.page
        sides = {"vw": width, "vh": height, "vmin": min(self.page), "vmax": max(self.page)}
        try:
            return f"{float(match[1]) / 100 * sides[match[2].lower()]!r}px"
        except ValueError:
            return match[0]


def read_font_size(text: str, inherited: float) -> float:
    """Return a font size in pixels; the inherited one for what is no size."""
    word = text.strip().lower()
    if word in _FONT_SIZES:
        return _FONT_SIZES[word]
    if word in ("larger", "smaller"):
        return inherited * (1.2 if word == "larger" else 1 / 1.2)
    if word.endswith("%"):
        share = evaluate(word, inherited, inherited)
        return inherited if share is None else share
    pixels = read_pixels(word, inherited)
    return inherited if pixels is None or pixels < 0 else pixels


def read_path(value: str) -> str:
    """Return the path data of the ``d`` property; nothing for ``none``."""
    match = _PATH.fullmatch(value.strip())
    return "".join(match.groups("")) if match else ""
