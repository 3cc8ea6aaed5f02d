"""The keys of a recipe, as rows for people: key, kind of value, default, meaning."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.schema import Film, Octaves, Recipe, Zoom
from dreamgen.recipe.writing import write, write_sum

SIGNS = {"ge": "at least", "gt": "above", "le": "at most", "lt": "below"}
TABLES: dict[str, type[BaseModel]] = {
    "": Recipe,
    "octaves": Octaves,
    "zoom": Zoom,
    "film": Film,
}


KINDS = {
    "backbone": "a name, name(...) or file",
    "size": "pixels or WxH",
    "layer": "number, name or glob",
    "objective": "a sum of components",
    "regularisers": "list of components",
    "effects": "list of components",
    "curves": "list of components",
    "parameterisation": "component",
    "optimiser": "component",
    "loader": "component or its parameters",
    "output": "component or its parameters",
    "input": "file or name",
    "weights": "file or random",
    "mask": "file",
    "background": "CSS colour",
    "device": "a name",
    "memory": "amount, as 2GB",
    "octaves": "table",
    "at": "list of tables",
    "zoom": "table",
    "film": "table",
    "film.stop": "number",
    "zoom.motion": "a sum of components",
    "zoom.transition": "list of objectives",
}
"""What the value of a key is, where its type in Python would not say it."""
NAMES = {int: "whole number", float: "number", str: "text", bool: "true or false"}


def list_keys() -> dict[str, tuple[str, str, str]]:
    """Return, for every dotted key of a recipe, its kind of value, its default and its meaning."""
    return {
        (key := f"{table}.{name}" if table else name): (
            _describe_kind(key, info.annotation),
            f"= {default}" if (default := describe_default(key)) else "",
            _describe_meaning(key, info),
        )
        for table, model in TABLES.items()
        for name, info in model.model_fields.items()
    }


def _describe_kind(key: str, annotation: Any) -> str:
    if key in KINDS:
        return KINDS[key]
    if get_origin(annotation) is Literal:
        return " or ".join(map(str, get_args(annotation)))
    plain = [kind for kind in (annotation, *get_args(annotation)) if kind in NAMES]
    return NAMES[plain[0]] if plain else ""


def _describe_meaning(key: str, info: Any) -> str:
    if key in TABLES:
        about = TABLES[key].__doc__ or ""
        return f"{about.rstrip('.')}: `dreamgen components recipe.{key}` lists its keys"
    limits = [
        f"{SIGNS[name]} {getattr(item, name):,}"
        for item in info.metadata
        for name in SIGNS
        if hasattr(item, name)
    ]
    return f"{info.description}{' (' + ', '.join(limits) + ')' if limits else ''}"


def describe_default(key: str) -> str:
    """Return what a dotted key is if nothing sets it; empty if it has no default of its own."""
    table, _, name = key.rpartition(".")
    model = TABLES.get(table)
    if model is None or name not in model.model_fields:
        return ""
    return write_default(model.model_fields[name].get_default())


def tell_default(text: str | None, key: str) -> str | None:
    """Return the help of an option, with the default of the key that it sets."""
    default = describe_default(key)
    return f"{text} Default: {default}." if text and default else text


def write_default(value: Any) -> str:
    """Return a default as a user would write it; empty where there is none."""
    match value:
        case None | "" | () | BaseModel():
            return ""
        case bool():
            return str(value).lower()
        case Call():
            return write(value) if value.use else ""
        case tuple() if isinstance(value[0], Term):
            return write_sum(value)
        case tuple():
            return ", ".join(write(item) for item in value)
        case float():
            return f"{value:g}"
    return str(value)
