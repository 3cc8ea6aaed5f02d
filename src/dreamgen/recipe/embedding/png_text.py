"""Text in the chunks of a PNG file (PNG 3rd edition, section 11.3.3), unpacked within a limit."""

from __future__ import annotations

import zlib

TEXT_CHUNKS = (b"iTXt", b"tEXt", b"zTXt")


def find_text(kind: bytes, chunk: bytes, key: str, most: int) -> str | None:
    """Return the text of a chunk if ``key`` is its keyword; None for another, or more than ``most``.

    A file that other programs wrote anew may hold it compressed, or in another kind of chunk.
    """
    keyword, _, rest = chunk.partition(b"\0")
    if keyword != key.encode("latin-1"):
        return None
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        text = _inflate(rest[1:], most)
        return None if text is None else text.decode("latin-1")
    packed, (_, _, body) = rest[:1] == b"\1", _split_itxt(rest[2:])
    text = _inflate(body, most) if packed else body
    return None if text is None else text.decode("utf-8", errors="replace")


def _split_itxt(rest: bytes) -> tuple[bytes, bytes, bytes]:
    language, _, rest = rest.partition(b"\0")
    translated, _, body = rest.partition(b"\0")
    return language, translated, body


def _inflate(data: bytes, most: int) -> bytes | None:
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(data, most)
    except zlib.error:
        return None
    return None if unpacker.unconsumed_tail else text
