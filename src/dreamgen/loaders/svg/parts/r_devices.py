"""Charts drawn by R's devices, svglite and cairo, which name nothing but clip each panel.

So a panel is what is clipped to a box smaller than the page; in it come a background, grid lines
from edge to edge, and then the marks. Cairo clips only what would stick out of the box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.parts.boxes import Box, contains, measure_area, read_box, read_page
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.loaders.svg.tree import Element

_NEAR = 1.0  # in units of the drawing, which are points
_STRIP = 0.25
"""Of the largest panel: what is smaller is a facet's heading."""
_MOST_BOXES = 400
_MOST_TESTS = 1_000_000
"""In larger charts only what is clipped to a panel counts as being in it."""
_SHAPES = {"path", "rect", "circle", "line", "polyline", "polygon", "use", "image", "ellipse"}

Clips = dict[str, tuple[Element, Box]]


def find_parts(index: Index) -> dict[str, list[Element]]:
    """Return marks, panels and grids of a chart drawn by R; none for another drawing."""
    if not _is_from_r(index):
        return {}
    clips = _find_clips(index)
    panels = _find_panels(index, clips)
    found: dict[str, list[Element]] = {"marks": [], "panel": [], "grid": []}
    for box, shapes in panels.items():
        rest = [shape for shape in shapes if not _is_frame(shape, box)]
        found["panel"] += [shape for shape in shapes if _is_frame(shape, box)][:1]
        lines = 0
        while lines < len(rest) and _crosses(rest[lines], box):
            lines += 1
        found["grid"] += rest[:lines]
        found["marks"] += rest[lines:]
    if len(found["panel"]) < len(panels):
        # Without a background the box that the panel is clipped to stands in for it.
        found["panel"] = list({box: clip for clip, box in clips.values()}.values())
    return found


def _is_from_r(index: Index) -> bool:
    if "svglite" in index.root.classes:
        return True
    return bool(select(index, "g[id^=glyph], symbol[id^=glyph], clipPath[id^=clip]"))


def _find_panels(index: Index, clips: Clips) -> dict[Box, list[Element]]:
    """Return each panel's box, and the shapes clipped to it or within it, in order of painting."""
    panels: dict[Box, list[Element]] = {box: [] for _, box in clips.values()}
    drawn = index.find_outside(select(index, "defs, clipPath, symbol, mask, pattern"))
    shapes = [each for each in drawn if each.local in _SHAPES]
    around = panels if len(shapes) * len(panels) < _MOST_TESTS else ()
    for shape in shapes:
        box = _find_clip_box(shape, clips) or _find_box_around(shape, around)
        if box is not None:
            panels[box].append(shape)
    return panels


def _find_clip_box(shape: Element, clips: Clips) -> Box | None:
    for element in (shape, *shape.ancestors()):
        name = re.fullmatch(r"url\(#(.*)\)", element.attributes.get("clip-path", "").strip())
        if name:
            return clips[name[1]][1] if name[1] in clips else None
    return None


def _find_box_around(shape: Element, boxes: Iterable[Box]) -> Box | None:
    own = read_box(shape) if shape.local == "path" and "d" in shape.attributes else None
    if own is None:
        return None
    return next((box for box in boxes if contains(box, own, _NEAR)), None)


def _find_clips(index: Index) -> Clips:
    """Return the clip paths that are panels: boxes smaller than the page, but no headings' strips."""
    width, height = read_page(index.root)
    found: Clips = {}
    for clip in select(index, "clipPath"):
        if len(clip.elements) == 1:
            box = read_box(clip.elements[0])
            if box and measure_area(box) < 0.9 * width * height:
                found[clip.id] = (clip.elements[0], box)
    largest = max((measure_area(box) for _, box in found.values()), default=0.0)
    kept = {name: each for name, each in found.items() if measure_area(each[1]) > _STRIP * largest}
    boxes = {box for _, box in kept.values()}
    if len(boxes) > _MOST_BOXES:
        return {}
    # With several charts on a page each is clipped, too; the panels are within.
    outer = {box for box in boxes if any(contains(box, one) for one in boxes - {box})}
    return {name: each for name, each in kept.items() if each[1] not in outer}


def _is_frame(shape: Element, box: Box) -> bool:
    own = read_box(shape)
    return own is not None and all(abs(a - b) < _NEAR for a, b in zip(own, box, strict=True))


def _crosses(shape: Element, box: Box) -> bool:
    """Say whether a shape is a straight line from one edge of the box to the other."""
    own = read_box(shape)
    if own is None or shape.local == "rect":
        return False
    flat = own[3] - own[1] < 1e-6 and abs(own[0] - box[0]) + abs(own[2] - box[2]) < 2 * _NEAR
    upright = own[2] - own[0] < 1e-6 and abs(own[1] - box[1]) + abs(own[3] - box[3]) < 2 * _NEAR
    return flat or upright
