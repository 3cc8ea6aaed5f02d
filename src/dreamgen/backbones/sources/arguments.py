"""What a file may ask of an architecture's constructor: its own arguments, with plain values."""

from __future__ import annotations

import inspect
import math
from collections.abc import Mapping
from typing import Any

from dreamgen.errors import BadInput, make_printable, nearest

LARGEST = 16_384  # of a number: wider than any network
LIMITS = {"num_classes": 100_000, "in_chans": 1024, "img_size": 4096, "depth": 512, "depths": 512}
MOST = 64  # items of a list, and signs of a text


def check_arguments(architecture: str, arguments: Mapping[str, Any], where: str) -> None:
    """Raise BadInput unless the architecture's own class takes these arguments.

    What timm's ``create_model`` takes beside them loads other files (``checkpoint_path``), so a file
    may not give it. ``where`` begins the message, as "The description in 'w.safetensors'".
    """
    if not arguments:
        return
    from dreamgen.backbones.sources.architecture import outline

    allowed = [*inspect.signature(type(outline(architecture))).parameters]
    for name, value in arguments.items():
        told = make_printable(name)[:MOST]
        if name not in allowed:
            raise BadInput(
                f"{where} is wrong: {architecture} takes no argument {told!r}"
                f"{nearest(told, allowed)}."
            )
        if not _is_plain(value, LIMITS.get(name, LARGEST)):
            raise BadInput(f"{where} is wrong: the argument {told!r} has a value out of range.")


def _is_plain(value: object, largest: int) -> bool:
    if isinstance(value, list | tuple):
        return len(value) <= MOST and all(_is_plain(item, largest) for item in value)
    if isinstance(value, str):
        return len(value) <= MOST
    if isinstance(value, float):
        return math.isfinite(value) and abs(value) <= largest
    return value is None or (isinstance(value, int) and abs(value) <= largest)
