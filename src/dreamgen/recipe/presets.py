"""Presets: recipes with holes, kept as TOML files, each of which may extend another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.toml import read_toml


def read_preset(name: str, presets: Mapping[str, Path]) -> list[tuple[str, dict[str, Any]]]:
    """Return a preset's sources from its furthest ancestor on, each with its file's name.

    ``name`` is a preset's, or the path of a TOML file. ``extends`` names another preset, or a file
    relative to the one that extends it; a circle of them is refused.
    """
    layers: list[tuple[str, dict[str, Any]]] = []
    names: list[str] = []
    files: list[Path] = []
    wanted: Any = name
    while wanted is not None:
        path = _find_file(wanted, presets, files[-1].parent if files else Path())
        names.append(wanted)
        if path.resolve() in files:
            circle = " -> ".join(names)
            raise BadInput(f"preset {names[0]}: `extends` runs in a circle: {circle}")
        files.append(path.resolve())
        values = read_toml(_read_text(path), f"preset {path.name}")
        layers.insert(0, (f"preset {path.name}", values))
        wanted = values.pop("extends", None)
        if not isinstance(wanted, str | None):
            raise BadInput(f"preset {path.name}: extends = {wanted!r}: must be a preset's name")
    return layers


def _find_file(name: str, presets: Mapping[str, Path], folder: Path) -> Path:
    if name.endswith(".toml"):
        path = folder / name
        if not path.is_file():
            raise BadInput(f"there is no preset file {path}")
        return path
    try:
        return presets[name]
    except KeyError:
        plain = sorted(key for key in presets if "/" not in key)
        guess = nearest(name, plain)
        message = f"there is no preset {name!r}{guess}; there are {', '.join(plain)}"
        raise BadInput(message) from None


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"preset {path.name} cannot be read: it is not UTF-8 text") from None
    except OSError as problem:
        raise BadInput(f"preset {path.name} cannot be read: {problem.strerror}") from None
