"""Pixel pictures of every format that is read, with their headers and chunks made odd."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from functools import cache
from random import Random

import odd
from PIL import Image, ImageCms
from samples import read_samples

SUFFIX = ".picture"

_MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB", "CMYK"),
    "WEBP": ("RGB", "RGBA"),
    "TIFF": ("1", "L", "P", "RGB", "RGBA", "CMYK", "LAB", "YCbCr", "I;16", "I", "F"),
    "GIF": ("1", "L", "P"),
    "BMP": ("1", "L", "P", "RGB", "RGBA"),
    "AVIF": ("RGB", "RGBA"),
}
_TIFF_WAYS = ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits")
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
    format = random.choice(tuple(_MODES))
    data = draw(format, random)
    if way < 0.75:
        data = _CHANGES[format](data, random)
    return odd.damage(data, random) if random.random() < 0.25 else data


def draw(format: str, random: Random) -> bytes:
    """Return a small good picture of a format, of any mode, now and then an animation."""
    mode = random.choice(_MODES[format])
    size = random.choice(((40, 30), (17, 64), (1, 1), (64, 48), (300, 2), (3, 200)))
    image = _image(mode, size, random.randrange(4))
    options: dict = {}
    if format == "TIFF":
        options["compression"] = _choose_tiff_way(mode, random)
        options["big_tiff"] = random.random() < 0.2
    if format in ("GIF", "WEBP", "PNG", "TIFF", "AVIF") and random.random() < 0.2:
        options |= {"save_all": True, "append_images": [image] * random.randint(1, 3)}
    if format in ("PNG", "JPEG", "WEBP", "TIFF", "AVIF") and random.random() < 0.3:
        options["icc_profile"] = _profile(random.choice(("sRGB", "LAB", "XYZ")))
    if format in ("PNG", "JPEG", "WEBP", "AVIF") and random.random() < 0.3:
        options["exif"] = _exif(1)
    file = io.BytesIO()
    try:
        image.save(file, format, **options)
    except (
        OSError,
        ValueError,
        RuntimeError,
        TypeError,
        KeyError,
        SyntaxError,
    ):  # a mode the way cannot hold
        file = io.BytesIO()
        image.convert("RGB").save(file, format)
    return file.getvalue()


def _choose_tiff_way(mode: str, random: Random) -> str:
    more = {"1": ("group4", "tiff_ccitt"), "L": ("jpeg",), "RGB": ("jpeg",), "CMYK": ("jpeg",)}
    return random.choice((*_TIFF_WAYS, *more.get(mode, ())))


@cache
def _image(mode: str, size: tuple[int, int], turn: int) -> Image.Image:
    ramp = Image.linear_gradient("L").resize(size).rotate(90 * turn)
    if mode == "I;16":
        return ramp.convert("I").point(lambda value: value * 257).convert("I;16")
    if mode == "LAB":
        return ramp.convert("RGB").convert("LAB")
    return ramp.convert("RGB").convert(mode) if mode not in ("I", "F") else ramp.convert(mode)


@cache
def _profile(space: str) -> bytes:
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()  # type: ignore[arg-type]
    return data[:24] + bytes(12) + data[36:]  # without the time at which it was made


@cache
def _exif(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def _odd_profile(random: Random) -> bytes:
    data = _profile(random.choice(("sRGB", "LAB", "XYZ")))
    return odd.damage(data, random) if random.random() < 0.7 else data


def _odd_exif(random: Random) -> bytes:
    data = _exif(random.choice((0, 1, 3, 6, 8, 9, 65535)))
    return odd.damage(data, random) if random.random() < 0.5 else data


# --- formats' own parts ------------------------------------------------------------------------

_SIDES = (0, 1, 2, 40, 15000, 16383, 16384, 65535, 100_000, 60_000_000, 2**31 - 1, 2**31, 2**32 - 1)


def png_chunk(name: bytes, data: bytes) -> bytes:
    """Return a chunk of PNG: length, name, data and the right checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _split_png(data: bytes) -> list[tuple[bytes, bytes]]:
    chunks, at = [], 8
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return chunks


def _odd_chunk(random: Random) -> tuple[bytes, bytes]:
    def integers(count: int, letter: str = "I") -> bytes:
        values = (random.choice((0, 1, 45455, 31270, 100_000, 2**31 - 1)) for _ in range(count))
        return struct.pack(f">{count}{letter}", *values)

    bomb = zlib.compress(bytes(random.choice((10, 10**5, 3 * 10**7))))
    return random.choice(
        (
            (b"gAMA", integers(1)),
            (b"cHRM", integers(8)),
            (b"sRGB", b"\0"),
            (
                b"cICP",
                bytes(
                    random.choice(((9, 16, 0, 1), (12, 13, 0, 1), (9, 18, 0, 0), (255, 255, 9, 2)))
                ),
            ),
            (b"mDCV", integers(6)),
            (b"tRNS", random.randbytes(random.choice((0, 1, 2, 6, 256, 300)))),
            (b"PLTE", random.randbytes(random.choice((0, 3, 5, 768, 900)))),
            (b"sBIT", random.randbytes(3)),
            (b"bKGD", random.randbytes(6)),
            (b"pHYs", integers(2) + b"\1"),
            (b"iCCP", b"a\0\0" + bomb),
            (b"iCCP", b"a\0\0" + random.randbytes(30)),
            (b"eXIf", _odd_exif(random)),
            (b"zTXt", b"dreamgen\0\0" + bomb),
            (b"iTXt", b"dreamgen\0\1\0\0\0" + bomb),
            (b"tEXt", b"dreamgen\0" + odd.text(random).encode("latin-1", errors="replace")),
            (b"acTL", integers(2)),
            (b"fcTL", integers(5) + random.randbytes(6)),
            (b"fdAT", integers(1) + random.randbytes(20)),
            (b"IHDR", integers(2) + b"\x08\x06\0\0\0"),
            (b"IDAT", bomb),
            (b"IEND", b""),
            (bytes(random.choices(b"aBcDzI", k=4)), random.randbytes(9)),
        )
    )


def _change_png(data: bytes, random: Random) -> bytes:
    chunks = _split_png(data)
    for _ in range(random.choice((1, 1, 2, 4))):
        at = random.randrange(len(chunks))
        way = random.randrange(6)
        name, body = chunks[at]
        if way <= 1:
            chunks.insert(random.randint(1, len(chunks)), _odd_chunk(random))
        elif way == 2 and len(chunks[0][1]) == 13:
            fields = list(struct.unpack(">IIBBBBB", chunks[0][1]))
            which = random.randrange(7)
            fields[which] = random.choice(_SIDES if which < 2 else (0, 1, 2, 3, 4, 6, 8, 16, 255))
            chunks[0] = (b"IHDR", struct.pack(">IIBBBBB", *fields))
        elif way == 3 and len(chunks) > 1:
            chunks.pop(at)
        elif way == 4:
            chunks.insert(at, chunks[random.randrange(len(chunks))])
        else:
            chunks[at] = (name, odd.damage(body, random))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)


def _change_jpeg(data: bytes, random: Random) -> bytes:
    segments, at = [], 2
    while data[at] == 0xFF and data[at + 1] != 0xDA:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segments.append((data[at + 1], data[at + 4 : at + 2 + length]))
        at += 2 + length
    rest = data[at:]
    for _ in range(random.choice((1, 1, 2, 4))):
        which = random.randrange(len(segments))
        marker, body = segments[which]
        way = random.randrange(5)
        if way == 0:
            extra = random.choice(
                (
                    (0xE1, b"Exif\0\0" + _odd_exif(random)[6:]),
                    (
                        0xE2,
                        b"ICC_PROFILE\0"
                        + bytes(random.choice(((1, 1), (2, 1), (0, 0))))
                        + _odd_profile(random),
                    ),
                    (0xEE, b"Adobe\0\x64\0\0\0\0" + bytes([random.randrange(4)])),
                    (0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"),
                    (0xFE, odd.text(random).encode()[:60000]),
                    (0xE2, b"MPF\0" + random.randbytes(60)),
                    (0xDD, b"\0\1"),
                )
            )
            segments.insert(random.randint(0, len(segments)), extra)
        elif way == 1 and marker in (0xC0, 0xC1, 0xC2) and len(body) > 5:
            side = random.choice(_SIDES) & 0xFFFF
            at = random.choice((1, 3))
            segments[which] = (marker, body[:at] + side.to_bytes(2, "big") + body[at + 2 :])
        elif way == 2:
            segments.pop(which)
            segments = segments or [(0xFE, b"")]
        elif way == 3:
            segments[which] = (random.randrange(0xC0, 0xFF), body)
        else:
            segments[which] = (marker, odd.damage(body, random)[:65000])
    written = (
        bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body
        for marker, body in segments
    )
    return data[:2] + b"".join(written) + rest


def _change_webp(data: bytes, random: Random) -> bytes:
    chunks, at = [], 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        chunks.append((data[at : at + 4], data[at + 8 : at + 8 + length]))
        at += 8 + length + length % 2
    for _ in range(random.choice((1, 1, 2))):
        which = random.randrange(len(chunks))
        name, body = chunks[which]
        way = random.randrange(4)
        if way == 0:
            sides = b"".join((random.choice(_SIDES) & 0xFFFFFF).to_bytes(3, "little") for _ in "wh")
            chunks.insert(0, (b"VP8X", bytes([random.randrange(64), 0, 0, 0]) + sides))
        elif way == 1:
            extra = (
                (b"EXIF", _odd_exif(random)),
                (b"ICCP", _odd_profile(random)),
                (b"ANIM", bytes(6)),
            )
            chunks.insert(random.randint(0, len(chunks)), random.choice(extra))
        elif way == 2 and len(chunks) > 1:
            chunks.pop(which)
        else:
            chunks[which] = (name, odd.damage(body, random))
    inside = b"".join(
        name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
        for name, body in chunks
    )
    return b"RIFF" + (len(inside) + 4).to_bytes(4, "little") + b"WEBP" + inside


def _change_tiff(data: bytes, random: Random) -> bytes:
    """Change entries of the first directory: a type, a count, a value, or where the next one lies."""
    if data[:4] != b"II*\0":
        return odd.damage(data, random)
    changed = bytearray(data)
    start = int.from_bytes(data[4:8], "little")
    entries = int.from_bytes(data[start : start + 2], "little")
    for _ in range(random.choice((1, 1, 2, 4))):
        at = start + 2 + 12 * random.randrange(max(1, entries))
        way = random.randrange(5)
        if way == 0:
            changed[at + 2 : at + 4] = random.randint(0, 18).to_bytes(2, "little")
        elif way == 1:
            changed[at + 4 : at + 8] = random.choice(_SIDES).to_bytes(4, "little")
        elif way == 2:
            changed[at + 8 : at + 12] = random.choice((*_SIDES, start, 8)).to_bytes(4, "little")
        elif way == 3:
            tags = (
                254,
                256,
                257,
                258,
                259,
                262,
                270,
                273,
                277,
                278,
                279,
                282,
                284,
                317,
                320,
                322,
                324,
            )
            tags += (330, 338, 339, 347, 529, 530, 700, 33723, 34377, 34665, 34675, 34853, 37510)
            changed[at : at + 2] = random.choice(tags).to_bytes(2, "little")
        else:
            end = start + 2 + 12 * entries
            changed[end : end + 4] = random.choice((start, 8, end, 2**32 - 1)).to_bytes(4, "little")
    return bytes(changed)


def _change_gif(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    way = random.randrange(3)
    if way == 0:  # of the logical screen
        at = random.choice((6, 8))
        changed[at : at + 2] = (random.choice(_SIDES) & 0xFFFF).to_bytes(2, "little")
    elif way == 1:  # of the first frame
        at = changed.find(b",", 13)
        at += random.choice((1, 3, 5, 7))
        changed[at : at + 2] = (random.choice(_SIDES) & 0xFFFF).to_bytes(2, "little")
    else:
        comment = b"!\xfe" + b"\xff" + b"c" * 255 + b"\0"
        changed[13:13] = comment * random.choice((1, 3, 5000))
    return bytes(changed)


def _change_bmp(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    at, size = random.choice(
        ((10, 4), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2), (30, 4), (46, 4))
    )
    value = random.choice((*_SIDES, 3, 4, 8, 12, 24, 32, 64, 108, 124)) % 256**size
    changed[at : at + size] = value.to_bytes(size, "little")
    return bytes(changed)


def _change_avif(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    way = random.randrange(4)
    if way == 0:
        at = changed.find(b"ispe") + 8 + random.choice((0, 4))
        changed[at : at + 4] = random.choice(_SIDES).to_bytes(4, "big")
    elif way == 1:
        at = changed.find(b"nclx") + 4
        codes = random.choice(((9, 16, 9), (12, 17, 0), (9, 18, 9), (65535, 65535, 65535)))
        changed[at : at + 6] = struct.pack(">HHH", *codes)
    elif way == 2:
        at = changed.find(random.choice((b"iloc", b"iinf", b"pixi", b"av1C", b"meta", b"mdat")))
        changed[at + 4 : at + 12] = random.randbytes(8)
    else:
        at = changed.find(random.choice((b"irot", b"iprp", b"iref", b"hdlr", b"ftyp"))) - 4
        at = max(at, 0)
        changed[at : at + 4] = random.choice(_SIDES).to_bytes(4, "big")
    return bytes(changed)


_CHANGES: dict[str, Callable[[bytes, Random], bytes]] = {
    "PNG": _change_png,
    "JPEG": _change_jpeg,
    "WEBP": _change_webp,
    "TIFF": _change_tiff,
    "GIF": _change_gif,
    "BMP": _change_bmp,
    "AVIF": _change_avif,
}
