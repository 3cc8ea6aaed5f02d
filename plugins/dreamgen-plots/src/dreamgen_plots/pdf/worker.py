"""Draws a page of a PDF file with PDFium, in the process of :func:`dreamgen.run_isolated`.

The page is drawn with its text and without, and the boxes of its panels are found. The request is a
length in 4 bytes, so much JSON (page, size), then the file. The answer is a line of JSON with the
size and the panels' boxes, then the two pictures as raw RGB.
"""

from __future__ import annotations

import json

SMALLEST, SMALLEST_TOGETHER = 0.02, 0.1  # of the page, for one panel and for all of them


def answer(request: bytes) -> bytes:
    length = int.from_bytes(request[:4], "little")
    wanted = json.loads(request[4 : 4 + length])
    return draw_page(request[4 + length :], wanted["page"], wanted["size"])


def draw_page(data: bytes, number: int, size: list[int]) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    if number > len(document):
        raise ValueError(f"it has {len(document)} pages, and page {number} was asked for")
    page = document[number - 1]
    width, height = page.get_size()
    if not (width > 0 and height > 0 and width < 1e6 and height < 1e6):
        raise ValueError(f"its page measures {width:g} x {height:g} points")
    target = fit_size(width, height, size)
    if min(target) < 16:
        raise ValueError(f"at this size its page would be {target[0]} x {target[1]} pixels")
    whole = render(page, target)
    panels = find_panels(page, width, height)
    for item in find_texts(page):
        page.remove_obj(item)
    page.gen_content()
    head = {"size": target, "panels": panels}
    return json.dumps(head).encode() + b"\n" + whole + render(page, target)


def fit_size(width: float, height: float, size: list[int]) -> tuple[int, int]:
    if size[1] is not None:
        return size[0], size[1]
    scale = size[0] / max(width, height)
    return round(width * scale), round(height * scale)


def render(page, target: tuple[int, int]) -> bytes:
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


def find_texts(page) -> list:
    import pypdfium2.raw as raw

    return list(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=1))


def find_panels(page, width: float, height: float) -> list[list[float]]:
    """Return left, top, right, bottom, as shares of the page, of the largest boxes that are no page.

    In a page of facets these are several of one size; bars and backgrounds of legends are smaller.
    """
    import pypdfium2.raw as raw

    boxes: list[list[float]] = []
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=2):
        left, bottom, right, top = item.get_bounds()
        box = [left / width, 1 - top / height, right / width, 1 - bottom / height]
        if SMALLEST < measure_area(box) < 0.9 and box not in boxes:
            boxes.append(box)
    largest = max(map(measure_area, boxes), default=0.0)
    alike = [box for box in boxes if measure_area(box) > 0.6 * largest]
    return alike if sum(map(measure_area, alike)) > SMALLEST_TOGETHER else []


def measure_area(box: list[float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
