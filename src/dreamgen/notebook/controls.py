"""Controls for keys of a recipe, made from their types, limits and descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from dreamgen.errors import BadInput, nearest
from dreamgen.plugins.plugin import KINDS
from dreamgen.plugins.registry import Registry, singular
from dreamgen.recipe.keywords import list_keywords
from dreamgen.recipe.schema import Octaves, Recipe
from dreamgen.recipe.toml import read_value
from dreamgen.tasks.grid.values import split_values

USUAL = ("layer", "objective", "steps", "octaves", "size", "seed")
"""The keys that have controls if nobody says which."""
_TABLES: dict[str, type[BaseModel]] = {"": Recipe, "octaves": Octaves}
_WHOLE = (int, int | None)
_NUMBERS = (*_WHOLE, float, float | None)
_LIMITS = {"ge": "least", "gt": "least", "le": "most", "lt": "most"}


def describe_controls(names: Iterable[str], registry: Registry) -> list[dict[str, Any]]:
    """Return what a page needs to draw a control for each key, named as keywords of ``dream()`` are.

    ``kind`` is number (with ``least``, ``most`` and ``whole``), choice (of ``choices``), or text, with
    ``choices`` to suggest. Raise BadInput for what is no key.
    """
    known = list_keywords("still", registry.options())
    controls = []
    for name in names:
        if name not in known:
            guess = nearest(name, known)
            raise BadInput(
                f"controls: there is no key {name!r}{guess}; `dreamgen components recipe`"
            )
        controls.append({"key": known[name], "label": name.replace("_", " ")})
        controls[-1] |= _describe(known[name], registry)
    return controls


def _describe(key: str, registry: Registry) -> dict[str, Any]:
    table, _, name = key.rpartition(".")
    field = _TABLES[table].model_fields.get(name) if table in _TABLES else None
    if field is None:  # a parameter of a component
        return {"kind": "text", "help": "", "choices": []}
    described: dict[str, Any] = {"kind": "text", "help": field.description or "", "choices": []}
    if get_origin(field.annotation) is Literal:
        return described | {"kind": "choice", "choices": list(get_args(field.annotation))}
    if field.annotation in _NUMBERS:
        is_whole = field.annotation in _WHOLE
        return described | {"kind": "number", "whole": is_whole, **_limits_of(field.metadata)}
    kind = next((kind for kind in KINDS if key in (kind, singular(kind))), None)
    return described | ({"choices": registry.names(kind)} if kind else {})


def _limits_of(metadata: Iterable[Any]) -> dict[str, float]:
    """Return the limits in a field's metadata, as ``least`` and ``most``."""
    signs = [(item, sign, end) for item in metadata for sign, end in _LIMITS.items()]
    return {end: getattr(item, sign) for item, sign, end in signs if hasattr(item, sign)}


def read_values(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the keywords that the texts of controls stand for; those left empty say nothing."""
    return {key: _read(key, text) for key, text in values.items() if text.strip()}


def _read(key: str, text: str) -> Any:
    value = read_value(text, key)
    is_list = isinstance(value, str) and key in Recipe.model_fields and key in KINDS
    return split_values(value) if is_list else value


def write_values(recipe: Recipe, keys: Iterable[str]) -> dict[str, str]:
    """Return what a recipe says of each key, as texts; empty where it leaves the choice."""
    table = recipe.model_dump(mode="json")
    found = {}
    for key in keys:
        value: Any = table
        for part in key.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
        found[key] = "" if value in (None, []) else _write(value)
    return found


def _write(value: Any) -> str:
    return ", ".join(map(_write, value)) if isinstance(value, list) else str(value)
