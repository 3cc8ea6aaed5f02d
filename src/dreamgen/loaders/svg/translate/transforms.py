"""CSS transforms, put as the ``transform`` attribute (CSS Transforms 2)."""

from __future__ import annotations

import math

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.styles.values import read_font_size
from dreamgen.loaders.svg.translate.affine import Affine, read_length, read_transform
from dreamgen.loaders.svg.translate.shapes import find_box
from dreamgen.loaders.svg.tree import SVG, Element
from dreamgen.loaders.svg.work import Work

_OWN_BOX = {"fill-box", "stroke-box", "content-box", "border-box"}
_SINGLE = ("translate", "rotate", "scale")
_KEYWORDS = {"left": "0%", "top": "0%", "center": "50%", "right": "100%", "bottom": "100%"}


def translate_transforms(
    root: Element, size: tuple[float, float], losses: Losses, work: Work
) -> None:
    """Write what CSS moves as attributes; ``size`` is the page's width and height in its units."""
    for element in root.walk():
        style, held = element.style, element.attributes
        if element.namespace != SVG:
            continue
        said = any(name in style for name in ("transform", *_SINGLE))
        origin = style.get("transform-origin") or held.get("transform-origin")
        if not said and not (origin and "transform" in held):
            continue
        try:
            matrix = _find_matrix(element, origin, size, work)
        except ValueError:
            losses.add(f"the transform {style.get('transform') or held.get('transform', '')!r}")
            continue
        held.pop("transform-origin", None)
        held.pop("transform-box", None)
        if element is root:
            if any(abs(a - b) > 1e-9 for a, b in zip(matrix, Affine(), strict=True)):
                losses.add("the transform of the whole drawing")
        elif matrix != Affine() or "transform" in held:
            held["transform"] = matrix.write()


def _find_matrix(
    element: Element, origin: str | None, size: tuple[float, float], work: Work
) -> Affine:
    """Return all of an element's transforms as one; raise ValueError for what is not understood."""
    style, held = element.style, element.attributes
    box = (0.0, 0.0, *size)
    font_size = read_font_size(element.find_inherited("font-size", "16px"), 16.0)
    if style.get("transform-box", held.get("transform-box", "")) in _OWN_BOX:
        found = find_box(element, work)
        if found is None:
            raise ValueError
        box = (found[0], found[1], found[2] - found[0], found[3] - found[1])
    matrix = Affine()
    for name in _SINGLE:
        matrix = matrix @ _read(_write_function(name, style.get(name, "none")), box, font_size)
    matrix = matrix @ _read(style.get("transform", held.get("transform", "none")), box, font_size)
    x, y = _read_origin(origin or "0px 0px", box, font_size)
    x, y = x + box[0], y + box[1]
    return Affine(e=x, f=y) @ matrix @ Affine(e=-x, f=-y)


def _read(text: str, box: tuple[float, float, float, float], font_size: float) -> Affine:
    matrix = read_transform(text, (box[2], box[3]), font_size)
    if matrix is None or not all(map(math.isfinite, matrix)):
        raise ValueError
    return matrix


def _write_function(name: str, value: str) -> str:
    """Return the ``translate``, ``rotate`` or ``scale`` property as the function of that name."""
    words = value.split()
    return "none" if words in ([], ["none"]) else f"{name}({','.join(words)})"


def _read_origin(
    text: str, box: tuple[float, float, float, float], font_size: float
) -> tuple[float, float]:
    words = text.lower().split()[:2]
    if len(words) == 1:
        words = ["center", *words] if words[0] in ("top", "bottom") else [*words, "center"]
    if words[0] in ("top", "bottom") or words[1] in ("left", "right"):
        words.reverse()
    across, down = (_KEYWORDS.get(word, word) for word in words)
    return read_length(across, box[2], font_size), read_length(down, box[3], font_size)
