"""The outlines and the extent of basic shapes and groups."""

from __future__ import annotations

import math

from dreamgen.loaders.svg.styles.lengths import read_pixels
from dreamgen.loaders.svg.translate.affine import Affine, read_transform
from dreamgen.loaders.svg.translate.path_data import (
    Segment,
    find_extent,
    read_path_data,
)
from dreamgen.loaders.svg.tree import NEVER_DRAWN, Element
from dreamgen.loaders.svg.work import Work

Box = tuple[float, float, float, float]
_GROUPS = {"g", "a", "svg", "switch"}
_COST = 20
"""Of each character of path data, in steps of :class:`Work`."""
_ROUND = 4 / 3 * math.tan(math.pi / 8)


def read_outline(shape: Element) -> list[Segment] | None:
    """Return a shape's outline; None for what is no shape, or of lengths that depend on the page."""
    held = shape.attributes
    if shape.local == "path":
        return read_path_data(held.get("d", ""))
    if shape.local in ("polyline", "polygon"):
        text = "M" + held.get("points", "") + ("Z" if shape.local == "polygon" else "")
        return read_path_data(text)
    names = {"rect": "x y width height", "line": "x1 y1 x2 y2", "image": "x y width height"}
    names |= {"circle": "cx cy r", "ellipse": "cx cy rx ry"}
    if shape.local not in names:
        return None
    lengths = [read_pixels(held.get(name, "0")) for name in names[shape.local].split()]
    numbers = [length for length in lengths if length is not None]
    if len(numbers) != len(lengths):
        return None
    if shape.local == "line":
        return [
            Segment("M", ((numbers[0], numbers[1]),)),
            Segment("L", ((numbers[2], numbers[3]),)),
        ]
    if shape.local in ("circle", "ellipse"):
        return _make_ellipse(numbers[0], numbers[1], numbers[2], numbers[-1])
    rx, ry = (read_pixels(held.get(name, "")) for name in ("rx", "ry"))
    rx, ry = (rx if rx is not None else ry), (ry if ry is not None else rx)
    return make_rectangle(numbers[0], numbers[1], numbers[2], numbers[3], rx or 0.0, ry or 0.0)


def make_rectangle(
    x: float, y: float, width: float, height: float, rx: float = 0.0, ry: float = 0.0
) -> list[Segment]:
    """Return the outline of a rectangle with corners of radii rx and ry."""
    right, bottom = x + width, y + height
    rx, ry = min(rx, width / 2), min(ry, height / 2)
    if rx <= 0 or ry <= 0:
        corners = ((x, y), (right, y), (right, bottom), (x, bottom))
        lines = [Segment("L" if index else "M", (each,)) for index, each in enumerate(corners)]
        return [*lines, Segment("Z", ())]
    text = (
        f"M{x + rx} {y}H{right - rx}A{rx} {ry} 0 0 1 {right} {y + ry}V{bottom - ry}"
        f"A{rx} {ry} 0 0 1 {right - rx} {bottom}H{x + rx}A{rx} {ry} 0 0 1 {x} {bottom - ry}"
        f"V{y + ry}A{rx} {ry} 0 0 1 {x + rx} {y}Z"
    )
    return read_path_data(text) or []


def _make_ellipse(cx: float, cy: float, rx: float, ry: float) -> list[Segment]:
    text = f"M{cx + rx} {cy}A{rx} {ry} 0 0 1 {cx - rx} {cy}A{rx} {ry} 0 0 1 {cx + rx} {cy}Z"
    return read_path_data(text) or []


def find_box(element: Element, work: Work) -> Box | None:
    """Return (left, top, right, bottom) of what an element fills, in its own coordinates.

    None for what draws nothing, and for text, whose extent only the renderer knows.
    """
    boxes: list[Box] = []
    stack = [(element, Affine())]
    while stack:
        each, matrix = stack.pop()
        work.spend(_COST * (30 + len(each.attributes.get("d", ""))))
        if each.local in ("text", "use", "foreignObject"):
            return None
        if each.local in _GROUPS:
            stack += [(child, matrix @ _read_own(child)) for child in each.elements]
        elif each.local not in NEVER_DRAWN:
            outline = read_outline(each)
            box = find_extent(outline, matrix) if outline else None
            boxes += [box] if box else []
    if not boxes:
        return None
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)


def _read_own(element: Element) -> Affine:
    return read_transform(element.attributes.get("transform", "")) or Affine()
