"""The files that ship with dreamgen, as seeds."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path


@cache
def read_samples(suffix: str) -> list[bytes]:
    """Return the bytes of the shipped samples whose names end so."""
    folder = resources.files("dreamgen") / "samples"
    files = sorted(item.name for item in folder.iterdir() if item.name.endswith(suffix))
    return [(folder / name).read_bytes() for name in files]


@cache
def read_presets() -> list[str]:
    """Return the texts of the shipped presets."""
    from dreamgen.plugins.discovery import discover
    from dreamgen.plugins.registry import Registry

    presets: dict[str, Path] = dict(Registry(discover(installed=False)).presets)
    return [presets[name].read_text() for name in sorted(presets) if "/" not in name]
