"""Pictures with the headers and parts of their own format made odd."""

from __future__ import annotations

import struct
from collections.abc import Callable
from random import Random

import odd
from pictures import SIDES, odd_exif, odd_profile
from png_chunks import change_png


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
                    (0xE1, b"Exif\0\0" + odd_exif(random)[6:]),
                    (
                        0xE2,
                        b"ICC_PROFILE\0"
                        + bytes(random.choice(((1, 1), (2, 1), (0, 0))))
                        + odd_profile(random),
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
            side = random.choice(SIDES) & 0xFFFF
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
            sides = b"".join((random.choice(SIDES) & 0xFFFFFF).to_bytes(3, "little") for _ in "wh")
            chunks.insert(0, (b"VP8X", bytes([random.randrange(64), 0, 0, 0]) + sides))
        elif way == 1:
            extra = (
                (b"EXIF", odd_exif(random)),
                (b"ICCP", odd_profile(random)),
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
            changed[at + 4 : at + 8] = random.choice(SIDES).to_bytes(4, "little")
        elif way == 2:
            changed[at + 8 : at + 12] = random.choice((*SIDES, start, 8)).to_bytes(4, "little")
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
        changed[at : at + 2] = (random.choice(SIDES) & 0xFFFF).to_bytes(2, "little")
    elif way == 1:  # of the first frame
        at = changed.find(b",", 13)
        at += random.choice((1, 3, 5, 7))
        changed[at : at + 2] = (random.choice(SIDES) & 0xFFFF).to_bytes(2, "little")
    else:
        comment = b"!\xfe" + b"\xff" + b"c" * 255 + b"\0"
        changed[13:13] = comment * random.choice((1, 3, 5000))
    return bytes(changed)


def _change_bmp(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    at, size = random.choice(
        ((10, 4), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2), (30, 4), (46, 4))
    )
    value = random.choice((*SIDES, 3, 4, 8, 12, 24, 32, 64, 108, 124)) % 256**size
    changed[at : at + size] = value.to_bytes(size, "little")
    return bytes(changed)


def _change_avif(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    way = random.randrange(4)
    if way == 0:
        at = changed.find(b"ispe") + 8 + random.choice((0, 4))
        changed[at : at + 4] = random.choice(SIDES).to_bytes(4, "big")
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
        changed[at : at + 4] = random.choice(SIDES).to_bytes(4, "big")
    return bytes(changed)


CHANGES: dict[str, Callable[[bytes, Random], bytes]] = {
    "PNG": change_png,
    "JPEG": _change_jpeg,
    "WEBP": _change_webp,
    "TIFF": _change_tiff,
    "GIF": _change_gif,
    "BMP": _change_bmp,
    "AVIF": _change_avif,
}
