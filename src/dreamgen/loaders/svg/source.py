"""The bytes of a drawing: whether they are SVG, and the XML, unzipped."""

from __future__ import annotations

import re
import zlib

from dreamgen.errors import BadInput
from dreamgen.loaders.base import Source
from dreamgen.loaders.known_files import describe

MOST_BYTES = 64 << 20
"""Unpacked; a scatter of 200,000 points is some 15 MB, embedded pictures more."""

_HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FIRST_ELEMENT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


def looks_like_svg(data: bytes) -> bool:
    """Say whether the first element of the (perhaps gzipped) bytes is an ``svg``."""
    try:
        head = _unzip(data, _HEAD) if data[:2] == _GZIP else data[:_HEAD]
    except zlib.error:
        return False
    text = _COMMENT.sub("", _decode(head)).lstrip("\ufeff \t\r\n")
    first = _FIRST_ELEMENT.search(text)
    return text.startswith("<") and first is not None and first[1] == "svg"


def unpack(source: Source) -> bytes:
    """Return the XML of a source, unzipped; raise BadInput if it is another kind of file, cut short
    or far too long.
    """
    data = source.data
    if not data:
        raise BadInput(f"{source.name} is empty")
    if data[:2] == _GZIP:
        try:
            data = _unzip(data, MOST_BYTES + 1, whole=True)
        except (zlib.error, EOFError):
            why = "cannot be unzipped: it is damaged or cut short"
            raise BadInput(f"{source.name} {why}") from None
    kind = None if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<" else describe(data)
    if kind not in (None, "text"):
        raise BadInput(f"{source.name} is {kind}, not an SVG drawing")
    if len(data) > MOST_BYTES:
        raise BadInput(f"{source.name} is longer than the {MOST_BYTES >> 20} MB that are read")
    return data


def _unzip(data: bytes, most: int, whole: bool = False) -> bytes:
    """Unzip up to ``most`` bytes, so that a bomb cannot fill the memory."""
    stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    plain = stream.decompress(data, most)
    if whole and not stream.eof and len(plain) < most:
        raise EOFError
    return plain


def _decode(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8", errors="replace")
