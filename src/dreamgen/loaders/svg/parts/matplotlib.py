"""Charts drawn by matplotlib, and so by pandas, seaborn and plotnine.

Its groups are numbered by kind: ``axes_1`` holds a ``patch_2`` (the panel), then marks of any kind,
``matplotlib.axis_1`` and ``_2`` with ticks and grid, and four more patches, the spines.
"""

from __future__ import annotations

import re

from dreamgen.loaders.svg.tree import Element

_NO_MARK = re.compile(r"(matplotlib\.axis|text|legend|axes)_\d+")
_STRAIGHT = re.compile(r"\s*M\s+\S+\s+\S+\s+L\s+\S+\s+\S+\s*")


def find_parts(root: Element) -> dict[str, list[Element]]:
    """Return the parts of a matplotlib figure by name; none for another drawing."""
    everything = list(root.walk())
    if not any(element.id == "figure_1" for element in everything):
        return {}
    axes = [element for element in everything if re.fullmatch(r"axes_\d+", element.id)]
    scales = [each for each in everything if re.fullmatch(r"matplotlib\.axis_\d+", each.id)]
    panels = [panel for one in axes if (panel := _find_panel(one)) is not None]
    inside = [child for one in axes for child in one.elements if child not in panels]
    spines = [child for child in inside if _is_spine(child)]
    return {
        "marks": [
            child
            for child in inside
            if child.local == "g" and not _NO_MARK.fullmatch(child.id) and child not in spines
        ],
        "panel": panels,
        "axes": scales + spines,
        "grid": [line for scale in scales for line in scale.walk() if _is_grid_line(line)],
        "legend": [each for each in everything if re.fullmatch(r"legend_\d+", each.id)],
    }


def _find_panel(axes: Element) -> Element | None:
    first = axes.elements[0] if axes.elements else None
    return first if first is not None and first.id.startswith("patch_") else None


def _is_spine(group: Element) -> bool:
    """A spine is a patch of one straight, unfilled line; a bar is closed."""
    paths = group.elements
    if not group.id.startswith("patch_") or len(paths) != 1:
        return False
    attributes = paths[0].attributes
    straight = _STRAIGHT.fullmatch(attributes.get("d", "")) is not None
    return straight and "fill: none" in attributes.get("style", "")


def _is_grid_line(path: Element) -> bool:
    above = path.parent.id if path.parent else ""
    return path.local == "path" and "clip-path" in path.attributes and above.startswith("line2d")
