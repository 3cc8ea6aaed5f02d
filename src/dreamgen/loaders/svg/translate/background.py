"""The paper: browsers paint the ``background`` of the root element, which SVG itself has not."""

from __future__ import annotations

from dreamgen.loaders.svg.styles.colours import read_colour, resolve_colour
from dreamgen.loaders.svg.tree import Element


def take_background(root: Element) -> str | None:
    """Return the colour that the root's style gives the page, as the renderer reads it."""
    current = root.attributes.get("color", "black")
    for name in ("background-color", "background"):
        colour = _find_colour(root.style.get(name, ""), current)
        if colour is not None:
            return colour
    return None


def _find_colour(value: str, current: str) -> str | None:
    """Return the colour in a value that may hold pictures and places besides."""
    whole = read_colour(value, current)
    found = [value] if whole else [word for word in value.split() if read_colour(word, current)]
    colour = resolve_colour(found[-1], current) if found else None
    return None if colour is None or (colour.endswith("00") and len(colour) == 9) else colour
