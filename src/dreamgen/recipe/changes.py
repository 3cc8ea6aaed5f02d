"""What a keyframe changes: a recipe with holes, of keys that may change on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from dreamgen.errors import BadInput
from dreamgen.recipe.table import Table
from dreamgen.recipe.validation import check_numbers, describe_problem
from dreamgen.recipe.values import shorten

Changed = TypeVar("Changed", bound=Table)

OWN_KEYS = ("time", "ease")
"""What a keyframe says about itself; its other keys are a recipe's."""


def read_keyframe(value: Any, index: int, kind: type[Changed]) -> Changed:
    """Return the keyframe, of a ``kind``, that a table stands for; ``index`` is its place.

    Raise PydanticCustomError, which names the keyframe, for what is wrong with it.
    """
    try:
        return kind.model_validate(value)
    except ValidationError as problem:
        said = describe_problem(problem, kind)
    except BadInput as problem:
        said = str(problem)
    time = value.get("time") if isinstance(value, Mapping) else None
    told = {"name": name_keyframe(index, time), "said": said}
    raise PydanticCustomError("keyframe", "{name}: {said}", told)


def name_keyframe(index: int, time: Any) -> str:
    """Return what messages call a keyframe: counted from 1, with its time as it was given.

    >>> name_keyframe(0, "0:10"), name_keyframe(1, 2.5)
    ('keyframe 1 at 0:10', 'keyframe 2 at 2.5 s')
    """
    number = f"keyframe {index + 1}"
    if isinstance(time, str):
        return f"{number} at {shorten(time, 20)}"
    return f"{number} at {time:g} s" if type(time) in (int, float) else number


def read_changes(changes: Mapping[str, Any], schema: type[Changed]) -> Changed:
    """Return the table that a keyframe's keys fill in part; a key may be dotted, as "film.new".

    Raise BadInput for a key or a value that the schema does not have, for one that cannot change on
    the way, and for no key at all.
    """
    keys: dict[str, Any] = {}
    for key, value in changes.items():
        _nest(keys, key.split("."), value)

    def list_keys(table: type[Any]) -> Sequence[str]:
        return (*OWN_KEYS, *schema.changes) if table is schema else table.changes

    try:
        table = schema(**keys)
    except ValidationError as problem:
        raise BadInput(describe_problem(problem, schema, list_keys=list_keys)) from None
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
