"""Charts drawn by Vega, Vega-Lite and Altair, which give every group a role."""

from __future__ import annotations

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.loaders.svg.tree import Element

_SELECTORS = {
    "marks": ".role-mark",
    "axes": ".role-axis",
    "grid": ".role-axis-grid",
    "legend": ".role-legend",
    "title": ".role-title",
}
_VIEWS = {"role-frame", "role-scope", "cell"}


def find_parts(index: Index) -> dict[str, list[Element]]:
    """Return the parts of a Vega chart by name; none for another drawing."""
    if "role-frame" not in index.by_class:
        return {}
    found = {name: select(index, text) for name, text in _SELECTORS.items()}
    return found | {"panel": _find_panels(index)}


def _find_panels(index: Index) -> list[Element]:
    """Return the backgrounds of the innermost views: of a trellis or a concatenation, each one."""
    legends = select(index, ".role-legend")
    views = [each for each in index.find_outside(legends) if _VIEWS.intersection(each.classes)]
    outer = {id(above) for above in map(_find_view_around, views) if above is not None}
    return [
        background
        for view in views
        if id(view) not in outer
        for item in view.elements
        for background in item.elements
        if "background" in background.classes
    ]


def _find_view_around(view: Element) -> Element | None:
    return next((above for above in view.ancestors() if _VIEWS.intersection(above.classes)), None)
