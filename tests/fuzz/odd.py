"""Odd numbers, odd texts and damaged bytes, for the generators of every kind."""

from __future__ import annotations

from random import Random

NUMBERS = (
    "0", "-0", "1", "-1", "2", "3.7", "1e308", "1e309", "-1e309", "nan", "inf", "-inf", "1e-320",
    "0.0000001", "2147483648", "4294967296", "9223372036854775808", "60000000", "16384", "1e5",
    "+5", "1.", ".5", "0x10", "1_000", "٣", "1e", "--1", "", "9" * 400, "0." + "0" * 400 + "1",
)  # fmt: skip

NAMES = (
    "#bait", "bait.png", "./bait.svg", "../bait.png", "#bait/../../bait.png", "/etc/issue",
    "file:///etc/issue", "http://127.0.0.1:9/x.png", "https://example.invalid/x", "//x.invalid/y",
    "~/.ssh/id_rsa", "$HOME", "-", "noise", "sample:cat", "sample:../README", "/dev/zero",
    "/dev/stdin", "/proc/self/environ", "bait.safetensors", "hf-hub:a/b", "local-dir:.", "con",
)  # fmt: skip
"""Names of files and addresses: those in the working directory are baits, see watch.py."""

TEXTS = (
    "", " ", "a", "\t", "\r\n", "\x1b[31m\x07", "\u202egnp.exe", "\ufeff", "\ud7ff", "\U0010ffff",
    "e\u0301" * 3, "'", '"', "'\"", "\\", "%s%n%x", "{0}", "<b>&amp;", "]]>", "/*", "true", "none",
    "?", ",", ",,", "a,b", "*", "**", "..", ".", "[", "(", "()", "=", "--run-script", "x" * 3000,
    "(" * 300, "." * 3000, " " * 30000, "9" * 5000, "龍" * 50,
)  # fmt: skip


def number(random: Random) -> str:
    """Return the text of a number: mostly a usual one."""
    if random.random() < 0.6:
        return random.choice((str(random.randint(0, 300)), f"{random.uniform(-5, 200):.4g}"))
    return random.choice(NUMBERS)


def text(random: Random) -> str:
    """Return an odd text, or the odd name of a file."""
    return random.choice(random.choice((TEXTS, NAMES, NUMBERS)))


def count(random: Random, most: int) -> int:
    """Return a small number mostly, and now and then up to ``most``."""
    if random.random() < 0.97:
        return random.randint(0, 6)
    return int(most ** random.random())


def damage(data: bytes, random: Random) -> bytes:
    """Flip, cut, insert, repeat or move some bytes."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        at = random.randrange(len(changed) + 1)
        length = random.choice((1, 1, 2, 4, 8, 64, 1024))
        way = random.randrange(6)
        if way == 0:
            changed[at : at + 1] = bytes([random.randrange(256)])
        elif way == 1:
            del changed[at : at + length]
        elif way == 2:
            changed[at:at] = random.randbytes(length)
        elif way == 3:
            changed[at:at] = changed[at : at + length] * random.choice((1, 1, 2, 50))
        elif way == 4:
            changed[at : at + 4] = random.choice(
                (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\0\0\0\1", b"\1\0\0\0")
            )
        else:
            del changed[at + random.randrange(1, 2000) :]
    return bytes(changed)


def damage_text(content: str, random: Random) -> str:
    """Replace a number, a word or a sign of a text, or cut and repeat pieces of it."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        at = random.randrange(len(content) + 1)
        end = at + random.choice((0, 1, 1, 3, 12))
        piece = random.choice((number, text, _sign, _repeat(content, at)))(random)
        content = content[:at] + piece + content[end:]
    return content


def _sign(random: Random) -> str:
    return random.choice("()[]{}<>\"'=,.;:*+-/\\#&%!?~^|@$` \n\t\0\x7f\u2028")


def _repeat(content: str, at: int):  # type: ignore[no-untyped-def]
    def piece(random: Random) -> str:
        return content[at : at + random.choice((1, 5, 40))] * random.choice((1, 2, 60))

    return piece
