"""Presets: recipes with holes, kept as TOML files, each of which may extend another.

The recipe that dreamgen prints or embeds is a preset too: what it was made by is passed over.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from dreamgen.errors import BadInput, nearest
from dreamgen.recipe.relative import find_beside, is_file, is_folder
from dreamgen.recipe.toml import read_toml
from dreamgen.recipe.values import shorten


def read_preset(
    name: str, presets: Mapping[str, Path], robust: bool = False
) -> list[tuple[str, dict[str, Any]]]:
    """Return a preset's sources from its furthest ancestor on, each with its file's name.

    ``name`` is a preset's, or the path of a TOML file. ``extends`` names another preset, or a file
    relative to the one that extends it; a circle of them is refused. Its table ``robust`` holds what
    takes the place of other keys where the network is ``robust``. Other files that a preset
    names are found beside it too.
    """
    layers: list[tuple[str, dict[str, Any]]] = []
    names: list[str] = []
    files: list[Path] = []
    wanted: Any = name
    while wanted is not None:
        path, values = _read_file(wanted, presets, files)
        names.append(wanted)
        if path.resolve() in files:
            circle = " -> ".join(names)
            raise BadInput(f"preset {names[0]}: `extends` runs in a circle: {circle}")
        files.append(path.resolve())
        values.pop("made", None)
        instead = _take_robust(values, path)
        values |= instead if robust else {}
        wanted = values.pop("extends", None)
        layers.insert(0, (f"preset {path.name}", find_beside(values, path.parent)))
        if not isinstance(wanted, str | None):
            shown = shorten(repr(wanted))
            raise BadInput(f"preset {path.name}: extends = {shown}: must be a preset's name")
    return layers


def list_preset_files(name: str, presets: Mapping[str, Path]) -> list[Path]:
    """Return the file of a preset and those that it extends, up to one that cannot be read."""
    files: list[Path] = []
    wanted: Any = name
    with suppress(BadInput):
        while isinstance(wanted, str):
            path = _find_file(wanted, presets, files[-1].parent if files else Path())
            if path in files:
                break
            files.append(path)
            wanted = read_toml(_read_text(path), path.name).get("extends")
    return files


def _take_robust(values: dict[str, Any], path: Path) -> dict[str, Any]:
    table = values.pop("robust", {})
    if not isinstance(table, dict):
        shown = shorten(repr(table))
        raise BadInput(f"preset {path.name}: robust = {shown}: must be a table of keys and values")
    return table


def _read_file(
    name: str, presets: Mapping[str, Path], files: Sequence[Path]
) -> tuple[Path, dict[str, Any]]:
    """Return a preset's path and its values; ``files`` are those that led to it by `extends`."""
    try:
        path = _find_file(name, presets, files[-1].parent if files else Path())
        text = _read_text(path)
    except BadInput as problem:
        led = f"preset {files[-1].name}: extends: " if files else ""
        raise BadInput(f"{led}{problem}") from None
    return path, read_toml(text, f"preset {path.name}")


def _find_file(name: str, presets: Mapping[str, Path], folder: Path) -> Path:
    if name.endswith(".toml"):
        return folder / name
    if name and name not in presets and (is_file(folder / name) or is_folder(folder / name)):
        kind = "file" if is_file(folder / name) else "folder"
        shown = shorten(repr(name), 300)
        raise BadInput(f"preset {shown} is a {kind}: must be a preset's name, or a file NAME.toml")
    try:
        return presets[name]
    except KeyError:
        plain = sorted(key for key in presets if "/" not in key)
        guess = nearest(shorten(name), plain)
        there = ", ".join(plain)
        message = f"there is no preset {shorten(repr(name))}{guess}; there are {there}"
        raise BadInput(message) from None


def _read_text(path: Path) -> str:
    if not is_file(path):
        raise BadInput(f"there is no preset file {shorten(str(path), 300)}")
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise BadInput(f"preset {path.name} cannot be read: {problem.strerror}") from None
    # PowerShell's > writes UTF-16, and some editors begin UTF-8 with a mark.
    encoding = "utf-16" if data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise BadInput(f"preset {path.name} cannot be read: it is not UTF-8 text") from None
