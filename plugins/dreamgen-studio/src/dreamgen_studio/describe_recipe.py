"""The keys of a recipe as JSON Schema, flat and by their dotted names, for forms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dreamgen import Recipe

COMPONENTS = {
    "objective": "objectives",
    "regularisers": "regularisers",
    "parameterisation": "parameterisations",
    "optimiser": "optimisers",
    "effects": "effects",
    "loader": "loaders",
    "output": "outputs",
    "backbone": "backbones",
    "zoom.motion": "motions",
    "zoom.transition": "objectives",
    "curves": "curves",
}
"""Keys whose values are components, and of which kind: texts, as ``name(key=value)``."""
TABLES = ("octaves", "zoom", "film")
"""Keys that hold keys of their own."""
LISTS = ("regularisers", "effects", "zoom.transition", "curves")
SHAPES = {
    "objective": "sum",
    "zoom.motion": "sum",
    "regularisers": "list",
    "effects": "list",
    "curves": "list",
}
"""How many components a key holds, where it is not one: sums have weights."""
_MEANT = (
    "type",
    "enum",
    "changes",
    "formula",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
)


def describe_recipe() -> dict[str, dict[str, Any]]:
    """Return a JSON Schema for each dotted key: type, bounds, default and one line about it.

    What holds components has their kind as ``components``, and ``"type": "array"`` if it holds
    several, and ``shape``: one, list or sum. A type of ``["integer", "string"]`` takes both.
    """
    whole = Recipe.model_json_schema(mode="serialization")
    usual = {
        name: value
        for table in ("zoom", "film")
        for name, value in Recipe.model_validate({table: {}}).model_dump(mode="json").items()
        if value is not None
    }
    return dict(_flatten(whole["properties"], whole["$defs"], usual))


def _flatten(
    properties: Mapping[str, Any], kinds: Mapping[str, Any], usual: Mapping[str, Any], at: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, schema in properties.items():
        key = f"{at}{name}"
        table = _find_table(schema, kinds)
        if table is not None and name in TABLES and not at:
            yield from _flatten(table["properties"], kinds, usual[name], f"{key}.")
        else:
            yield key, _describe(key, schema, usual.get(name))


def _find_table(schema: Mapping[str, Any], kinds: Mapping[str, Any]) -> dict[str, Any] | None:
    for each in (schema, *schema.get("anyOf", ())):
        if "$ref" in each:
            return kinds[each["$ref"].rpartition("/")[2]]
    return None


def _describe(key: str, schema: Mapping[str, Any], default: Any) -> dict[str, Any]:
    choices = [each for each in schema.get("anyOf", [schema]) if each.get("type") != "null"]
    found: dict[str, Any] = {"description": schema.get("description", ""), "default": default}
    for each in (schema, *choices):
        found |= {name: each[name] for name in _MEANT if name in each}
    kinds = [each["type"] for each in choices if "type" in each]
    if key in COMPONENTS:
        return {
            **found,
            "type": "array" if key in LISTS else "string",
            "components": COMPONENTS[key],
            "shape": SHAPES.get(key, "one"),
        }
    return {**found, "type": kinds[0] if len(kinds) == 1 else kinds or "string"}
