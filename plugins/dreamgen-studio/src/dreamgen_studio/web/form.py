"""A recipe as rows of a form: every key with the JSON Schema of its value, and its values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dreamgen import Recipe
from dreamgen_studio.describe_recipe import TABLES

ELSEWHERE = ("summary", "input", "mask")
"""Keys that the page has other places for."""
AS_TEXT = ("backbone", "zoom.transition")
"""Keys of components that are chosen by name alone, or written out."""
WHERE = {"type": "string", "description": "what dreams: marks, panel, #id or any CSS selector"}
"""``loader.where``: a parameter of loaders, but of no single one."""


def list_rows(schema: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return every dotted key of a recipe, in order.

    One that names components says of which ``kind``, and in what ``shape``: one, list or sum.
    """
    rows = [_row(key, found) for key, found in schema.items() if key not in ELSEWHERE]
    return [*rows, _row("loader.where", WHERE)]


def _row(key: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    row = {"key": key, "description": schema["description"], "schema": schema}
    if "components" not in schema or key in AS_TEXT:
        return row
    return {**row, "kind": schema["components"].removesuffix("s"), "shape": schema["shape"]}


def flatten(recipe: Recipe) -> dict[str, Any]:
    """Return the values of a recipe by dotted key; components as text, as after ``--set``.

    >>> flatten(Recipe(objective="layer(3)", octaves={"count": 2}))["octaves.count"]
    2
    """
    values: dict[str, Any] = {}
    for key, value in recipe.model_dump(mode="json").items():
        if key in TABLES and isinstance(value, Mapping):
            values |= {f"{key}.{name}": item for name, item in value.items()}
        else:
            values[key] = value
    if isinstance(values.get("loader"), Mapping):
        values["loader.where"] = values["loader"].get("where")
    return values
