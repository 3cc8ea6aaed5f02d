"""TOML texts to tables, with errors in one sentence."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from dreamgen.errors import BadInput


def read_toml(text: str, label: str) -> dict[str, Any]:
    """Return the table of a TOML text, or raise BadInput naming ``label`` and the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"{label} is not valid TOML: {problem}") from None


def read_setting(text: str) -> dict[str, Any]:
    """Return the nested table of ``--set octaves.count=6``; the value is TOML, or else plain text."""
    key, equals, value = text.partition("=")
    parts = [part.strip() for part in key.split(".")]
    if not equals or not all(re.fullmatch(r"[\w-]+", part) for part in parts):
        raise BadInput(f"--set {text}: must be KEY=VALUE, as in --set octaves.count=6")
    try:
        table: Any = tomllib.loads(f"value = {value.strip()}")["value"]
    except tomllib.TOMLDecodeError:
        table = value.strip()
    for part in reversed(parts):
        table = {part: table}
    return table
