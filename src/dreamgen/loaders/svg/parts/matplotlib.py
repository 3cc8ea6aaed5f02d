"""Charts drawn by matplotlib, and so by pandas, seaborn and plotnine.

Its groups are numbered by kind: ``axes_1`` holds a ``patch_2`` (the panel), then marks of any kind,
``matplotlib.axis_1`` and ``_2`` with ticks and grid, and four more patches, the spines. An image,
and marks drawn with ``rasterized=True``, stand among them without a name. Axes that are switched
off, as for a pie, have no panel and no spines; those in three dimensions have no group.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.parts.boxes import contains, read_box, read_point
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.loaders.svg.tree import Element

_NO_MARK = re.compile(r"(matplotlib\.axis|text|legend|axes|pane3d|grid3d|axis3d)_\d+")
_STRAIGHT = re.compile(r"\s*M\s+\S+\s+\S+\s+L\s+\S+\s+\S+\s*")
_COLOUR_BAR = 8.0
"""Longer side through shorter: narrower axes that hold an image are a colour bar."""


@dataclass(frozen=True)
class _Axes:
    """One pair of axes: its panel, its spines and its marks."""

    panel: Element | None
    spines: list[Element]
    marks: list[Element]
    scales: list[Element]

    @property
    def is_colour_bar(self) -> bool:
        path = self.panel.elements[0] if self.panel is not None and self.panel.elements else None
        box = None if path is None else read_box(path)
        if box is None:
            return False
        sides = sorted((box[2] - box[0], box[3] - box[1]))
        filled = any(
            each.local == "image" or each.id.startswith("QuadMesh")
            for mark in self.marks
            for each in (mark, *mark.elements)
        )
        return filled and sides[1] > _COLOUR_BAR * sides[0]


def find_parts(index: Index) -> dict[str, list[Element]]:
    """Return the parts of a matplotlib figure by name; none for another drawing."""
    if "figure_1" not in index.by_id:
        return {}
    figures = "#figure_1, " if "pane3d_1" in index.by_id else ""
    groups = select(index, f"{figures}[id^=axes_]")
    axes = [_read_axes(group) for group in groups]
    bars = [one for one in axes if one.is_colour_bar]
    plots = [one for one in axes if not one.is_colour_bar]
    scales = [scale for one in plots for scale in one.scales]
    return {
        "marks": [mark for one in plots for mark in one.marks],
        "panel": [one.panel for one in plots if one.panel is not None],
        "axes": [*scales, *(spine for one in plots for spine in one.spines)],
        "grid": [line for scale in scales for line in scale.walk() if _is_grid_line(line)],
        "legend": [
            *select(index, "[id^=legend_]"),
            *(part for one in bars for part in [one.panel, *one.marks] if part is not None),
        ],
        # Axes without a background are as large as what is drawn in them.
        "frame": [part for one in plots if one.panel is None for part in _list_content(one)],
    }


def _list_content(axes: _Axes) -> list[Element]:
    return axes.marks + [
        line for each in axes.scales for line in each.walk() if _is_grid_line(line)
    ]


def _read_axes(group: Element) -> _Axes:
    children = group.elements
    if group.id.startswith("figure"):  # whose own background comes first
        children = children[1:]
    spines = [child for child in children if _is_spine(child)]
    scales = [child for child in children if child.id.startswith(("matplotlib.axis_", "axis3d_"))]
    panel = _find_panel(children, spines, scales)
    aside = {id(each) for each in [panel, *spines]}
    marks = [
        child
        for child in children
        if child.local in ("g", "image")
        and not _NO_MARK.fullmatch(child.id)
        and id(child) not in aside
    ]
    return _Axes(panel, spines, marks, scales)


def _find_panel(
    children: list[Element], spines: list[Element], scales: list[Element]
) -> Element | None:
    """Return the axes' background: the first patch, but no wedge of a pie and no bar.

    All spines and ticks lie on the background; axes without either have none.
    """
    first = children[0] if children else None
    ticks = [each for scale in scales for each in scale.walk()][len(scales) :]
    if first is None or not first.id.startswith("patch_") or not (ticks or spines):
        return None
    box = read_box(first.elements[0]) if first.elements else None
    edges = [read_box(spine.elements[0]) for spine in spines]
    edges += [read_point(tick) for tick in ticks if tick.local == "use"]
    if box is not None and not all(contains(box, edge) for edge in edges if edge is not None):
        return None
    return first


def _is_spine(group: Element) -> bool:
    """A spine is a patch of one straight, unfilled line; a bar is closed."""
    paths = group.elements
    if not group.id.startswith("patch_") or len(paths) != 1:
        return False
    attributes = paths[0].attributes
    straight = _STRAIGHT.fullmatch(attributes.get("d", "")) is not None
    fill = attributes.get("fill", "")
    return straight and ("fill: none" in attributes.get("style", "") or fill == "none")


def _is_grid_line(path: Element) -> bool:
    above = path.parent.id if path.parent else ""
    return path.local == "path" and "clip-path" in path.attributes and above.startswith("line2d")
