"""Charts drawn by gnuplot's svg terminal, which names each plot and draws a border around all."""

from __future__ import annotations

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.parts.boxes import Box, read_box, read_page
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.loaders.svg.tree import Element

_LEAST, _MOST = 0.1, 0.95
"""Of the page's width and height: a smaller border is a colour box's, a larger one the page's."""


def find_parts(index: Index) -> dict[str, list[Element]]:
    """Return marks, grid and panels of a gnuplot chart; none for another drawing."""
    if "gnuplot_canvas" not in index.by_id:
        return {}
    plots = select(index, "[id^=gnuplot_plot_]")
    borders = _find_borders(index, plots)
    closed = {box: path for box, path in borders if "Z" in path.attributes["d"]}
    return {
        "marks": plots,
        "grid": select(index, ".gridline"),
        "panel": list(closed.values()),
        "frame": list(dict(borders).values()),
    }


def _find_borders(index: Index, plots: list[Element]) -> list[tuple[Box, Element]]:
    page = read_page(index.root)
    found = []
    for path in index.find_outside([*plots, *select(index, "defs")]):
        box = read_box(path) if path.local == "path" else None
        if box and all(
            _LEAST < (box[side + 2] - box[side]) / page[side] < _MOST for side in (0, 1)
        ):
            found.append((box, path))
    return found
