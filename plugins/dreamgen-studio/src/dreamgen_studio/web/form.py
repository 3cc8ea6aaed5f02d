"""A recipe as rows of a form: every key with the JSON Schema of its value, and the values as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dreamgen import Recipe

KINDS = ("objectives", "regularisers", "parameterisations", "optimisers", "effects", "motions", "loaders", "outputs")  # fmt: skip
ELSEWHERE = ("summary", "input", "mask")
"""Keys that the page has other places for."""
WHERE = {
    "key": "loader.where",
    "description": "what dreams: marks, panel, #id or any CSS selector",
    "schema": {"type": "string"},
}
"""A parameter of loaders, but of no single one: drawings, pixels and pages all take it."""


def list_keys(schema: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return every dotted key of a recipe's JSON Schema, in order.

    One that names components says of which ``kind``, and in what ``shape``: one, list or sum.
    """
    rows = [row for row in _rows(schema, schema.get("$defs", {}), "") if row["key"] not in ELSEWHERE]
    return [*rows, WHERE]


def _rows(
    table: Mapping[str, Any], known: Mapping[str, Any], prefix: str
) -> Iterator[dict[str, Any]]:
    for name, schema in table["properties"].items():
        key = f"{prefix}{name}"
        named = _named(schema)
        if "properties" in known.get(named, {}) and named not in ("Call", "Term", "Size"):
            yield from _rows(known[named], known, f"{key}.")
            continue
        row = {"key": key, "description": schema.get("description", ""), "schema": _plain(schema)}
        shape = _shape(schema)
        yield {**row, "kind": _kind_of(name), "shape": shape} if shape else row


def _named(schema: Mapping[str, Any]) -> str:
    """Return the name of the definition that a schema, or one of its choices, points to."""
    choices = schema.get("anyOf") or schema.get("allOf") or [schema]
    return next((str(one["$ref"]).rpartition("/")[2] for one in choices if "$ref" in one), "")


def _shape(schema: Mapping[str, Any]) -> str:
    """Return how many components a value names; empty if it names none."""
    if _named(schema) == "Call":
        return "one"
    for choice in schema.get("anyOf") or [schema]:
        if choice.get("type") == "array":
            return {"Call": "list", "Term": "sum"}.get(_named(choice.get("items", {})), "")
    return ""


def _kind_of(name: str) -> str:
    return name.removesuffix("s") if f"{name.removesuffix('s')}s" in KINDS else name


def _plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return a schema without what points elsewhere: such values are written as text."""
    if _named(schema) or _shape(schema):
        return {"type": "string"}
    return {key: value for key, value in schema.items() if key not in ("title", "description")}


def flatten(recipe: Recipe) -> dict[str, Any]:
    """Return the values of a recipe by dotted key; components as text, as after ``--set``."""
    values: dict[str, Any] = {}
    for key, value in recipe.model_dump(mode="json").items():
        if key in ("octaves", "zoom") and isinstance(value, Mapping):
            values |= {f"{key}.{name}": item for name, item in value.items()}
        else:
            values[key] = value
    if isinstance(values.get("loader"), Mapping):
        values["loader.where"] = values["loader"].get("where")
    return values
