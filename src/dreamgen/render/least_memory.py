"""Refuse at once what no network could dream within the memory allowed."""

from __future__ import annotations

import math

from dreamgen.errors import BadInput

PER_PIXEL = 12  # bytes: reading, mixing and writing go by strips, but not all of them entirely
BESIDE = 300 * 2**20  # bytes that a network and its smallest tiles need


def check_least_memory(size: tuple[int, int], memory: int) -> None:
    """Raise BadInput if (width, height) pixels need more than ``memory`` bytes whatever the network."""
    width, height = size
    needed = BESIDE + PER_PIXEL * width * height
    if needed <= memory:
        return
    scale = math.sqrt(max(0, memory - BESIDE) / PER_PIXEL / (width * height))
    fits = f"{width * scale:.0f} x {height * scale:.0f} pixels may fit"
    raise BadInput(
        f"memory = {memory / 2**20:.0f}MB: {width} x {height} pixels need more than "
        f"{needed / 2**20:.0f}MB; {fits if scale > 0.01 else 'allow more'}"
    )
