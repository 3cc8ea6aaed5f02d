"""Draws a page of a PDF file with PDFium, in the process of :func:`dreamgen.run_isolated`.

The page is drawn with its text and without, and the boxes of its panels are found. The request is a
length in 4 bytes, so much JSON (page, size), then the file. The answer is a line of JSON with the
size and the panels' boxes, then the two pictures as raw RGB.
"""

from __future__ import annotations

import json
from typing import Any


def answer(request: bytes) -> bytes:
    length = int.from_bytes(request[:4], "little")
    wanted = json.loads(request[4 : 4 + length])
    return draw_page(request[4 + length :], wanted["page"], wanted["size"])


def draw_page(data: bytes, number: int, size: list[int]) -> bytes:
    from dreamgen_plots.pdf.page_objects import remove_texts, walk_boxes
    from dreamgen_plots.pdf.panels import find_panels

    document = open_document(data)
    if number > len(document):
        pages = f"{len(document)} page{'s' * (len(document) != 1)}"
        raise ValueError(f"it has {pages}, and page {number} was asked for")
    page = document[number - 1]
    width, height = page.get_size()
    if not (width > 0 and height > 0 and width < 1e6 and height < 1e6):
        raise ValueError(f"its page measures {width:g} x {height:g} points")
    target = fit_size(width, height, size)
    if min(target) < 16:
        raise ValueError(f"at this size its page would be {target[0]} x {target[1]} pixels")
    whole = render(page, target)
    panels = find_panels(list(walk_boxes(page)))
    remove_texts(page)
    head = {"size": target, "panels": panels}
    return json.dumps(head).encode() + b"\n" + whole + render(page, target)


def open_document(data: bytes) -> Any:
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        return PdfDocument(data)
    except PdfiumError as problem:
        reason = str(problem).lower()
        if "password" in reason or "security" in reason:
            raise ValueError("it is encrypted; save it without a password first") from None
        raise ValueError("it is damaged, cut short, or has no pages") from None


def fit_size(width: float, height: float, size: list[int]) -> tuple[int, int]:
    wide, high, sheet = size  # as dreamgen.Size, which would be slow to import here
    if high is not None and sheet:  # turned as the page lies, and holding the whole of it
        longer, shorter = sorted((wide, high), reverse=True)
        across, down = (longer, shorter) if width > height else (shorter, longer)
        scale = min(across / width, down / height)
        return max(1, round(width * scale)), max(1, round(height * scale))
    if high is not None:
        return wide, high
    scale = size[0] / max(width, height)
    return round(width * scale), round(height * scale)


def render(page: Any, target: tuple[int, int]) -> bytes:
    """Return the page drawn to fill (width, height) pixels, the middle where the aspect differs."""
    import pypdfium2.raw as raw
    from pypdfium2 import PdfBitmap

    width, height = page.get_size()
    scale = max(target[0] / width, target[1] / height)
    full = (max(target[0], round(width * scale)), max(target[1], round(height * scale)))
    bitmap = PdfBitmap.new_native(*target, raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, *target)
    left, top = (target[0] - full[0]) // 2, (target[1] - full[1]) // 2
    # Grey antialiasing: the coloured one of screens would leave fringes to dream on.
    flags = raw.FPDF_ANNOT
    raw.FPDF_RenderPageBitmap(bitmap, page, left, top, *full, 0, flags)
    return bitmap.to_pil().convert("RGB").tobytes()
