"""Fonts that a drawing brings along, as ``@font-face`` with the font file in a data URL."""

from __future__ import annotations

import base64
import binascii
import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from urllib.parse import unquote_to_bytes

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.tree import Element

_SOURCE = re.compile(r"""url\(\s{0,9}["']?data:([^,"')]{0,200}),([^"')]*+)""", re.IGNORECASE)
_MOST_FONTS = 32
_MOST_BYTES = 16 << 20
_MOST_TABLES = 64
_SFNT = (b"\x00\x01\x00\x00", b"OTTO", b"true")


def take_fonts(
    root: Element, faces: Sequence[Mapping[str, str]], taken: int, losses: Losses
) -> list[bytes]:
    """Return the font files of a drawing, each under a name that its text then asks for.

    ``taken`` is how many fonts other parts of the drawing have brought.
    """
    files: list[bytes] = []
    families: dict[str, str] = {}
    for face in faces:
        family = face.get("font-family", "").strip("\"' ")
        file = _read_face(face.get("src", "")) if len(files) + taken < _MOST_FONTS else None
        if file is None:
            if _is_used(root, family):
                losses.add(f"the font {family!r}")
            continue
        name = families.setdefault(family.lower(), f"Embedded {taken + len(files) + 1}")
        files.append(rename_font(file, name))
    if families:
        _rename_families(root, families)
    return files


def _is_used(root: Element, family: str) -> bool:
    folded = family.lower()
    return any(
        folded in (each.attributes.get("font-family") or each.style.get("font-family", "")).lower()
        for each in root.walk()
    )


def _rename_families(root: Element, families: Mapping[str, str]) -> None:
    for element in root.walk():
        for held in (element.attributes, element.style):
            if "font-family" in held:
                names = [name.strip() for name in held["font-family"].split(",")]
                plain = [families.get(name.strip("\"'").lower()) for name in names]
                renamed = [
                    f"'{new}'" if new else old for old, new in zip(names, plain, strict=True)
                ]
                held["font-family"] = ", ".join(renamed)


def _read_face(source: str) -> bytes | None:
    """Return the first font file of a ``src`` that is read: TrueType, OpenType or WOFF."""
    for kind, data in _SOURCE.findall(source):
        try:
            plain = unquote_to_bytes(data)
            file = base64.b64decode(plain + b"==") if "base64" in kind.lower() else plain
            file = unpack_woff(file) if file[:4] == b"wOFF" else file
            if file[:4] in _SFNT and len(file) <= _MOST_BYTES:
                read_tables(file)
                return file
        except (binascii.Error, zlib.error, struct.error, ValueError):
            continue
    return None


def read_tables(file: bytes) -> dict[bytes, bytes]:
    """Return the tables of an OpenType font by tag; raise ValueError for what is cut short."""
    count = _read_count(file[4:6])
    tables: dict[bytes, bytes] = {}
    for index in range(count):
        tag, _, offset, length = struct.unpack(">4sLLL", file[12 + 16 * index : 28 + 16 * index])
        if offset + length > len(file):
            raise ValueError("a table beyond the end of the font")
        tables[tag] = file[offset : offset + length]
    if sum(map(len, tables.values())) > _MOST_BYTES:
        raise ValueError("tables that overlap")
    return tables


def _read_count(data: bytes) -> int:
    (count,) = struct.unpack(">H", data)
    if not 0 < count <= _MOST_TABLES:
        raise ValueError("no tables, or far too many")
    return int(count)


def write_font(flavour: bytes, tables: Mapping[bytes, bytes]) -> bytes:
    """Return an OpenType font of the given tables (OpenType 1.9, Organization of an OpenType Font)."""
    count = len(tables)
    power = count.bit_length() - 1
    span = 16 << power
    head = flavour + struct.pack(">HHHH", count, span, power, 16 * count - span)
    directory, body = b"", b""
    for tag, data in sorted(tables.items()):
        padded = data + bytes(-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        offset = 12 + 16 * count + len(body)
        directory += struct.pack(">4sLLL", tag, total, offset, len(data))
        body += padded
    return head + directory + body


def unpack_woff(file: bytes) -> bytes:
    """Return the OpenType font in a WOFF file (W3C, WOFF File Format 1.0, 2012)."""
    count = _read_count(file[12:14])
    tables: dict[bytes, bytes] = {}
    left = _MOST_BYTES
    for index in range(count):
        entry = file[44 + 20 * index : 64 + 20 * index]
        tag, offset, packed, length, _ = struct.unpack(">4sLLLL", entry)
        data = file[offset : offset + packed]
        if packed < length:
            data = zlib.decompressobj().decompress(data, min(length, left))
        left -= len(data)
        if len(data) != length or left < 0:
            raise ValueError("a table of another length than it says")
        tables[tag] = data
    return write_font(file[4:8], tables)


def rename_font(file: bytes, family: str) -> bytes:
    """Return a font under another family's name: subsets often have none, or one that is taken."""
    text = family.encode("utf-16-be")
    records = [(1, text), (4, text), (6, text.replace(b"\x00 ", b"\x00-"))]
    storage = b"".join(data for _, data in records)
    name, at = struct.pack(">HHH", 0, len(records), 6 + 12 * len(records)), 0
    for kind, data in records:
        name += struct.pack(">HHHHHH", 3, 1, 0x409, kind, len(data), at)
        at += len(data)
    return write_font(file[:4], read_tables(file) | {b"name": name + storage})
