"""Finds where chosen elements show: exactly, anti-aliased, at any size, by drawing them.

The drawing is drawn twice more: once with the chosen elements alone, once with only what is painted
over the last of them. The elements show where the first covers a pixel and the second does not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.loaders.svg.drawing import Drawing
from dreamgen.loaders.svg.parts.regions import Region
from dreamgen.loaders.svg.tree import NEVER_DRAWN, TOOLS, Element, make_element
from dreamgen.loaders.svg.writing import collect_ids, write_children

if TYPE_CHECKING:
    import numpy as np

_SHOWN = {"visibility": "visible"}
_HIDDEN = {"visibility": "hidden"}
_FILLED = {"fill": "#000"}
_WITH_ALPHA = re.compile(r"#[0-9a-f]{8}")
_OPACITIES = ("opacity", "fill-opacity", "stroke-opacity")


def hide_all(drawing: Drawing) -> Drawing:
    """Return the drawing without its paper and with everything hidden that does not say it shows."""
    return replace(drawing, changed=_HIDDEN, background=None)


def write_bodies(root: Element, region: Region) -> list[str]:
    """Return what to draw of a :func:`hide_all` drawing: the region alone, and what lies over it."""
    ids = collect_ids(root)
    hidden = _find_hidden(root)
    inside = {id(each) for element in region.elements for each in element.walk()}
    chosen = {id(element) for element in region.elements}
    clips = [element for element in region.elements if _is_in_tool(element)]

    def show_region(element: Element) -> dict[str, str]:
        if id(element) not in inside:
            return _SHOWN if element.local in TOOLS else _hide_again(element)
        painted = _make_opaque(element, id(element) in chosen)
        painted |= _FILLED if region.area else {}
        if id(element) in hidden:
            return painted | _HIDDEN
        shows = id(element) in chosen or "visibility" in element.attributes
        return painted | _SHOWN if shows else painted

    last = max(each.order for each in region.elements[-1].walk())
    covering = _find_covering(root, last, hidden)

    def show_later(element: Element) -> dict[str, str]:
        shows = element.local in TOOLS or id(element) in covering
        return _SHOWN if shows else _hide_again(element)

    boxes = "".join(_write_box(element, ids) for element in clips)
    drawn = [write_children(root, ids, show_region) + boxes]
    return drawn if region.area else [*drawn, write_children(root, ids, show_later)]


def measure_coverage(drawn: list[np.ndarray]) -> np.ndarray:
    """Return where the region shows, float32 (H, W) in 0..1, from its drawings, uint8 (H, W, 4)."""
    import numpy as np

    shown = drawn[0][..., 3].astype(np.float32) / 255
    for over in drawn[1:]:
        shown = shown * (1 - over[..., 3].astype(np.float32) / 255)
    return shown


def _find_hidden(root: Element) -> set[int]:
    """Return the elements that the drawing itself hides, though they have a place in it."""
    hidden: set[int] = set()
    stack = [(root, False)]
    while stack:
        element, is_hidden = stack.pop()
        own = element.attributes.get("visibility", "inherit").strip()
        is_hidden = is_hidden if own == "inherit" else own != "visible"
        if is_hidden:
            hidden.add(id(element))
        stack += [(child, is_hidden) for child in element.elements]
    return hidden


def _find_covering(root: Element, last: int, hidden: set[int]) -> set[int]:
    """Return what is painted after the element numbered ``last``, and shows."""
    covering: set[int] = set()
    stack = [root]
    while stack:
        element = stack.pop()
        if element.order > last and id(element) not in hidden:
            covering.add(id(element))
        if element.local not in NEVER_DRAWN:  # what is drawn by reference shows as its user does
            stack += element.elements
    return covering


def _hide_again(element: Element) -> dict[str, str]:
    """Return what keeps an element from showing itself in a drawing that is hidden."""
    return _HIDDEN if element.attributes.get("visibility") == "visible" else {}


def _make_opaque(element: Element, is_chosen: bool) -> dict[str, str]:
    """Return opaque paint where there is any: what cannot be seen at all is not shown either."""
    held = element.attributes
    opaque: dict[str, str] = {}
    for name in _OPACITIES:
        value = element.find_inherited(name, "1") if is_chosen else held.get(name, "0")
        if not _is_nothing(value) and (name != "opacity" or name in held):
            opaque[name] = "1"
    for name in ("fill", "stroke"):
        if _WITH_ALPHA.fullmatch(held.get(name, "")) and not held[name].endswith("00"):
            opaque[name] = held[name][:7]
    return opaque


def _is_nothing(opacity: str) -> bool:
    try:
        return float(opacity.strip().rstrip("%")) <= 0
    except ValueError:
        return False


def _is_in_tool(element: Element) -> bool:
    return any(above.local in TOOLS for above in element.ancestors())


def _write_box(shape: Element, ids: dict[str, str]) -> str:
    """A clip path's box, drawn as what it is."""
    held = {key: value for key, value in shape.attributes.items() if key not in ("id", "style")}
    box = make_element(shape.local, held | _SHOWN | _FILLED | {"stroke": "none"}, shape)
    return write_children(make_element("g", {}, shape, box), ids)
