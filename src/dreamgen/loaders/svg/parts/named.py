"""Drawings whose parts have meaningful ids or classes, as dreamgen's samples and most of D3's."""

from __future__ import annotations

from collections import defaultdict

from dreamgen.loaders.svg.index import Index, Positions
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
    found: dict[str, Positions] = defaultdict(set)
    for said, positions in (*index.by_id.items(), *index.by_class.items()):
        for name, words in _NAMES.items():
            if said.lower() in words:
                found[name] |= positions - {0}
    return {
        name: index.keep_outermost(index.elements[at] for at in sorted(found[name]))
        for name in _NAMES
        if found[name]
    }
