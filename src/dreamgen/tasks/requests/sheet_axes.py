"""What a sweep and an atlas vary, as the command line and files of jobs ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.tasks.grid.axis import read_axis

SMALL: dict[str, Any] = {"size": "160", "octaves.count": 4}
"""Keys of an atlas without a preset: quick, for it may have hundreds of pictures."""


def list_sweep_axes(
    layers: str | None, channels: str | None, vary: Sequence[str], dashes: str = ""
) -> list[str]:
    """Return the axes of a sweep: layers or channels, all layers if nothing varies at all.

    Messages name layers and channels with ``dashes`` before them, as the caller has them.
    """
    if layers is not None and channels is not None:
        raise BadInput(f"{dashes}layers and {dashes}channels: give one of them, and vary the other")
    if channels is not None and ":" not in channels:
        raise BadInput(f"{dashes}channels {channels}: must be a layer and its channels, as 6:0-15")
    axes = []
    if layers is not None:
        axes = [_check(f"layer={layers}", f"{dashes}layers")]
    elif channels is not None:
        axes = [f"channel={channels}"]
    return [*axes, *vary] or ["layer=all"]


def list_atlas_axes(
    channels: str | None,
    concepts: str | None,
    vary: Sequence[str],
    has_layer: bool,
    dashes: str = "",
) -> list[str]:
    """Return the axes of an atlas: channels of the layer, or concepts; messages as of a sweep's."""
    if concepts is not None and (channels is not None or has_layer):
        raise BadInput(
            f"{dashes}concepts: asks the classifier, so {dashes}layer and {dashes}channels do nothing"
        )
    if concepts is not None:
        return [_check(f"concept={concepts}", f"{dashes}concepts"), *vary]
    if channels is not None and not channels.strip():
        raise BadInput(f"{dashes}channels: must be numbers and ranges, as 0-63, or all")
    return [f"channel={channels or 'all'}", *vary]


def _check(axis: str, named: str) -> str:
    """Return an axis. Raise BadInput, which begins with what the caller calls it, if it is none."""
    try:
        read_axis(axis)
    except BadInput as problem:
        _, _, said = str(problem).removeprefix("--vary ").partition(":")
        raise BadInput(f"{named}:{said}") from None
    return axis
