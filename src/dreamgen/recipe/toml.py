"""TOML texts to tables, with errors in one sentence; and TOML that a terminal may show."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.plain import DEEPEST
from dreamgen.recipe.values import shorten

LONGEST = 1 << 20
"""Most characters of a recipe."""
_LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){200}""")
"""Dotted keys far deeper than any recipe's, for which tomllib takes quadratic time."""


def read_toml(text: str, label: str) -> dict[str, Any]:
    """Return the table of a TOML text, or raise BadInput naming ``label`` and the line."""
    if len(text) > LONGEST:
        raise BadInput(f"{label} is longer than 1 MB, which no recipe is")
    if _LONG_KEY.search(text):
        raise BadInput(f"{label} is not valid TOML: a key in it has 200 parts or more")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise BadInput(f"{label} is not valid TOML: its brackets are nested too deep") from None
    except ValueError as problem:  # tomllib's own, and Python's for a number of too many digits
        reason = str(problem).partition("; use sys.")[0]
        raise BadInput(f"{label} is not valid TOML: {shorten(reason, 200)}") from None


def read_setting(text: str) -> dict[str, Any]:
    """Return the nested table of ``--set octaves.count=6``; the value is TOML, or else plain text."""
    key, equals, value = text.partition("=")
    parts = [part.strip() for part in key.split(".")]
    if not equals or not all(re.fullmatch(r"[\w-]+", part) for part in parts):
        raise BadInput(f"--set {shorten(text)}: must be KEY=VALUE, as in --set octaves.count=6")
    if len(parts) > DEEPEST:
        raise BadInput(f"--set {shorten(text)}: its key has more than {DEEPEST} parts")
    table = read_value(value, f"--set {shorten(text)}")
    for part in reversed(parts):
        table = {part: table}
    return table


def read_value(text: str, label: str) -> Any:
    """Return a value that is TOML, or else plain text."""
    try:
        return tomllib.loads(f"value = {text.strip()}")["value"]
    except RecursionError:
        raise BadInput(f"{label}: its brackets are nested too deep") from None
    except ValueError:
        return text.strip()


def escape_unprintable(toml: str) -> str:
    """Return TOML whose control characters and the like are escapes: a terminal must not obey it.

    >>> escape_unprintable('input = "a\\u202eb"')
    'input = "a\\\\u202Eb"'
    """
    return "".join(
        sign if sign.isprintable() or sign in "\n\t" else _escape(ord(sign))
        for sign in toml.replace("\r\n", "\n")
    )


def _escape(code: int) -> str:
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
