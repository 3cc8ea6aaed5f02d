"""What a dream costs in memory beside its network; without torch, to be asked before anything loads."""

from __future__ import annotations

ENGINE = 400
"""Bytes a pixel that the engine needs for a whole picture: the picture, its gradient, their filters."""

SPARE = 300 * 2**20
"""Bytes beside strips and tiles: the weights, and what libraries keep of them."""


def format_bytes(count: float) -> str:
    """Return a number of bytes for people: 800MB, 1.5GB."""
    return f"{count / 2**30:.3g}GB" if count >= 2**30 else f"{count / 2**20:.3g}MB"
