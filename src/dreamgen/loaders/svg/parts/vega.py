"""Charts drawn by Vega, Vega-Lite and Altair, which give every group a role."""

from __future__ import annotations

from dreamgen.loaders.svg.parts.selectors import read_selectors
from dreamgen.loaders.svg.tree import Element

_SELECTORS = {
    "marks": ".role-mark",
    "panel": ".role-frame > g > .background, .cell > g > .background",
    "axes": ".role-axis",
    "grid": ".role-axis-grid",
    "legend": ".role-legend",
    "title": ".role-title",
}


def find_parts(root: Element) -> dict[str, list[Element]]:
    """Return the parts of a Vega chart by name; none for another drawing."""
    everything = list(root.walk())
    if not any("role-frame" in element.classes for element in everything):
        return {}
    chosen: dict[str, list[Element]] = {}
    for name, text in _SELECTORS.items():
        selectors = read_selectors(text)
        chosen[name] = [each for each in everything if any(one.matches(each) for one in selectors)]
    # In a trellis the frame is the whole page; the cells are the panels.
    chosen["panel"] = [each for each in chosen["panel"] if _is_in_cell(each)] or chosen["panel"]
    return chosen


def _is_in_cell(element: Element) -> bool:
    return any("cell" in above.classes for above in element.ancestors())
