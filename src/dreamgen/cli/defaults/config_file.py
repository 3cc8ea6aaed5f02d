"""The file of a user's own defaults: where it is, what it says, and changing a key of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dreamgen.atomic import write_atomically
from dreamgen.errors import BadInput
from dreamgen.plugins.switches import find_config_folder

VARIABLE = "DREAMGEN_CONFIG"


def find_config() -> Path | None:
    """Return where the file is, or would be; None where the variable DREAMGEN_CONFIG is empty."""
    named = os.environ.get(VARIABLE)
    if named is None:
        return find_config_folder() / "config.toml"
    return Path(named).expanduser() if named else None


def is_missing(path: Path | None) -> bool:
    """Say whether a file that the variable DREAMGEN_CONFIG names is not there."""
    return path is not None and bool(os.environ.get(VARIABLE)) and not path.exists()


def read_config(path: Path | None) -> dict[str, Any]:
    """Return the table of a file; empty without one. Raise BadInput if it cannot be read."""
    from dreamgen.recipe.toml import read_toml

    return {} if path is None else read_toml(read_text(path), str(path))


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no UTF-8 text"
        raise BadInput(f"{path} cannot be read: {reason}") from None


def write_config(path: Path, text: str) -> None:
    """Replace a file at once, the folder made if need be. Raise BadInput if it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
    except OSError as problem:
        raise BadInput(f"{path} cannot be written: {problem.strerror}") from None


def set_key(text: str, table: Mapping[str, Any]) -> str:
    """Return a file's text with the one value of a nested table; comments and the rest stay."""
    import tomlkit

    document = tomlkit.parse(text)
    _merge(document, table)
    return tomlkit.dumps(document)


def _merge(into: Any, table: Mapping[str, Any]) -> None:
    for key, value in table.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), Mapping):
            _merge(into[key], value)
        else:
            into[key] = value


def unset_key(text: str, key: str) -> str:
    """Return a file's text without a dotted key; the same text if it is not there."""
    import tomlkit

    document: Any = tomlkit.parse(text)
    *parents, last = key.split(".")
    tables = [document]
    for parent in parents:
        tables.append(tables[-1].get(parent, {}))
        if not isinstance(tables[-1], Mapping):
            return text
    if last not in tables[-1]:
        return text
    del tables[-1][last]
    for parent, outer, inner in reversed(list(zip(parents, tables, tables[1:], strict=False))):
        if not inner:
            del outer[parent]
    return tomlkit.dumps(document)
