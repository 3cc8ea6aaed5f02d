"""Decode a picture file in a process of its own, within limits of time and memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.imaging.bands import Bands
from dreamgen.loaders.base import Source
from dreamgen.loaders.isolation import Limits, run_isolated
from dreamgen.loaders.losses import Losses
from dreamgen.recipe.values import Size

Target = tuple[int, int]
_WORKER = Path(__file__).with_name("decode_worker.py")
_SECONDS, _SECONDS_PER_BYTE = 5.0, 1 / 2**23  # 200 megapixels take some 3
_MEMORY = 900 << 20  # bytes: 200 megapixels of colour take 800 MB
_BYTES = {"L": 1, "F": 4}


def decode_isolated(
    source: Source, kind: str, size: Size | None, losses: Losses
) -> tuple[Bands, Target]:
    """Return what :func:`decoding.decode` returns; its warnings are added to ``losses``."""
    return decode_in(_WORKER, source, size, losses, {"kind": kind})


def decode_in(
    worker: Path,
    source: Source,
    size: Size | None,
    losses: Losses,
    how: Mapping[str, Any],
    packages: Sequence[str] = (),
) -> tuple[Bands, Target]:
    """Decode in the process of a worker, who is told ``how``.

    ``packages`` are those that it needs besides Pillow and numpy.
    """
    wanted = None if size is None else [size.width, size.height, size.sheet]
    head = json.dumps({**how, "size": wanted, "name": source.name}).encode()
    limits = Limits(_SECONDS + len(source.data) * _SECONDS_PER_BYTE, _MEMORY)
    needed = ["dreamgen", "PIL", "numpy", *packages]
    reply = run_isolated(worker, head + b"\n" + source.data, limits, source.name, needed)
    return read_reply(reply, losses)


def read_reply(reply: bytes, losses: Losses) -> tuple[Bands, Target]:
    """Return what is in the worker's answer; raise BadInput if it refuses the file."""
    end = reply.index(b"\n") if b"\n" in reply else len(reply)
    head = json.loads(reply[:end])
    if "refusal" in head:
        raise BadInput(head["refusal"])
    for text in head["warnings"]:
        losses.say(text)
    (width, height), at, bands = head["size"], end + 1, []
    for mode in head["modes"]:
        length = width * height * _BYTES[mode]
        bands.append(Image.frombytes(mode, (width, height), memoryview(reply)[at : at + length]))
        at += length
    return Bands.of(bands), (head["target"][0], head["target"][1])
