"""Charts drawn by R's devices, svglite and cairo, which name nothing but clip each panel.

So a panel is what is clipped to a box smaller than the page; in it come a background, grid lines
from edge to edge, and then the marks. Cairo clips only what would stick out of the box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dreamgen.loaders.svg.tree import Element

Box = tuple[float, float, float, float]
_NUMBERS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OTHER_COMMANDS = set("abcdfghijklmnopqrstuvwxyzABDEFGHIJKNOPQRSTUVWXY")  # all but M, L, C and Z
_NEAR = 1.0  # in units of the drawing, which are points
_STRIP = 0.25
"""Of the largest panel: what is smaller is a facet's heading."""
_ASIDE = {"defs", "clipPath", "symbol", "mask", "pattern"}
_SHAPES = {"path", "rect", "circle", "line", "polyline", "polygon", "use", "image", "ellipse"}


def find_parts(root: Element) -> dict[str, list[Element]]:
    """Return marks, panels and grids of a chart drawn by R; none for another drawing."""
    if not _is_from_r(root):
        return {}
    found: dict[str, list[Element]] = {"marks": [], "panel": [], "grid": []}
    for box, shapes in _find_panels(root).items():
        rest = [shape for shape in shapes if not _is_frame(shape, box)]
        found["panel"] += [shape for shape in shapes if _is_frame(shape, box)][:1]
        lines = 0
        while lines < len(rest) and _crosses(rest[lines], box):
            lines += 1
        found["grid"] += rest[:lines]
        found["marks"] += rest[lines:]
    if len(found["panel"]) < len(_find_panels(root)):
        # Without a background the box that the panel is clipped to stands in for it.
        found["panel"] = [clip for clip, _ in _find_clips(root).values()]
    return found


def _is_from_r(root: Element) -> bool:
    if "svglite" in root.classes:
        return True
    return any(
        each.local in ("g", "symbol") and each.id.startswith("glyph") for each in root.walk()
    )


def _find_panels(root: Element) -> dict[Box, list[Element]]:
    """Return each panel's box, and the shapes clipped to it or within it, in order of painting."""
    clips = _find_clips(root)
    panels: dict[Box, list[Element]] = {box: [] for _, box in clips.values()}
    for shape in root.walk():
        if shape.local in _SHAPES and not any(up.local in _ASIDE for up in shape.ancestors()):
            box = _find_clip_box(shape, clips) or _find_box_around(shape, panels)
            if box is not None:
                panels[box].append(shape)
    return panels


def _find_clip_box(shape: Element, clips: dict[str, tuple[Element, Box]]) -> Box | None:
    for element in (shape, *shape.ancestors()):
        name = re.fullmatch(r"url\(#(.*)\)", element.attributes.get("clip-path", "").strip())
        if name:
            return clips[name[1]][1] if name[1] in clips else None
    return None


def _find_box_around(shape: Element, boxes: Iterable[Box]) -> Box | None:
    own = _read_box(shape) if shape.local == "path" and "d" in shape.attributes else None
    if own is None:
        return None
    for box in boxes:
        if all(own[i] >= box[i] - _NEAR and own[i + 2] <= box[i + 2] + _NEAR for i in (0, 1)):
            return box
    return None


def _find_clips(root: Element) -> dict[str, tuple[Element, Box]]:
    """Return the clip paths that are panels: boxes smaller than the page, but no headings' strips."""
    numbers = [float(each) for each in _NUMBERS.findall(root.attributes.get("viewBox", ""))]
    width, height = numbers[2:] if len(numbers) == 4 else (float("inf"), float("inf"))
    found: dict[str, tuple[Element, Box]] = {}
    for clip in root.walk():
        if clip.local == "clipPath" and len(clip.elements) == 1:
            box = _read_box(clip.elements[0])
            if box and _measure_area(box) < 0.9 * width * height:
                found[clip.id] = (clip.elements[0], box)
    largest = max((_measure_area(box) for _, box in found.values()), default=0.0)
    return {name: each for name, each in found.items() if _measure_area(each[1]) > _STRIP * largest}


def _measure_area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _read_box(shape: Element) -> Box | None:
    """Return (left, top, right, bottom) of a rectangle, or of all points of a path of M, L and C."""
    held = shape.attributes
    if shape.local == "rect":
        try:
            x, y, width, height = (float(held[key]) for key in ("x", "y", "width", "height"))
        except (KeyError, ValueError):
            return None
        return x, y, x + width, y + height
    text = held.get("d") or held.get("points") or ""
    numbers = [float(number) for number in _NUMBERS.findall(text)]
    if shape.local not in ("path", "polyline") or set(text) & _OTHER_COMMANDS:
        return None
    if len(numbers) < 4 or len(numbers) % 2:
        return None
    across, down = numbers[::2], numbers[1::2]
    return min(across), min(down), max(across), max(down)


def _is_frame(shape: Element, box: Box) -> bool:
    own = _read_box(shape)
    return own is not None and all(abs(a - b) < _NEAR for a, b in zip(own, box, strict=True))


def _crosses(shape: Element, box: Box) -> bool:
    """Say whether a shape is a straight line from one edge of the box to the other."""
    own = _read_box(shape)
    if own is None or shape.local == "rect":
        return False
    flat = own[3] - own[1] < 1e-6 and abs(own[0] - box[0]) + abs(own[2] - box[2]) < 2 * _NEAR
    upright = own[2] - own[0] < 1e-6 and abs(own[1] - box[1]) + abs(own[3] - box[3]) < 2 * _NEAR
    return flat or upright
