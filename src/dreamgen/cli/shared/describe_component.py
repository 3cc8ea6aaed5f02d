"""A component as data: kind, name, plugin, summary, and the JSON Schema of its parameters."""

from __future__ import annotations

import inspect
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from dreamgen.errors import BadInput
from dreamgen.plugins.discovery import Plugin
from dreamgen.plugins.hookspecs import Entry
from dreamgen.plugins.registry import Registry, singular


class _Tolerant(GenerateJsonSchema):
    """Lets a parameter of a type that JSON does not know be anything, in place of failing."""

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> dict[str, Any]:
        return {}


def describe_component(
    registry: Registry, kind: str, plugin: Plugin, entry: Entry
) -> dict[str, Any]:
    """Return what ``dreamgen components --json`` prints of one component.

    A class that cannot be imported has its sentence in ``problem``, and no schema. ``order`` names
    the parameters that can be given by place, as ``blur(2)``; ``offers`` what curves give formulas.
    """
    described: dict[str, Any] = {
        "kind": singular(kind),
        "name": entry.name,
        "plugin": plugin.name,
        "summary": entry.summary,
        "description": "",
        "order": [],
        "offers": [],
        "parameters": None,
        "problem": "",
    }
    try:
        component = registry.load(kind, registry.full_name(plugin, entry))
    except BadInput as problem:
        return described | {"problem": str(problem)}
    fields = component.model_fields.items()
    return described | {
        "description": inspect.cleandoc(component.__doc__ or ""),
        "order": [name for name, info in fields if not info.kw_only],
        "offers": list(component.offers) if kind == "curves" else [],
        "parameters": component.model_json_schema(schema_generator=_Tolerant),
    }
