"""Basic shapes of CSS as clip paths (CSS Shapes 1): ``inset()``, ``circle()``, ``polygon()``, ..."""

from __future__ import annotations

import math
import re

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.styles.values import read_path
from dreamgen.loaders.svg.translate.affine import Affine, read_length
from dreamgen.loaders.svg.translate.path_data import write_path_data
from dreamgen.loaders.svg.translate.shapes import Box, find_box, make_rectangle
from dreamgen.loaders.svg.tree import Element, make_element
from dreamgen.loaders.svg.work import Work

_SHAPE = re.compile(r"([a-z]{3,10})\((.*)\)\s*[a-z-]*", re.DOTALL)
_KEYWORDS = {"left": "0%", "top": "0%", "center": "50%", "right": "100%", "bottom": "100%"}


def translate_clips(root: Element, styled: list[Element], losses: Losses, work: Work) -> None:
    """Write each basic shape as a ``clipPath`` that the element refers to."""
    made: list[Element] = []
    for element in styled:
        value = element.style.get("clip-path")
        if value is None or value.startswith("url("):
            continue
        box = find_box(element, work)
        try:
            path = None if box is None else _draw_shape(value, box)
        except (ValueError, IndexError):
            path = None
        if path is None:
            losses.add(f"clip-path of {value!r}")
            continue
        name = f"clip-{len(made)}-of-css"
        clip = make_element("clipPath", {"id": name}, root)
        clip.children.append(make_element("path", path, clip))
        made.append(clip)
        element.attributes["clip-path"] = f'url("#{name}")'
    if made:
        root.children.append(make_element("defs", {}, root, *made))


def _draw_shape(value: str, box: Box) -> dict[str, str] | None:
    """Return the attributes of a path; raise ValueError for what is not understood."""
    found = _SHAPE.fullmatch(value.strip())
    if found is None:
        return None
    kind, inside = found[1].lower(), found[2].strip()
    left, top, width, height = box[0], box[1], box[2] - box[0], box[3] - box[1]
    if kind in ("inset", "rect", "xywh"):
        return {"d": _draw_rectangle(kind, inside, width, height, Affine(e=left, f=top))}
    if kind in ("circle", "ellipse"):
        x, y, rx, ry = _read_round(kind, inside, width, height)
        corners = make_rectangle(x - rx, y - ry, 2 * rx, 2 * ry, rx, ry)
        return {"d": write_path_data(corners, Affine(e=left, f=top))}
    if kind == "polygon":
        rule, points = _read_polygon(inside, width, height)
        text = " ".join(f"{x + left!r},{y + top!r}" for x, y in points)
        return {"d": f"M{text}Z", "clip-rule": rule}
    if kind == "path":
        rule = "evenodd" if inside.startswith("evenodd") else "nonzero"
        path = read_path(f"path({inside.rpartition(',')[2] if rule == 'evenodd' else inside})")
        return {"d": path, "clip-rule": rule, "transform": Affine(e=left, f=top).write()}
    return None


def _draw_rectangle(kind: str, inside: str, width: float, height: float, place: Affine) -> str:
    sides, _, corners = inside.partition("round")
    words = sides.split()
    if kind == "inset":
        words = (words + [words[0]] * 3)[:4] if len(words) == 1 else words
        words = [*words, words[0], words[1]][:4] if len(words) == 2 else words
        words = [*words, words[1]] if len(words) == 3 else words
        top, bottom = (read_length(words[index], height, 16.0) for index in (0, 2))
        right, left = (read_length(words[index], width, 16.0) for index in (1, 3))
        across, down = width - left - right, height - top - bottom
    elif kind == "xywh":
        left, across = (read_length(words[index], width, 16.0) for index in (0, 2))
        top, down = (read_length(words[index], height, 16.0) for index in (1, 3))
    else:
        top, bottom = (read_length(words[index], height, 16.0) for index in (0, 2))
        right, left = (read_length(words[index], width, 16.0) for index in (1, 3))
        across, down = right - left, bottom - top
    radius = read_length(corners.split()[0], min(width, height), 16.0) if corners.strip() else 0.0
    outline = make_rectangle(left, top, max(0.0, across), max(0.0, down), radius, radius)
    return write_path_data(outline, place)


def _read_round(
    kind: str, inside: str, width: float, height: float
) -> tuple[float, float, float, float]:
    """Return the centre and the radii of a circle or ellipse."""
    sizes, _, place = inside.partition("at")
    words = [_KEYWORDS.get(word, word) for word in place.split()] or ["50%", "50%"]
    x = read_length(words[0], width, 16.0)
    y = read_length(words[1] if len(words) > 1 else "50%", height, 16.0)
    radii = sizes.split() or ["closest-side"]
    if kind == "circle":
        near, far = (choose(x, width - x, y, height - y) for choose in (min, max))
        named = {"closest-side": near, "farthest-side": far}
        diagonal = math.hypot(width, height) / math.sqrt(2)
        radius = named[radii[0]] if radii[0] in named else read_length(radii[0], diagonal, 16.0)
        return x, y, radius, radius
    radii = (radii * 2)[:2]
    found: list[float] = []
    for word, at, whole in zip(radii, (x, y), (width, height), strict=True):
        named = {"closest-side": min(at, whole - at), "farthest-side": max(at, whole - at)}
        found.append(named[word] if word in named else read_length(word, whole, 16.0))
    return x, y, found[0], found[1]


def _read_polygon(
    inside: str, width: float, height: float
) -> tuple[str, list[tuple[float, float]]]:
    groups = [group.split() for group in inside.split(",")]
    rule = groups.pop(0)[0] if groups[0][0] in ("evenodd", "nonzero") else "nonzero"
    return rule, [
        (read_length(words[0], width, 16.0), read_length(words[1], height, 16.0))
        for words in groups
    ]
