"""The boxes of shapes that are written in the drawing's own units."""

from __future__ import annotations

import re

from dreamgen.loaders.svg.tree import Element

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_NUMBERS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OTHER_COMMANDS = set("abcdfghijklmnopqrstuvwxyzABDEFGIJKNOPQRSTUWXY") - {"e", "z"}


def read_numbers(text: str) -> list[float]:
    """Return the numbers in an attribute such as ``viewBox`` or ``points``."""
    return [float(number) for number in _NUMBERS.findall(text)]


def read_page(root: Element) -> tuple[float, float]:
    """Return the width and height of a drawing's view box; infinite where it has none."""
    numbers = read_numbers(root.attributes.get("viewBox", ""))
    return (numbers[2], numbers[3]) if len(numbers) == 4 else (float("inf"), float("inf"))


def read_box(shape: Element) -> Box | None:
    """Return the box of a rectangle, or of all points of a path of absolute M, L, C, H and V."""
    held = shape.attributes
    if shape.local == "rect":
        try:
            x, y, width, height = (float(held[key]) for key in ("x", "y", "width", "height"))
        except (KeyError, ValueError):
            return None
        return x, y, x + width, y + height
    text = held.get("d") or held.get("points") or ""
    if shape.local not in ("path", "polyline", "polygon") or set(text) & _OTHER_COMMANDS:
        return None
    across, down = _read_points(text)
    if len(across) < 2 or not down:
        return None
    return min(across), min(down), max(across), max(down)


def read_point(shape: Element) -> Box | None:
    """Return the place of a ``use``, as a box without extent."""
    try:
        x, y = float(shape.attributes["x"]), float(shape.attributes["y"])
    except (KeyError, ValueError):
        return None
    return x, y, x, y


def _read_points(text: str) -> tuple[list[float], list[float]]:
    across: list[float] = []
    down: list[float] = []
    for command, rest in re.findall(r"([MLCHVZz]?)([^MLCHVZz]*)", text):
        numbers = read_numbers(rest)
        if command in "HV" and command:
            (across if command == "H" else down).extend(numbers)
        else:
            across += numbers[::2]
            down += numbers[1::2]
    return across, down


def measure_area(box: Box) -> float:
    """Return the area of a box."""
    return (box[2] - box[0]) * (box[3] - box[1])


def contains(outer: Box, inner: Box, margin: float = 1.0) -> bool:
    """Say whether a box lies in another, up to a margin in the drawing's units."""
    return all(
        inner[side] >= outer[side] - margin and inner[side + 2] <= outer[side + 2] + margin
        for side in (0, 1)
    )
