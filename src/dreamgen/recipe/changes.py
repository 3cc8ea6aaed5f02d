"""What a keyframe changes: a recipe with holes, of keys that may change on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from dreamgen.errors import BadInput
from dreamgen.recipe.table import Table
from dreamgen.recipe.validation import check_numbers, describe_problem

Changed = TypeVar("Changed", bound=Table)


def read_changes(changes: Mapping[str, Any], schema: type[Changed], time: str) -> Changed:
    """Return the table that a keyframe's keys fill in part; a key may be dotted, as "film.new".

    Raise PydanticCustomError, which tells the ``time`` of the keyframe, for a key or a value that
    the schema does not have, for one that cannot change on the way, and for no key at all.
    """
    try:
        return _read(changes, schema)
    except BadInput as problem:
        told = {"time": time, "said": str(problem)}
        raise PydanticCustomError("keyframe", "at {time}: {said}", told) from None


def _read(changes: Mapping[str, Any], schema: type[Changed]) -> Changed:
    keys: dict[str, Any] = {}
    for key, value in changes.items():
        _nest(keys, key.split("."), value)
    try:
        table = schema(**keys)
    except ValidationError as problem:
        raise BadInput(describe_problem(problem, schema)) from None
    check_numbers(keys, table)
    if fixed := _find_fixed(table):
        raise BadInput(f"{fixed} cannot change on the way: give it to the whole recipe")
    if not table.given:
        raise BadInput("it changes nothing: give it a key, as step_size = 2")
    return table


def _nest(into: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Set a dotted key in a table and those within it."""
    first, *rest = path
    if rest and isinstance(into.get(first, {}), dict):
        into[first] = dict(into.get(first, {}))
        _nest(into[first], rest, value)
    else:
        into[".".join(path)] = value


def _find_fixed(table: Table) -> str:
    """Return a key that was given and may not change on the way; empty if there is none."""
    for key in sorted(table.given):
        value = getattr(table, key)
        if key not in table.changes:
            return key
        if isinstance(value, Table) and (inner := _find_fixed(value)):
            return f"{key}.{inner}"
    return ""
