"""Drawings whose parts have meaningful ids or classes, as dreamgen's samples and most of D3's."""

from __future__ import annotations

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.tree import Element

_NAMES = {
    "marks": ("marks", "dots", "dot", "points", "point", "bars", "bar", "series", "lines", "area"),
    "panel": ("panel", "plot-area", "plot-background", "plotarea"),
    "axes": ("axes", "axis", "x-axis", "y-axis", "xaxis", "yaxis"),
    "grid": ("grid", "gridlines", "grid-lines", "gridline"),
    "legend": ("legend", "legends"),
    "title": ("title", "titles", "subtitle"),
}


def find_parts(index: Index) -> dict[str, list[Element]]:
    """Return the parts that say by id or class what they are; the outermost ones only."""
    found: dict[str, list[Element]] = {name: [] for name in _NAMES}
    for element in index.elements[1:]:
        said = {element.id.lower(), *(one.lower() for one in element.classes)} - {""}
        for name, words in _NAMES.items() if said else ():
            if said.intersection(words):
                found[name].append(element)
    return {name: index.keep_outermost(chosen) for name, chosen in found.items() if chosen}
