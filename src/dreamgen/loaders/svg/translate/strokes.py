"""Strokes that keep their width however the drawing is scaled: ``vector-effect`` (SVG 2, 8.13)."""

from __future__ import annotations

import math
import re

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.styles.lengths import read_pixels
from dreamgen.loaders.svg.translate.affine import Affine, read_transform
from dreamgen.loaders.svg.translate.path_data import write_path_data
from dreamgen.loaders.svg.translate.shapes import read_outline
from dreamgen.loaders.svg.tree import Element, make_element
from dreamgen.loaders.svg.work import Work

_EVEN = 1e-6
_GEOMETRY = {"x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "x1", "x2", "y1", "y2"}
_GEOMETRY |= {"d", "points"}


def keep_strokes(root: Element, page: Affine, losses: Losses, work: Work) -> None:
    """Undo for such strokes what scales them; ``page`` is from the root's units to CSS pixels."""
    if not any(_is_kept(element) for element in root.walk()):
        return
    places: list[tuple[Element, Affine | None]] = [(root, page)]
    while places:
        element, above = places.pop()
        own = read_transform(element.attributes.get("transform", ""))
        place = None if above is None or own is None else above @ own
        if element.local in ("svg", "symbol") and element is not root:
            place = None  # a view box of its own
        places += [(child, place) for child in element.elements]
        if _is_kept(element) and not (place and _keep_stroke(element, place, work)):
            losses.add("vector-effect")


def _is_kept(element: Element) -> bool:
    return element.attributes.get("vector-effect") == "non-scaling-stroke"


def _keep_stroke(element: Element, place: Affine, work: Work) -> bool:
    """Say whether an element's stroke could be kept; ``place`` is from its units to pixels."""
    across, down = math.hypot(place.a, place.b), math.hypot(place.c, place.d)
    slant = abs(place.a * place.c + place.b * place.d)
    if not across or not down:
        return False
    if abs(across / down - 1) < _EVEN and slant < _EVEN * across * down:
        _divide_widths(element, across)
        return True
    back, outline = place.invert(), read_outline(element)
    if back is None or not outline:
        return False
    work.spend(20 * len(outline))
    stroked = {"d": write_path_data(outline, place), "transform": back.write()}
    if element.attributes.get("fill") == "none":
        stroked["transform"] = (_read_own(element) @ back).write()
        _reshape(element, stroked)
    else:
        _split(element, stroked)
    return True


def _read_own(element: Element) -> Affine:
    return read_transform(element.attributes.get("transform", "")) or Affine()


def _divide_widths(element: Element, scale: float) -> None:
    if abs(scale - 1) < _EVEN:
        return
    width = element.find_inherited("stroke-width", "1")
    dashes = element.find_inherited("stroke-dasharray", "none")
    offset = element.find_inherited("stroke-dashoffset", "0")
    for name, value in (("stroke-width", width), ("stroke-dashoffset", offset)):
        pixels = read_pixels(value)
        if pixels is not None:
            element.attributes[name] = repr(pixels / scale)
    lengths = [read_pixels(word) for word in re.split(r"[\s,]+", dashes.strip()) if word]
    if lengths and None not in lengths:
        divided = [repr(length / scale) for length in lengths if length is not None]
        element.attributes["stroke-dasharray"] = " ".join(divided)


def _reshape(element: Element, held: dict[str, str]) -> None:
    for name in _GEOMETRY & element.attributes.keys():
        del element.attributes[name]
    element.attributes |= held
    element.tag = element.local = "path"


def _split(element: Element, stroked: dict[str, str]) -> None:
    """Turn a shape into a group of its fill, and of its stroke in pixels."""
    shape = {name: element.attributes.pop(name) for name in _GEOMETRY & element.attributes.keys()}
    fill = make_element(element.local, shape | {"stroke": "none"}, element)
    stroke = make_element("path", stroked | {"fill": "none"}, element)
    element.tag = element.local = "g"
    element.children = [fill, stroke]
