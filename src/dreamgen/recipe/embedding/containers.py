"""Walk the parts of picture files without decoding them: chunks, segments, boxes.

Each walk reads only the heads of the parts; what it yields says where a part lies. A damaged file
ends the walk early.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PNG_START = b"\x89PNG\r\n\x1a\n"
MOST_PARTS = 100_000  # of one file; more is an attack
_JPEG_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length
_JPEG_SCAN = 0xDA


@dataclass(frozen=True)
class Part:
    """A part of a file: its kind, and where its ``length`` bytes begin."""

    kind: bytes
    start: int
    length: int

    def read(self, file: BinaryIO, most: int) -> bytes:
        """Return its bytes, or nothing if there are more than ``most``."""
        if self.length > most:
            return b""
        file.seek(self.start)
        return file.read(self.length)


def walk_png(file: BinaryIO) -> Iterator[Part]:
    """Yield the chunks of a PNG file (PNG 3rd edition, section 5.3)."""
    file.seek(0)
    if file.read(8) != PNG_START:
        return
    for _ in range(MOST_PARTS):
        head = file.read(8)
        if len(head) < 8:
            return
        part = Part(head[4:], file.tell(), int.from_bytes(head[:4], "big"))
        yield part
        file.seek(part.start + part.length + 4)  # after the checksum


def walk_jpeg(file: BinaryIO) -> Iterator[Part]:
    """Yield the segments of a JPEG file before its first scan (ITU-T T.81, annex B)."""
    file.seek(0)
    if file.read(2) != b"\xff\xd8":
        return
    for _ in range(MOST_PARTS):
        marker = file.read(2)
        while marker == b"\xff\xff":  # padding
            marker = b"\xff" + file.read(1)
        if len(marker) < 2 or marker[0] != 0xFF or marker[1] == _JPEG_SCAN:
            return
        if marker[1] in _JPEG_ALONE:
            continue
        length = int.from_bytes(file.read(2), "big") - 2
        if length < 0:
            return
        part = Part(marker, file.tell(), length)
        yield part
        file.seek(part.start + length)


def walk_riff(file: BinaryIO) -> Iterator[Part]:
    """Yield the chunks of a WebP file (Google, WebP container specification)."""
    file.seek(0)
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP":
        return
    for _ in range(MOST_PARTS):
        head = file.read(8)
        if len(head) < 8:
            return
        part = Part(head[:4], file.tell(), int.from_bytes(head[4:], "little"))
        yield part
        file.seek(part.start + part.length + part.length % 2)


def walk_gif(file: BinaryIO) -> Iterator[Part]:
    """Yield the extensions before a GIF's first picture, with their sub-blocks (GIF89a, 15 to 24)."""
    file.seek(0)
    head = file.read(13)
    if head[:3] != b"GIF" or len(head) < 13:
        return
    if head[10] & 0x80:
        file.seek(3 << ((head[10] & 7) + 1), io.SEEK_CUR)
    for _ in range(MOST_PARTS):
        mark = file.read(2)
        if len(mark) < 2 or mark[0] != 0x21:
            return
        start = file.tell()
        while (size := file.read(1)) and size != b"\0":
            file.seek(size[0], io.SEEK_CUR)
        end = file.tell()
        yield Part(mark[1:], start, end - start)
        file.seek(end)


def join_blocks(blocks: bytes) -> bytes:
    """Return the contents of a GIF's sub-blocks, each of which begins with its length."""
    parts, at = [], 0
    while at < len(blocks) and blocks[at]:
        parts.append(blocks[at + 1 : at + 1 + blocks[at]])
        at += 1 + blocks[at]
    return b"".join(parts)
