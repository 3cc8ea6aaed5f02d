"""What kind of picture some bytes are, from their first few; imports nothing."""

from __future__ import annotations

NAMES = {
    "PNG": "PNG",
    "JPEG": "JPEG",
    "WEBP": "WebP",
    "TIFF": "TIFF",
    "GIF": "GIF",
    "BMP": "BMP",
    "AVIF": "AVIF",
}
"""The formats that are read: Pillow's name of each, and the usual one."""

RASTER = tuple(NAMES)

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
_BMP_HEADERS = {12, 16, 40, 52, 56, 64, 108, 124}
_AVIF_BRANDS = {b"avif", b"avis"}


def find_format(data: bytes) -> str | None:
    """Return one of :data:`RASTER`, or None."""
    if is_camera_raw(data):
        return None
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[:2] == b"BM" and int.from_bytes(data[14:18], "little") in _BMP_HEADERS:
        return "BMP"
    return "AVIF" if find_brands(data) & _AVIF_BRANDS else None


def is_camera_raw(data: bytes) -> bool:
    """Say whether a camera's raw file, which is laid out as TIFF is, would pass for one."""
    return data[:4] in (b"II*\0", b"MM\0*") and data[8:10] == b"CR"


def find_brands(data: bytes) -> set[bytes]:
    """Return the brands that an ISO file claims (ISO/IEC 14496-12, section 4.3); AVIF, HEIC, MP4."""
    if data[4:8] != b"ftyp":
        return set()
    length = min(int.from_bytes(data[:4], "big"), 256, len(data))
    return {data[8:12]} | {data[at : at + 4] for at in range(16, length - 3, 4)}
