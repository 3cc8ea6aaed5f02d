"""The chunks of a PNG file (PNG 3rd edition, section 5.3), taken apart and put together."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from dreamgen.recipe.embedding.containers import PNG_START
from dreamgen.recipe.embedding.embed import KEY


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk: its length, its kind, its data and their checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def iterate_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and data of the chunks of a whole file."""
    at = len(PNG_START)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def recipe_chunk(recipe: str) -> bytes:
    """Return the chunk that carries a recipe, as dreamgen's PNG files do."""
    return chunk(b"iTXt", KEY.encode() + b"\0\0\0\0\0" + recipe.encode())
