"""A recipe as the settings of a request: what differs from what its network's defaults would be."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from dreamgen import BadInput, Recipe, Session

_ASIDE = ("input", "mask", "summary", "made", "zoom")
"""Keys that a page has other controls for."""


def read_settings(toml: str, session: Session) -> dict[str, str]:
    """Return the keys of a recipe and their values as text; what is at its default is left out.

    Raise BadInput for what is no recipe.
    """
    try:
        table = tomllib.loads(toml)
    except (ValueError, RecursionError):
        raise BadInput("this is no recipe: it is not valid TOML") from None
    moving = "zoom" in table
    zoom = {"zoom": table["zoom"]} if moving else {}
    kept = {key: value for key, value in table.items() if key not in _ASIDE}
    recipe = session.compose(table.get("input"), None, [("recipe", {**kept, **zoom})], moving)
    usual = session.compose(table.get("input"), None, (), moving)
    return dict(_find_changes(_dump(recipe), _dump(usual)))


def _dump(recipe: Recipe) -> dict[str, Any]:
    left_out = set(_ASIDE) - {"zoom"}
    return recipe.model_dump(mode="json", exclude=left_out, exclude_none=True)


def _find_changes(
    table: Mapping[str, Any], usual: Mapping[str, Any], at: str = ""
) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        other = usual.get(key)
        if value == other or value in ("", {}):
            continue
        if isinstance(value, Mapping):
            yield from _find_changes(
                value, other if isinstance(other, Mapping) else {}, f"{at}{key}."
            )
        else:
            yield f"{at}{key}", value if isinstance(value, str) else json.dumps(value)
