"""What a sweep and an atlas vary, as the command line and files of jobs ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dreamgen.errors import BadInput

SMALL: dict[str, Any] = {"size": "160", "octaves.count": 4}
"""Keys of an atlas without a preset: quick, for it may have hundreds of pictures."""


def list_sweep_axes(layers: str | None, channels: str | None, vary: Sequence[str]) -> list[str]:
    """Return the axes of a sweep: layers or channels, all layers if nothing varies at all."""
    if layers and channels:
        raise BadInput("layers and channels: give one of them, and vary the other by vary")
    if channels is not None and ":" not in channels:
        raise BadInput(f"channels {channels}: must be a layer and its channels, as 6:0-15")
    axes = [f"layer={layers}"] if layers else [f"channel={channels}"] if channels else []
    return [*axes, *vary] or ["layer=all"]


def list_atlas_axes(
    channels: str | None, concepts: str | None, vary: Sequence[str], has_layer: bool
) -> list[str]:
    """Return the axes of an atlas: channels of the layer, or concepts."""
    if concepts is not None and (channels is not None or has_layer):
        raise BadInput("concepts: asks the classifier, so layer and channels do nothing")
    axis = f"channel={channels or 'all'}" if concepts is None else f"concept={concepts}"
    return [axis, *vary]
