"""Charts drawn with D3, whose axes are groups of ``.tick``, mostly with a ``.domain`` line.

All else is up to whoever wrote the chart: what is drawn outside the axes is taken for marks, and
what the axes' lines span for the panel, which D3 has no element for.
"""

from __future__ import annotations

from dreamgen.loaders.svg.tree import Element

_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "image"}
_NO_MARKS = {"defs", "clipPath", "symbol", "mask", "pattern", "marker"}
_NO_MARK_CLASSES = {"legend", "legends", "grid", "gridline", "gridlines"}


def find_parts(root: Element) -> dict[str, list[Element]]:
    """Return axes, grid, marks and the panel's frame of a D3 chart; none for another drawing."""
    axes: dict[int, Element] = {}
    for element in root.walk():
        if element.parent is not None and _is_of_axis(element):
            axes[element.parent.order] = element.parent
    if not axes:
        return {}
    ticks = [tick for axis in axes.values() for tick in axis.elements if "tick" in tick.classes]
    axis_lines = [line for axis in axes.values() for line in _find_axis_line(axis)]
    return {
        "axes": list(axes.values()),
        "grid": [line for tick in ticks for line in _find_lines(tick)[1:]],
        "marks": [shape for shape in root.walk() if _is_mark(shape, set(axes))],
        "frame": axis_lines if len(axes) > 1 else [],
    }


def _is_of_axis(element: Element) -> bool:
    """Say whether d3-axis made an element: others, too, call their labels ticks."""
    return {"g": "tick", "path": "domain"}.get(element.local) in element.classes


def _find_lines(tick: Element) -> list[Element]:
    return [child for child in tick.elements if child.local == "line"]


def _find_axis_line(axis: Element) -> list[Element]:
    """Return an axis's own line, or where it was taken away, its ticks."""
    domain = [child for child in axis.elements if "domain" in child.classes]
    return domain or [line for tick in axis.elements for line in _find_lines(tick)]


def _is_mark(shape: Element, axes: set[int]) -> bool:
    if shape.local not in _SHAPES or _covers_page(shape):
        return False
    above = [shape, *shape.ancestors()]
    return not any(
        each.order in axes or each.local in _NO_MARKS or _NO_MARK_CLASSES & set(each.classes)
        for each in above
    )


def _covers_page(shape: Element) -> bool:
    """Say whether a rectangle is a background as wide and high as the drawing."""
    held = shape.attributes
    page: Element = list(shape.ancestors())[-1]
    return shape.local == "rect" and all(
        held.get(side) in ("100%", page.attributes.get(side)) for side in ("width", "height")
    )
