"""The size that a drawing gives itself, and its root element for another size."""

from __future__ import annotations

import math
import re
from xml.sax.saxutils import quoteattr

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.sanitise import Drawing

_UNITS = {"": 1, "px": 1, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "pt": 96 / 72, "pc": 16}
_UNITS |= {"em": 16, "rem": 16, "ex": 8}
_LENGTH = re.compile(r"\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s*([a-z]*)\s*", re.IGNORECASE)
_SPACES = re.compile(r"[\s,]+")


def find_natural_size(drawing: Drawing, name: str) -> tuple[float, float] | None:
    """Return (width, height) in pixels, or None where the drawing does not say.

    As in browsers: ``width`` and ``height``, the missing one by the aspect of ``viewBox``.
    Raises BadInput where the drawing says that it has no extent.
    """
    width, height = (_read_length(drawing.root.get(side), name) for side in ("width", "height"))
    box = _read_view_box(drawing.root.get("viewBox"))
    if width and height:
        return width, height
    if box is None:
        return None
    aspect = box[2] / box[3]
    if width:
        return width, width / aspect
    return (height * aspect, height) if height else (box[2], box[3])


def write_document(
    drawing: Drawing, body: str, natural: tuple[float, float] | None, target: tuple[int, int] | None
) -> str:
    """Return the markup that draws ``body`` at ``target`` pixels, or unscaled for None."""
    root = dict(drawing.root)
    if natural is not None and target is not None:
        box = _read_view_box(root.get("viewBox")) or (0.0, 0.0, *natural)
        root |= {"width": str(target[0]), "height": str(target[1])}
        root["viewBox"] = " ".join(repr(float(number)) for number in box)
        if abs(natural[0] / natural[1] / (box[2] / box[3]) - 1) < 1e-3:
            # The target differs from the aspect by rounding only; a letterbox would leave a
            # half-transparent line at the edge of an opaque chart.
            root["preserveAspectRatio"] = "none"
    pairs = "".join(f" {key}={quoteattr(value)}" for key, value in root.items())
    return f"<{drawing.tag}{pairs}>{body}</{drawing.tag}>"


def _read_length(text: str | None, name: str) -> float | None:
    """Return a length in pixels; None for one that depends on the page or makes no sense."""
    match = _LENGTH.fullmatch(text or "")
    if match is None or match[2].lower() not in _UNITS:
        return None
    try:
        length = float(match[1]) * _UNITS[match[2].lower()]
    except ValueError:
        return None
    if length <= 0:
        raise BadInput(f'{name} has no pixels: it gives itself a size of "{text}"')
    return length if 1e-9 < length < 1e18 else None


def _read_view_box(text: str | None) -> tuple[float, float, float, float] | None:
    try:
        numbers = [float(word) for word in _SPACES.split((text or "").strip())]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        return None
    left, top, width, height = numbers
    if not (1e-9 < width < 1e18 and 1e-9 < height < 1e18):
        return None
    return left, top, width, height
