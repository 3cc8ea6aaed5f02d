"""What kind of file some bytes are, from their first few; imports nothing."""

from __future__ import annotations

RASTER = ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP", "AVIF")
"""Pillow's names of the formats that are read; it is allowed to try no others."""

_STARTS = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
}
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}


def find_format(data: bytes) -> str | None:
    """Return one of :data:`RASTER`, or "HEIC" (known but not read), or None."""
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    if data[4:8] == b"ftyp":
        return _find_heif_format(data)
    return None


def _find_heif_format(data: bytes) -> str | None:
    """Tell AVIF from HEIC, which share a container, by the brands that the file claims."""
    length = min(int.from_bytes(data[:4], "big"), 256)
    brands = {data[8:12]} | {data[at : at + 4] for at in range(16, length, 4)}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    return "HEIC" if brands & _HEIF_BRANDS else None
