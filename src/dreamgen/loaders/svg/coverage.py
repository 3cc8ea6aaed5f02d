"""Finds where chosen elements show: exactly, anti-aliased, at any size, by drawing them.

The drawing is drawn twice more: once with the chosen elements alone, once with only what is painted
over the last of them. The elements show where the first covers a pixel and the second does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.loaders.svg.drawing import Drawing
from dreamgen.loaders.svg.index import Index, Positions
from dreamgen.loaders.svg.parts.regions import Region
from dreamgen.loaders.svg.tree import NEVER_DRAWN, TOOLS, Element
from dreamgen.loaders.svg.writing import Markup

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


def write_bodies(markup: Markup, region: Region) -> list[str]:
    """Return what to draw of a :func:`hide_all` drawing: the region alone, and what lies over it."""
    index = markup.index
    tools = set().union(*(index.by_tag.get(tool, set()) for tool in TOOLS))
    hidden = _find_hidden(index)
    unchanged = {
        at: _HIDDEN  # again, what says that it shows
        for at in index.by_attribute.get("visibility", ())
        if index.elements[at].attributes["visibility"] == "visible"
    } | dict.fromkeys(tools, _SHOWN)

    boxes = ""
    if tools:
        in_tools = index.find_inside(tools)
        boxes = "".join(
            _write_box(each, markup) for each in region.elements if in_tools[each.order]
        )
    drawn = [markup.write(unchanged | _show_region(index, region, hidden)) + boxes]
    covering = _find_covering(index, region, hidden)
    if covering and not region.area:
        drawn.append(markup.write(unchanged | dict.fromkeys(covering, _SHOWN)))
    return drawn


def _show_region(index: Index, region: Region, hidden: Positions) -> dict[int, Mapping[str, str]]:
    """Return what changes so that a region shows, and is opaque."""
    chosen = {element.order for element in region.elements}
    inside = index.find_inside(chosen)
    opacities = [name for name in _OPACITIES if name in index.by_attribute]
    changes: dict[int, Mapping[str, str]] = {}
    for at, element in enumerate(index.elements):
        if not inside[at] and at not in chosen:
            continue
        painted = _make_opaque(element, at in chosen, opacities)
        painted |= _FILLED if region.area else {}
        if at in hidden:
            painted |= _HIDDEN
        elif at in chosen or "visibility" in element.attributes:
            painted |= _SHOWN
        if painted:
            changes[at] = painted
    return changes


def measure_coverage(drawn: list[np.ndarray]) -> np.ndarray:
    """Return where the region shows, float32 (H, W) in 0..1, from its drawings, uint8 (H, W, 4)."""
    import torch

    from dreamgen.imaging.strips import strips_of

    def measure(region: torch.Tensor, *others: torch.Tensor) -> torch.Tensor:
        shown = region.float() / 255
        for over in others:
            shown = shown * (1 - over.float() / 255)
        return shown

    alphas = [torch.from_numpy(each[..., 3]) for each in drawn]
    return strips_of(*alphas[0].shape).map(measure, *alphas).numpy()


def _find_hidden(index: Index) -> Positions:
    """Return the elements that the drawing itself hides, though they have a place in it."""
    hidden: Positions = set()
    if "visibility" not in index.by_attribute:
        return hidden
    for at, element in enumerate(index.elements):
        own = element.attributes.get("visibility", "inherit").strip()
        if index.parents[at] in hidden if own == "inherit" else own != "visible":
            hidden.add(at)
    return hidden


def _find_covering(index: Index, region: Region, hidden: Positions) -> Positions:
    """Return what is painted after the last element of a region, and shows."""
    last = max(each.order for each in region.elements[-1].walk())
    later = set(range(last + 1, len(index.elements))) - hidden
    # What is drawn by reference shows as its user does.
    unpainted = set().union(*(index.by_tag.get(tag, set()) for tag in NEVER_DRAWN))
    inside = index.find_inside(unpainted) if unpainted and later else ()
    return {at for at in later if not (inside and inside[at])}


def _make_opaque(element: Element, is_chosen: bool, opacities: list[str]) -> dict[str, str]:
    """Return opaque paint where there is any: what cannot be seen at all is not shown either."""
    held = element.attributes
    opaque: dict[str, str] = {}
    for name in opacities:
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


def _write_box(shape: Element, markup: Markup) -> str:
    """A clip path's box, drawn as what it is."""
    held = shape.attributes | _SHOWN | _FILLED | {"stroke": "none"}
    return markup.write_alone(shape, held)
