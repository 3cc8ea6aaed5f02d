"""How HTML text inside a drawing looks, as far as SVG text can say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dreamgen.loaders.svg.styles.colours import needs_resolving, resolve_colour
from dreamgen.loaders.svg.styles.lengths import read_pixels
from dreamgen.loaders.svg.styles.values import read_font_size
from dreamgen.loaders.svg.tree import Element

_NAMES = """
address article aside blockquote body center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6
header hr html li main nav ol p pre section table tbody tr ul
"""
_BLOCKS = frozenset(_NAMES.split())
_HEADINGS = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67}
_BOLD = {"b", "strong", "th", *_HEADINGS}
_ITALIC = {"i", "em", "cite", "var", "dfn"}
_MONOSPACE = {"code", "pre", "kbd", "samp", "tt"}
_ALIGNED = {"center": "middle", "-webkit-center": "middle", "right": "end", "end": "end"}
_ALIGNED |= {"left": "start", "start": "start", "justify": "start"}
_INITIAL = {"inherit", "initial", "unset", "revert"}


@dataclass(frozen=True)
class TextStyle:
    """The inherited properties of a piece of text; lengths in pixels."""

    size: float
    family: str = ""
    weight: str = "normal"
    slant: str = "normal"
    colour: str = "currentColor"
    decoration: str = "none"
    anchor: str = "start"
    spaces: str = "normal"
    line_height: float = 0.0
    """Of the font size; 0 for what the font asks for."""
    case: str = "none"
    hidden: bool = False

    @property
    def wraps(self) -> bool:
        return self.spaces not in ("nowrap", "pre")

    def inside(self, element: Element) -> TextStyle:
        """Return the style inside an element, from its tag and its resolved style."""
        held, tag = element.style, element.local
        style = self
        if tag in _HEADINGS:
            style = replace(style, size=style.size * _HEADINGS[tag])
        if tag in _BOLD:
            style = replace(style, weight="bold")
        if tag in _ITALIC:
            style = replace(style, slant="italic")
        if tag in _MONOSPACE:
            style = replace(style, family="monospace")
        if tag == "pre":
            style = replace(style, spaces="pre")
        if tag in ("center", "th"):
            style = replace(style, anchor="middle")
        if tag in ("u", "ins"):
            style = replace(style, decoration="underline")
        if "font-size" in held:
            style = replace(style, size=read_font_size(held["font-size"], self.size))
        said = {name: value for name, value in held.items() if value not in _INITIAL}
        style = replace(
            style,
            family=said.get("font-family", style.family),
            weight=said.get("font-weight", style.weight),
            slant=said.get("font-style", style.slant),
            spaces=said.get("white-space", style.spaces),
            case=said.get("text-transform", style.case),
        )
        return style._read_rest(held)

    def _read_rest(self, held: Mapping[str, str]) -> TextStyle:
        style = self
        colour = held.get("color", "inherit")
        if colour.lower() not in _INITIAL | {"currentcolor"}:
            plain = resolve_colour(colour, "black") if needs_resolving(colour) else colour
            style = replace(style, colour=plain or style.colour)
        style = replace(style, anchor=_ALIGNED.get(held.get("text-align", ""), style.anchor))
        lines = held.get("text-decoration", held.get("text-decoration-line", "")).split()
        drawn = [word for word in lines if word in ("underline", "line-through", "overline")]
        style = replace(style, decoration=" ".join(drawn) or style.decoration)
        if held.get("visibility") in ("hidden", "visible"):
            style = replace(style, hidden=held["visibility"] == "hidden")
        height = held.get("line-height", "")
        if height == "normal":
            return replace(style, line_height=0.0)
        try:
            return replace(style, line_height=max(0.0, float(height)))
        except ValueError:
            pixels = read_font_size(height, style.size) if height.endswith("%") else None
            pixels = read_pixels(height, style.size) if pixels is None else pixels
            known = pixels is not None and style.size > 0
            return replace(style, line_height=pixels / style.size) if known and pixels else style

    def write(self) -> dict[str, str]:
        """Return the attributes of SVG text that looks so."""
        held = {"font-size": repr(self.size), "fill": self.colour, "stroke": "none"}
        held |= {"font-weight": self.weight, "font-style": self.slant.split()[0]}
        if self.family:
            held["font-family"] = self.family
        if self.decoration != "none":
            held["text-decoration"] = self.decoration
        if self.hidden:
            held["visibility"] = "hidden"
        return held


def is_block(element: Element) -> bool:
    """Say whether an element begins a line of its own."""
    display = element.style.get("display", "")
    if display in ("inline", "inline-block", "inline-flex", "contents"):
        return False
    return element.local in _BLOCKS or display in ("block", "flex", "grid", "table", "list-item")


def read_sides(held: Mapping[str, str], name: str, size: float) -> tuple[float, ...]:
    """Return ``margin`` or ``padding`` as (top, right, bottom, left) in pixels."""
    words = held.get(name, "0").split()[:4] or ["0"]
    words = (words * 4)[:4] if len(words) < 3 else [*words, words[1]][:4]
    sides = [read_pixels(word, size) or 0.0 for word in words]
    for index, side in enumerate(("top", "right", "bottom", "left")):
        own = held.get(f"{name}-{side}")
        sides[index] = sides[index] if own is None else (read_pixels(own, size) or 0.0)
    return tuple(sides)
