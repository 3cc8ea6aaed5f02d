"""Pixel pictures of every format that is read, with their headers and chunks made odd."""

from __future__ import annotations

from random import Random

import odd
from pictures import MODES, draw
from raster_headers import CHANGES
from samples import read_samples

SUFFIX = ".picture"

_FOREIGN = (
    b"", b"\0", bytes(4000), b"hello\n" * 99, b"%PDF-1.7\n%%EOF", b"8BPS\0\1" + bytes(40),
    b"<html><body>",
    b"\0\0\0\x0cJXL \r\n\x87\n" + bytes(40), b"v/1\x01\2\0\0\0", b"PK\3\4" + bytes(40), b"{\\rtf1}",
    b"P6 9 9 255\n",
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(60), b"\0\0\1\0\1\0\x10\x10" + bytes(60),
    b"GIF89a", b"BM", b"RIFF",
    b"\0\0\0\x18ftypmp42" + bytes(60), b"\x1f\x8b\x08" + bytes(30), b"\xff\xd8\xff", b"II*\0",
    b"qoif" + bytes(20),
    b"#!/usr/bin/env python\nopen('marker', 'w')\n", b"a,b\n1,2\n3,4\n",
    b"\xd0\xcf\x11\xe0" + bytes(600),
)  # fmt: skip


def make(random: Random) -> bytes:
    """Return the bytes of a picture."""
    way = random.random()
    if way < 0.03:
        return random.choice(_FOREIGN)
    if way < 0.06:
        return odd.damage(random.choice(read_samples(".jpg")), random)
    format = random.choice(tuple(MODES))
    data = draw(format, random)
    if way < 0.75:
        data = CHANGES[format](data, random)
    return odd.damage(data, random) if random.random() < 0.25 else data
