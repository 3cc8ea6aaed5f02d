"""The boxes of an ISO file, as AVIF and HEIC are (ISO/IEC 14496-12, section 4.2)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO

from dreamgen.recipe.embedding.containers import MOST_PARTS, Part


def walk_boxes(file: BinaryIO, start: int = 0, end: int | None = None) -> Iterator[Part]:
    """Yield the boxes of one level, which lie between ``start`` and ``end``."""
    end = file.seek(0, os.SEEK_END) if end is None else end
    for _ in range(MOST_PARTS):
        if start + 8 > end:
            return
        file.seek(start)
        head = file.read(16)
        length, used = int.from_bytes(head[:4], "big"), 8
        if length == 1:
            length, used = int.from_bytes(head[8:], "big"), 16
        length = length or end - start
        if length < used or start + length > end:
            return
        yield Part(head[4:8], start + used, length - used)
        start += length


def find_box(file: BinaryIO, *path: bytes) -> Part | None:
    """Return the first box at a path of kinds; ``meta`` holds its boxes after 4 bytes."""
    start, end, found = 0, None, None
    for kind in path:
        found = next((box for box in walk_boxes(file, start, end) if box.kind == kind), None)
        if found is None:
            return None
        start = found.start + (4 if kind == b"meta" else 0)
        end = found.start + found.length
    return found


def find_exif_item(file: BinaryIO, most: int) -> bytes | None:
    """Return the EXIF block of a picture (ISO/IEC 23008-12, annex A); None if there is none."""
    names, places = find_box(file, b"meta", b"iinf"), find_box(file, b"meta", b"iloc")
    if names is None or places is None:
        return None
    number = _find_item(file, names, b"Exif")
    place = None if number is None else _find_place(places.read(file, most), number)
    if place is None or not 4 < place.length <= most:
        return None
    block = place.read(file, most)
    return block[4 + int.from_bytes(block[:4], "big") :]  # it says where its TIFF header begins


def _find_item(file: BinaryIO, names: Part, kind: bytes) -> int | None:
    """Return the number of the first item of a kind, by ``iinf`` (section 8.11.6)."""
    head = names.read(file, 1 << 20)
    skipped = 6 if head[:1] == b"\0" else 8
    for entry in walk_boxes(file, names.start + skipped, names.start + names.length):
        body = entry.read(file, 1 << 16)
        width = {2: 2, 3: 4}.get(body[0]) if body else None
        if width and body[4 + width + 2 : 4 + width + 6] == kind:
            return int.from_bytes(body[4 : 4 + width], "big")
    return None


def _find_place(body: bytes, wanted: int) -> Part | None:
    """Return where an item of one extent lies, by ``iloc`` (section 8.11.3)."""
    if len(body) < 8:
        return None
    version, at = body[0], 4

    def take(width: int) -> int:
        nonlocal at
        value = int.from_bytes(body[at : at + width], "big")
        at += width
        return value

    sizes = [take(1), take(1)]
    offset_size, length_size, base_size = sizes[0] >> 4, sizes[0] & 15, sizes[1] >> 4
    index_size = sizes[1] & 15 if version else 0
    for _ in range(min(take(2 if version < 2 else 4), MOST_PARTS)):
        if at >= len(body):
            return None
        number = take(2 if version < 2 else 4)
        method = take(2) & 15 if version else 0
        take(2)
        base, extents = take(base_size), take(2)
        for _ in range(extents if at < len(body) else 0):
            take(index_size)
            offset, length = take(offset_size), take(length_size)
            if number == wanted:
                return Part(b"Exif", base + offset, length) if method == 0 else None
    return None
