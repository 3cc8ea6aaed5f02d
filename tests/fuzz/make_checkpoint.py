"""Files of weights: safetensors with odd headers, and torch's files with odd or hostile pickles."""

from __future__ import annotations

from random import Random

import odd
from safetensors_files import make_safetensors
from torch_files import TORCH_FILES

SUFFIX = ".pth"


def make(random: Random) -> bytes:
    """Return the bytes of a file of weights."""
    way = random.random()
    if way < 0.45:
        data = make_safetensors(random)
    elif way < 0.9:
        data = random.choice(TORCH_FILES)(random)
    else:
        data = random.choice(
            (
                b"",
                b"{}",
                b"\x89HDF\r\n\x1a\n",
                b"\x93NUMPY\1\0",
                b"GGUF",
                bytes(999),
                b"PK\5\6" + bytes(18),
            )
        )
    return odd.damage(data, random) if random.random() < 0.2 else data
