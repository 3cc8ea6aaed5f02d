"""Charts drawn by plotly, which puts each kind of thing in a layer of its own."""

from __future__ import annotations

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.loaders.svg.tree import Element

_SELECTORS = {
    "marks": ".trace, .hm, .contour, .sankey",
    "axes": "[class*=axislayer], [class*=lines-above], [class*=lines-below], .angular-axis,"
    " .radial-axis",
    "grid": "[class*=gridlayer], [class*=zerolinelayer], .angular-grid, .radial-grid",
    "legend": ".legend, .colorbar",
    "title": "[class*=gtitle]",
    "panel": ".plotbg > path",
}


def find_parts(index: Index) -> dict[str, list[Element]]:
    """Return the parts of a plotly chart by name; none for another drawing."""
    if "main-svg" not in index.by_class or "cartesianlayer" not in index.by_class:
        return {}
    found = {name: select(index, text) for name, text in _SELECTORS.items()}
    return found | {"panel": [*_find_clips(index), *found["panel"]]}


def _find_clips(index: Index) -> list[Element]:
    """Return the box that each subplot is clipped to: a white panel on white has no background."""
    names = {name for subplot in select(index, ".subplot") for name in subplot.classes}
    return [
        box
        for clip in select(index, ".axesclip")
        for box in clip.elements
        if any(clip.id.endswith(name) for name in names - {"subplot"})
    ]
