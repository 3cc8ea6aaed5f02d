"""Presets: recipes with holes, kept as TOML files, each of which may extend another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe import read_toml


def preset_layers(name: str, presets: Mapping[str, Path]) -> list[tuple[str, dict[str, Any]]]:
    """Return a preset's sources from its furthest ancestor on, each with its file's name.

    ``name`` is a preset's, or the path of a TOML file. ``extends`` names another preset; a circle
    of them is refused.
    """
    layers: list[tuple[str, dict[str, Any]]] = []
    seen: list[str] = []
    while name:
        if name in seen:
            raise BadInput(
                f"preset {seen[0]}: `extends` runs in a circle: {' -> '.join([*seen, name])}"
            )
        seen.append(name)
        path = _find(name, presets)
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise BadInput(f"preset {path.name} cannot be read: {problem}") from None
        values = read_toml(text, f"preset {path.name}")
        name = values.pop("extends", "")
        if not isinstance(name, str):
            raise BadInput(f"preset {path.name}: extends = {name!r}: must be a preset's name")
        layers.insert(0, (f"preset {path.name}", values))
    return layers


def _find(name: str, presets: Mapping[str, Path]) -> Path:
    if name.endswith(".toml"):
        if not Path(name).is_file():
            raise BadInput(f"there is no preset file {name}")
        return Path(name)
    if name not in presets:
        plain = sorted(key for key in presets if "/" not in key)
        guess = nearest(name, plain)
        raise BadInput(f"there is no preset {name!r}{guess}; there are {', '.join(plain)}")
    return presets[name]
