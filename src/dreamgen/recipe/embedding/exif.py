"""Read one tag of an EXIF block, or of a TIFF file, which is laid out alike (TIFF 6.0)."""

from __future__ import annotations

from typing import BinaryIO, Literal

_EXIF_DIRECTORY = 0x8769
_ONE_BYTE_EACH = {1, 2, 7}  # BYTE, ASCII, UNDEFINED: the types that may hold text
_MOST_ENTRIES = 4096
_CLASSIC, _BIG = 42, 43


def find_tag(file: BinaryIO, tag: int, most: int) -> bytes | None:
    """Return the bytes of a tag in the first directory, or in the EXIF directory it points to.

    None if it is absent, holds no bytes or more than ``most``, or if the block is damaged.
    """
    file.seek(0)
    start = file.read(16)
    order: Literal["little", "big"] = "little" if start[:2] == b"II" else "big"
    if start[:2] not in (b"II", b"MM"):
        return None
    version = int.from_bytes(start[2:4], order)
    if version not in (_CLASSIC, _BIG):
        return None
    reader = _Reader(file, order, big=version == _BIG)
    offset = int.from_bytes(start[8:16] if version == _BIG else start[4:8], order)
    entries = reader.read_directory(offset)
    pointer = entries.get(_EXIF_DIRECTORY)
    if tag not in entries and pointer:
        entries = reader.read_directory(int.from_bytes(pointer[2][: reader.word], order))
    return reader.read_bytes(*entries[tag], most) if tag in entries else None


class _Reader:
    def __init__(self, file: BinaryIO, order: Literal["little", "big"], big: bool) -> None:
        self.file, self.order = file, order
        self.word = 8 if big else 4
        self._count_bytes = 8 if big else 2

    def read_directory(self, offset: int) -> dict[int, tuple[int, int, bytes]]:
        """Return each tag's type, count, and value or offset."""
        self.file.seek(offset)
        count = int.from_bytes(self.file.read(self._count_bytes), self.order)
        width = 4 + 2 * self.word
        data = self.file.read(width * min(count, _MOST_ENTRIES))
        entries = {}
        for at in range(0, len(data) - width + 1, width):
            tag, kind = (int.from_bytes(data[at + i : at + i + 2], self.order) for i in (0, 2))
            number = int.from_bytes(data[at + 4 : at + 4 + self.word], self.order)
            entries[tag] = (kind, number, data[at + 4 + self.word : at + width])
        return entries

    def read_bytes(self, kind: int, count: int, value: bytes, most: int) -> bytes | None:
        if kind not in _ONE_BYTE_EACH or count > most:
            return None
        if count <= self.word:
            return value[:count]
        self.file.seek(int.from_bytes(value, self.order))
        return self.file.read(count)
