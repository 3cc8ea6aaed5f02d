"""What a recipe's values may be: those that TOML can hold, so that every recipe can be written."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from os import PathLike, fspath
from typing import Any

from dreamgen.errors import BadInput
from dreamgen.recipe.values import LARGEST_WHOLE, shorten

DEEPEST = 20
"""Most tables and lists within each other."""


def read_plain(values: Mapping[str, Any], label: str) -> dict[str, Any]:
    """Return a table with plain values: text, finite numbers, booleans, lists and tables.

    Paths become text, and numbers of numpy those of Python. Raise BadInput, naming ``label`` and
    the key, for numbers that are not finite or not within 64 bits, for text that UTF-8 cannot hold,
    for dates, and for what is nested more than 20 deep. None, and objects that a recipe's own
    fields know, as Size and Call, are left as they are.
    """
    return {key: _read(value, key, label, 0) for key, value in _read_keys(values, "", label)}


def _read(value: Any, at: str, label: str, depth: int) -> Any:
    if depth > DEEPEST:
        raise BadInput(f"{label}: its tables and lists are nested more than {DEEPEST} deep")
    match value:
        case str():
            return _check_text(value, at, label)
        case bool():
            return value
        case numbers.Integral():
            return _check_whole(int(value), at, label)
        case numbers.Real():
            return _check_finite(float(value), at, label)
        case Mapping():
            pairs = _read_keys(value, f"{at}.", label)
            return {key: _read(item, f"{at}.{key}", label, depth + 1) for key, item in pairs}
        case list() | tuple():
            return type(value)(_read(item, at, label, depth + 1) for item in value)
        case PathLike():
            return _check_text(str(fspath(value)), at, label)
    if type(value).__module__ in ("datetime", "builtins") and value is not None:
        kind = type(value).__name__
        raise BadInput(f"{label}: {at} is a {kind}: it must be text, a number, a list or a table")
    return value


def _read_keys(table: Mapping[Any, Any], at: str, label: str) -> list[tuple[str, Any]]:
    for key in table:
        if not isinstance(key, str):
            raise BadInput(f"{label}: {shorten(f'{at}{key!r}')}: a key must be text")
        _check_text(key, shorten(f"{at}{key!r}"), label)
    return list(table.items())


def _check_text(text: str, at: str, label: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadInput(f"{label}: {at} = {shorten(repr(text))}: it is not valid Unicode text")
    return text


def _check_whole(number: int, at: str, label: str) -> int:
    if abs(number) > LARGEST_WHOLE:
        raise BadInput(f"{label}: {at} is too large a number: it must fit into 64 bits")
    return number


def _check_finite(number: float, at: str, label: str) -> float:
    if not math.isfinite(number):
        raise BadInput(f"{label}: {at} = {number}: it must be a finite number")
    return number
