"""Finds where chosen elements show: exactly, anti-aliased, at any size, by drawing them.

The drawing is drawn twice more: once with the chosen elements alone, once with only what is painted
over the last of them. The elements show where the first covers a pixel and the second does not.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.loaders.svg.parts.regions import Region
from dreamgen.loaders.svg.sanitise import Drawing
from dreamgen.loaders.svg.tree import Element, write_children

if TYPE_CHECKING:
    import numpy as np

_OPAQUE = "opacity:1;fill-opacity:1;stroke-opacity:1"
_SHOWN = "visibility:visible"
_FILLED = "fill:#000"
# These are no part of the picture, but act on it: hidden themselves, they would clip all away.
_TOOLS = {"clipPath", "mask", "pattern", "marker"}


def hide_all(drawing: Drawing) -> Drawing:
    """Return the drawing with everything hidden, except elements that set their own visibility."""
    return replace(drawing, root=drawing.root | {"visibility": "hidden"})


def write_bodies(root: Element, region: Region) -> list[str]:
    """Return what to draw of a :func:`hide_all` drawing: the region alone, and what lies over it."""
    chosen = {id(element) for element in region.elements}
    inside: set[int] = set()
    clips = [element for element in region.elements if _is_in_tool(element)]
    for element in region.elements:
        inside |= {id(each) for each in element.walk()}

    def show_region(element: Element) -> str:
        if id(element) in chosen:
            return ";".join([_SHOWN, _OPAQUE, *([_FILLED] if region.area else [])])
        if id(element) in inside:
            return ";".join([_OPAQUE, *([_FILLED] if region.area else [])])
        return _SHOWN if element.local in _TOOLS else ""

    covering = {id(element) for element in _find_later(region.elements[-1])}

    def show_later(element: Element) -> str:
        return _SHOWN if id(element) in covering or element.local in _TOOLS else ""

    boxes = "".join(_write_box(element) for element in clips)
    drawn = [write_children(root, show_region) + boxes]
    return drawn if region.area else [*drawn, write_children(root, show_later)]


def measure_coverage(drawn: list[np.ndarray]) -> np.ndarray:
    """Return where the region shows, float32 (H, W) in 0..1, from its drawings, uint8 (H, W, 4)."""
    import numpy as np

    shown = drawn[0][..., 3].astype(np.float32) / 255
    for over in drawn[1:]:
        shown = shown * (1 - over[..., 3].astype(np.float32) / 255)
    return shown


def _find_later(last: Element) -> list[Element]:
    """Return the roots of all that is painted after an element."""
    found: list[Element] = []
    child = last
    for parent in last.ancestors():
        siblings = parent.elements
        found += siblings[siblings.index(child) + 1 :]
        child = parent
    return found


def _is_in_tool(element: Element) -> bool:
    return any(above.local in _TOOLS for above in element.ancestors())


def _write_box(shape: Element) -> str:
    """A clip path's box, drawn as what it is."""
    from xml.sax.saxutils import quoteattr

    held = {key: shape.attributes[key] for key in shape.attributes if key not in ("id", "style")}
    pairs = "".join(f" {key}={quoteattr(value)}" for key, value in held.items())
    return f'<{shape.tag}{pairs} style="{_SHOWN};{_FILLED};{_OPAQUE};stroke:none"/>'
