"""Refuse at once what no network could dream within the memory allowed."""

from __future__ import annotations

import math

from dreamgen.backbones.tiling.costs import ENGINE, SPARE, format_bytes
from dreamgen.errors import BadInput

BY_STRIPS = 12
"""Bytes a pixel by strips: reading, mixing and writing go so, but not all of them entirely."""


def check_least_memory(size: tuple[int, int], memory: int) -> None:
    """Raise BadInput if (width, height) pixels need more than ``memory`` bytes whatever the network."""
    width, height = size
    # Small pictures need least as a whole, large ones by strips.
    needed = min(ENGINE * width * height, SPARE + BY_STRIPS * width * height)
    if needed <= memory:
        return
    most = max(memory / ENGINE, (memory - SPARE) / BY_STRIPS)
    # Less than that: what the network needs comes on top.
    scale = 0.9 * math.sqrt(most / (width * height))
    raise BadInput(
        f"memory = {format_bytes(memory)}: {width} x {height} pixels need more than "
        f"{format_bytes(needed)}; fewer than {width * scale:.0f} x {height * scale:.0f} may fit"
    )
