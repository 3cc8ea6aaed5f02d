"""The size that a drawing gives itself, and its root element for another size."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from dreamgen.errors import BadInput, make_printable
from dreamgen.loaders.svg.drawing import Drawing
from dreamgen.loaders.svg.styles.lengths import read_pixels

Box = tuple[float, float, float, float]
_SPACES = re.compile(r"[\s,]+")
_LONGEST = 100  # characters


def find_natural_size(root: Mapping[str, str], name: str) -> tuple[float, float] | None:
    """Return (width, height) in pixels from a root's attributes; None where they do not say.

    As in browsers: ``width`` and ``height``, the missing one by the aspect of ``viewBox``.
    Raises BadInput where the drawing says that it has no extent.
    """
    width, height = (_read_length(root.get(side), name) for side in ("width", "height"))
    box = read_view_box(root.get("viewBox"))
    if width and height:
        return width, height
    if box is None:
        return None
    aspect = box[2] / box[3]
    if width:
        return width, width / aspect
    return (height * aspect, height) if height else (box[2], box[3])


def find_page(root: Mapping[str, str], name: str) -> Box:
    """Return (left, top, width, height) of what is drawn, in the drawing's own units."""
    width, height = find_natural_size(root, name) or (300.0, 150.0)  # as browsers do
    return read_view_box(root.get("viewBox")) or (0.0, 0.0, width, height)


def write_document(
    drawing: Drawing, body: str, natural: tuple[float, float] | None, target: tuple[int, int] | None
) -> str:
    """Return the markup that draws ``body`` at ``target`` pixels, or unscaled for None."""
    if natural is None or target is None:
        return drawing.write(body, {})
    box = read_view_box(drawing.root.get("viewBox")) or (0.0, 0.0, *natural)
    root = {"width": str(target[0]), "height": str(target[1])}
    root["viewBox"] = " ".join(repr(float(number)) for number in box)
    if abs(natural[0] / natural[1] / (box[2] / box[3]) - 1) < 1e-3:
        # The target differs from the aspect by rounding only; a letterbox would leave a
        # half-transparent line at the edge of an opaque chart.
        root["preserveAspectRatio"] = "none"
    return drawing.write(_write_background(drawing, box) + body, root)


def _write_background(drawing: Drawing, box: Box) -> str:
    """Return the paper as markup: much larger than the page, which may have a letterbox."""
    if drawing.background is None:
        return ""
    left, top, width, height = box
    sides = {"x": left - 50 * width, "y": top - 50 * height}
    sides |= {"width": 101 * width, "height": 101 * height}
    pairs = "".join(f' {key}="{value!r}"' for key, value in sides.items())
    return f'<rect{pairs} fill={quoteattr(drawing.background)} stroke="none"/>'


def _read_length(text: str | None, name: str) -> float | None:
    """Return a length in pixels; None for one that depends on the page or makes no sense."""
    plain = (text or "").strip()
    length = read_pixels(plain) if len(plain) <= _LONGEST else None
    if length is None or not math.isfinite(length):
        return None
    if length <= 0:
        raise BadInput(f'{name} has no pixels: it gives itself a size of "{make_printable(plain)}"')
    return length if 1e-9 < length < 1e18 else None


def read_view_box(text: str | None) -> Box | None:
    """Return (left, top, width, height) of a ``viewBox``; None for one that makes no sense."""
    words = _SPACES.split((text or "").strip(), maxsplit=4)
    try:
        numbers = [float(word) for word in words if len(word) <= _LONGEST]
    except ValueError:
        return None
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        return None
    left, top, width, height = numbers
    if not (1e-9 < width < 1e18 and 1e-9 < height < 1e18):
        return None
    return left, top, width, height
