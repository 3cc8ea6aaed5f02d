"""What a page is made of: its objects, at any depth of forms, and its annotations."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

DEEPEST = 12  # forms in forms
MOST_OBJECTS = 200_000
_DEVICE = 1_000_000  # PDFium maps to whole pixels: of this many to a side

Matrix = tuple[float, float, float, float, float, float]


class Box(NamedTuple):
    """An object's place as shares of the page as it is seen, from the top left; and its kind."""

    left: float
    top: float
    right: float
    bottom: float
    kind: int

    @property
    def area(self) -> float:
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)


def walk_boxes(page: Any) -> Iterator[Box]:
    """Yield where each object lies, except forms themselves.

    What lies in a form is placed by the form's matrix and those around it (ISO 32000-1, 8.10.1);
    the page may be cropped and turned.
    """
    import pypdfium2.raw as raw

    matrices: dict[int, Matrix] = {}
    for item in _get_objects(page):
        outer = matrices.get(_address(item.container)) if item.container is not None else None
        if item.type == raw.FPDF_PAGEOBJ_FORM:
            matrices[_address(item)] = _multiply(item.get_matrix().get(), outer)
            continue
        try:
            left, bottom, right, top = item.get_bounds()
        except Exception:  # an object without extent
            continue
        corners = [_map(x, y, outer) for x in (left, right) for y in (bottom, top)]
        seen = [_to_device(page, x, y) for x, y in corners]
        across, down = [x for x, _ in seen], [y for _, y in seen]
        yield Box(min(across), min(down), max(across), max(down), item.type)


def remove_texts(page: Any) -> None:
    """Take every word off a page: text at any depth of forms, and what was typed onto the page."""
    import pypdfium2.raw as raw

    texts = [item for item in _get_objects(page) if item.type == raw.FPDF_PAGEOBJ_TEXT]
    for item in texts:
        page.remove_obj(item)
    for index in reversed(range(raw.FPDFPage_GetAnnotCount(page))):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFPage_CloseAnnot(annotation)
        if kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_TEXT):
            raw.FPDFPage_RemoveAnnot(page, index)


def _get_objects(page: Any) -> Iterator[Any]:
    for count, item in enumerate(page.get_objects(max_depth=DEEPEST)):
        if count >= MOST_OBJECTS:
            raise ValueError(f"its page is made of more than {MOST_OBJECTS:,} objects")
        yield item


def _address(item: Any) -> int:
    return ctypes.addressof(item.raw.contents)


def _multiply(inner: Matrix, outer: Matrix | None) -> Matrix:
    """Return what does ``inner`` first, then ``outer``."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    x, y = _map(e, f, outer)
    o = outer
    return (
        a * o[0] + b * o[2],
        a * o[1] + b * o[3],
        c * o[0] + d * o[2],
        c * o[1] + d * o[3],
        x,
        y,
    )


def _map(x: float, y: float, matrix: Matrix | None) -> tuple[float, float]:
    if matrix is None:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _to_device(page: Any, x: float, y: float) -> tuple[float, float]:
    import pypdfium2.raw as raw

    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _DEVICE, _DEVICE, 0, x, y, across, down)
    return across.value / _DEVICE, down.value / _DEVICE
