"""How large a picture is and how it lies, from the head of its file; nothing is decoded."""

from __future__ import annotations

import struct
from collections.abc import Callable

Sides = tuple[int, int]
"""Width and height in pixels."""

_NO_FRAME = (0xC4, 0xC8, 0xCC)
"""Of the markers C0 to CF, those that begin no frame (ITU T.81, table B.1)."""
_EXIF, _ORIENTATION = b"Exif\0\0", 0x0112


def measure_upright(data: bytes, kind: str) -> Sides | None:
    """Return the sides of a PNG, JPEG or WebP file as it is seen; None where only a decoder knows."""
    read = _READERS.get(kind)
    try:
        return read(data) if read else None
    except (struct.error, IndexError):  # cut short
        return None


def _measure_png(data: bytes) -> Sides | None:
    if any(word in data for word in (b"eXIf", b"Raw profile type", b"tiff:Orientation")):
        return None
    width, height = struct.unpack(">LL", data[16:24])
    return width, height


def _measure_jpeg(data: bytes) -> Sides | None:
    at = 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAME:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            turned = _is_turned(data)
            return None if turned is None else (height, width) if turned else (width, height)
        at += 2 + int(struct.unpack(">H", data[at + 2 : at + 4])[0])
    return None


def _measure_webp(data: bytes) -> Sides | None:
    if data[12:16] == b"VP8X":
        if data[20] & 0b1100:  # EXIF or XMP, which may turn it
            return None
        low_width, high_width, low_height, high_height = struct.unpack("<HBHB", data[24:30])
        return 1 + low_width + (high_width << 16), 1 + low_height + (high_height << 16)
    if data[12:16] == b"VP8L":
        (bits,) = struct.unpack("<L", data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _is_turned(data: bytes) -> bool | None:
    """Say whether EXIF data in a file lays the picture on its side; None where it is not clear."""
    if b"tiff:Orientation" in data:
        return None
    at = data.find(_EXIF)
    if at < 0:
        return False
    tiff = data[at + len(_EXIF) :][: 1 << 16]
    order = "<" if tiff[:2] == b"II" else ">"
    (first,) = struct.unpack(order + "L", tiff[4:8])
    (count,) = struct.unpack(order + "H", tiff[first : first + 2])
    for place in range(first + 2, first + 2 + 12 * count, 12):
        tag, _, _, value = struct.unpack(order + "HHLH", tiff[place : place + 10])
        if tag == _ORIENTATION:
            return value in (5, 6, 7, 8)
    return False


_READERS: dict[str, Callable[[bytes], Sides | None]] = {
    "PNG": _measure_png,
    "JPEG": _measure_jpeg,
    "WEBP": _measure_webp,
}
