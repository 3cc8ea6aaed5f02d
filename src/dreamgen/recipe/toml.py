"""TOML texts to tables, with errors in one sentence."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from dreamgen.errors import BadInput

DEEPEST = 20


def read_toml(text: str, label: str) -> dict[str, Any]:
    """Return the table of a TOML text, or raise BadInput naming ``label`` and the line."""
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise BadInput(f"{label} is not valid TOML: its brackets are nested too deep") from None
    except ValueError as problem:  # tomllib's own, and Python's for a number of too many digits
        reason = str(problem).partition("; use sys.")[0]
        raise BadInput(f"{label} is not valid TOML: {reason}") from None
    _check_depth(table, label)
    return table


def _check_depth(table: dict[str, Any], label: str) -> None:
    """Raise BadInput for tables nested deeper than any recipe's; dotted keys nest for nothing."""
    level = [value for value in table.values() if isinstance(value, dict)]
    for _ in range(DEEPEST):
        level = [value for each in level for value in each.values() if isinstance(value, dict)]
    if level:
        raise BadInput(f"{label}: its tables are nested more than {DEEPEST} deep")


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
