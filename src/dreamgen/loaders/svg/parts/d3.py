"""Charts drawn with D3, whose axes are groups of ``.tick``, mostly with a ``.domain`` line.

All else is up to whoever wrote the chart: what is drawn outside the axes is taken for marks, and
what the axes' lines span for the panel, which D3 has no element for.
"""

from __future__ import annotations

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.loaders.svg.tree import Element

_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use", "image"}
_NO_MARKS = (
    "defs, clipPath, symbol, mask, pattern, marker, .legend, .legends, .grid, .gridline, .gridlines"
)


def find_parts(index: Index) -> dict[str, list[Element]]:
    """Return axes, grid, marks and the panel's frame of a D3 chart; none for another drawing."""
    # Others, too, call their labels ticks.
    inside = select(index, "g.tick, path.domain")
    axes = list({id(each.parent): each.parent for each in inside if each.parent}.values())
    if not axes:
        return {}
    ticks = [tick for axis in axes for tick in axis.elements if "tick" in tick.classes]
    lines = [line for axis in axes for line in _find_axis_line(axis)]
    marks = [
        shape
        for shape in index.find_outside([*axes, *select(index, _NO_MARKS)])
        if shape.local in _SHAPES and not _covers_page(shape, index.root)
    ]
    return {
        "axes": axes,
        "grid": [line for tick in ticks for line in _find_lines(tick)[1:]],
        "marks": marks,
        # One axis spans only one side of the panel.
        "frame": lines if len(axes) > 1 else [*lines, *marks],
    }


def _find_lines(tick: Element) -> list[Element]:
    return [child for child in tick.elements if child.local == "line"]


def _find_axis_line(axis: Element) -> list[Element]:
    """Return an axis's own line, or where it was taken away, its ticks."""
    domain = [child for child in axis.elements if "domain" in child.classes]
    return domain or [line for tick in axis.elements for line in _find_lines(tick)]


def _covers_page(shape: Element, page: Element) -> bool:
    """Say whether a rectangle is a background as wide and high as the drawing."""
    held = shape.attributes
    return shape.local == "rect" and all(
        held.get(side) in ("100%", page.attributes.get(side)) for side in ("width", "height")
    )
