"""A recipe as the settings of a request: what differs from what would be dreamed without them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from dreamgen import BadInput, Recipe, Session
from dreamgen_studio.request import Kind

_ASIDE = ("summary", "made")
_SAID = ("input", "mask")
"""Keys that are told in any case: a page has controls of their own for them."""


def read_settings(toml: str, session: Session) -> tuple[Kind, dict[str, str]]:
    """Return what a recipe makes, and its keys and their values as text, but for those at defaults.

    ``input`` and ``mask`` are what the recipe calls them. Raise BadInput for what is no recipe.
    """
    try:
        table = tomllib.loads(toml)
    except (ValueError, RecursionError):
        raise BadInput("this is no recipe: it is not valid TOML") from None
    kind, source = _find_kind(table), table.get("input")
    moving = kind != "still"
    kept = {key: value for key, value in table.items() if key not in _ASIDE}
    recipe = session.compose(source, None, [("recipe", kept)], moving)
    usual = session.compose(
        source, None, [("film", {"film": {}})] if kind == "film" else (), moving
    )
    return kind, dict(_find_changes(_dump(recipe), _dump(usual)))


def _find_kind(table: Mapping[str, Any]) -> Kind:
    if "film" in table:
        return "film"
    made = table.get("made")
    is_zoom = "zoom" in table or (isinstance(made, Mapping) and "frames" in made)
    return "zoom" if is_zoom else "still"


def _dump(recipe: Recipe) -> dict[str, Any]:
    return recipe.model_dump(mode="json", exclude=set(_ASIDE), exclude_none=True)


def _find_changes(
    table: Mapping[str, Any], usual: Mapping[str, Any], at: str = ""
) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        other = usual.get(key)
        if isinstance(value, Mapping):
            within = other if isinstance(other, Mapping) else {}
            yield from _find_changes(value, within, f"{at}{key}.")
        elif f"{at}{key}" in _SAID or (value != other and value != ""):
            yield f"{at}{key}", value if isinstance(value, str) else _write(value)


def _write(value: Any) -> str:
    """Return a value as TOML has it in one line."""
    if isinstance(value, Mapping):
        pairs = (f"{json.dumps(str(key))} = {_write(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_write, value))}]"
    return json.dumps(value, ensure_ascii=False)
