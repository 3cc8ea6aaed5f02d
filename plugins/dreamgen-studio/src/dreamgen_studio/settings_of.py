"""A recipe as the settings of a request: what differs from what would be dreamed without them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from dreamgen import BadInput, Recipe, Session

_ASIDE = ("summary", "made")
_SAID = ("input", "mask", "zoom.seconds")
"""Keys that are told in any case: a page has controls of their own for them."""


def read_settings(toml: str, session: Session) -> dict[str, str]:
    """Return the keys of a recipe and their values as text; what is at its default is left out.

    ``input`` and ``mask`` are what the recipe calls them, and ``zoom.seconds`` says that it is a
    zoom. Raise BadInput for what is no recipe.
    """
    try:
        table = tomllib.loads(toml)
    except (ValueError, RecursionError):
        raise BadInput("this is no recipe: it is not valid TOML") from None
    made, source = table.get("made", {}), table.get("input")
    moving = "zoom" in table or (isinstance(made, dict) and "frames" in made)
    kept = {key: value for key, value in table.items() if key not in _ASIDE}
    recipe = session.compose(source, None, [("recipe", kept)], moving)
    usual = session.compose(source, None, (), moving)
    return dict(_find_changes(_dump(recipe), _dump(usual)))


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
            yield f"{at}{key}", value if isinstance(value, str) else json.dumps(value)
