"""What the answers come to: the aims, the share of the card's peak, and which variant is fastest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Found = Mapping[str, Any]

AIMS = {
    "1080p feedback, frames/s, at least 30": ("films", "feedback", "frames/s"),
    "1080p feedback on disk, frames/s, at least 30": ("films", "feedback, on disk", "frames/s"),
    "atlas of 64 channels, s, at most 5": ("stills", "atlas", "first s"),
    "4K still of ResNet-50, s, at most 3": ("stills", "resnet50, 4K", "next s"),
    "4K still of the bundled network, s, at most 3": ("stills", "bestiary, 4K", "next s"),
}
NO_VARIANTS = ("step", "TFLOP")


def sum_up(found: Found) -> dict[str, Any]:
    """Return the aims with what was measured, and for each size how the variants compare."""
    peak = _look_up(found, ("machine", "matmul bfloat16 TFLOP/s"))
    steps = found.get("steps", {})
    sizes = {
        name: compare(table, peak)
        for name, table in steps.items()
        if isinstance(table, Mapping) and "dreamgen bf16" in table
    }
    compiled = steps.get("compiled") or {}
    own = _look_up(steps, (compiled.get("size", ""), "dreamgen bf16"))
    if _are_numbers(own, compiled.get("ms")):
        ratio = round(own / compiled["ms"], 2)
        sizes[compiled["size"]]["compiled, times dreamgen's speed"] = ratio
    return {"aims": {aim: _look_up(found, path) for aim, path in AIMS.items()}, "sizes": sizes}


def compare(table: Found, peak: Any) -> dict[str, Any]:
    """Return how many times as fast as dreamgen each variant is, and what the filters add."""
    own = table["dreamgen bf16"]
    compared: dict[str, Any] = {
        f"{name}, times dreamgen's speed": round(own / value, 2)
        for name, value in table.items()
        if not name.startswith(NO_VARIANTS) and _are_numbers(own, value)
    }
    reached, bare, full = (table.get(k) for k in ("TFLOP/s bf16", "step, bare", "step, default"))
    if _are_numbers(reached, peak):
        compared["share of the peak"] = round(reached / peak, 3)
    if _are_numbers(bare, full):
        compared["filters add"] = round(full / bare - 1, 3)
    return compared


def _are_numbers(*values: Any) -> bool:
    return all(isinstance(value, int | float) for value in values)


def _look_up(found: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
