"""PNG, chunk by chunk, with the right checksums."""

from __future__ import annotations

import struct
import zlib
from random import Random

import odd
from pictures import SIDES, odd_exif


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
            (b"eXIf", odd_exif(random)),
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


def change_png(data: bytes, random: Random) -> bytes:
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
            fields[which] = random.choice(SIDES if which < 2 else (0, 1, 2, 3, 4, 6, 8, 16, 255))
            chunks[0] = (b"IHDR", struct.pack(">IIBBBBB", *fields))
        elif way == 3 and len(chunks) > 1:
            chunks.pop(at)
        elif way == 4:
            chunks.insert(at, chunks[random.randrange(len(chunks))])
        else:
            chunks[at] = (name, odd.damage(body, random))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*chunk) for chunk in chunks)
