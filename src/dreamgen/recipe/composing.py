"""A recipe out of several sources: a preset and its ancestors, the input, flags, settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dreamgen.errors import BadInput
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import read_call, read_calls
from dreamgen.recipe.keywords import Added
from dreamgen.recipe.plain import read_plain
from dreamgen.recipe.presets import read_preset
from dreamgen.recipe.renamed import rename_old_keys
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.toml import read_toml
from dreamgen.recipe.validation import check_numbers, describe_problem
from dreamgen.recipe.values import shorten
from dreamgen.recipe.writing import write

Layer = tuple[str, Mapping[str, Any]]
"""One source of a recipe: the label that messages give it, and the keys that it sets."""

SINGLE_CALLS = ("parameterisation", "optimiser", "loader", "output")
"""Keys that hold one component, whose parameters can be set one by one."""


def compose(layers: Sequence[Layer]) -> Recipe:
    """Return the recipe of several sources, later ones winning; None leaves a key at its default.

    Raise BadInput, naming the source and the key, for what does not fit the schema.
    """
    merged: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for label, values in layers:
        plain = read_plain(values, label)
        _merge(merged, rename_old_keys(plain, label), label, origins)
    try:
        recipe = Recipe(**merged)
    except ValidationError as problem:
        raise BadInput(describe_problem(problem, Recipe, origins)) from None
    check_numbers(merged, recipe, origins)
    recipe._origins.update(origins)
    return recipe


def compose_request(
    source: str | None,
    preset: str | None,
    layers: Sequence[Layer],
    presets: Mapping[str, Path],
    moving: bool,
    beneath: Sequence[Layer] = (),
    robust: bool = False,
) -> Recipe:
    """Return the recipe of what a caller asks for: a preset, then an input, then the caller's keys.

    ``moving`` asks for a film where the caller's keys have a table ``film``, and else for a zoom;
    otherwise it is a still, whatever a preset says of them. ``beneath`` are defaults: what anything
    else sets wins over them. ``robust`` is what the network is.
    """
    given: list[Layer] = [*beneath]
    if preset is not None:
        given += read_preset(preset, presets, robust)
    if source is not None:
        given.append(("INPUT", {"input": source}))
    is_film = moving and any("film" in values for _, values in layers)
    if moving and not is_film:
        given.append(("zoom", {"zoom": {}}))
    recipe = compose([*given, *layers])
    unasked = {"zoom": moving and not is_film, "film": is_film}
    return recipe.model_copy(update={key: None for key, kept in unasked.items() if not kept})


def split_embedded(text: str, label: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the keys of an embedded recipe, and its table of what it was made by."""
    values = read_toml(text, label)
    made = values.pop("made", {})
    if not isinstance(made, dict):
        raise BadInput(f"{label}: made = {made!r}: must be a table")
    if made.get("dreamgen") == "0.1.0" and "frames" not in made:
        values.pop("zoom", None)  # stills of that release carried the settings of a preset's zoom
    if "frames" in made:
        values.setdefault("zoom", {})  # and zooms with no settings of their own carried none
    return values, made


def _merge(
    into: dict[str, Any],
    values: Mapping[str, Any],
    label: str,
    origins: dict[str, str],
    at: str = "",
) -> None:
    for key, value in values.items():
        path = f"{at}{key}"
        if value is None:
            into.pop(key, None)
            continue
        if isinstance(value, Added):
            value = _add(into.get(key), value)
        if key in SINGLE_CALLS and not at and isinstance(value, Mapping) and "use" not in value:
            into[key] = _as_table(into.get(key, Recipe.model_fields[key].default), label, key)
        if isinstance(value, Mapping) and isinstance(into.get(key) or {}, Mapping):
            into[key] = dict(into.get(key) or {})
            _merge(into[key], value, label, origins, path + ".")
        else:
            into[key] = value
        origins[path] = label


def _add(before: Any, added: Added) -> list[Any]:
    """Return the components of a list, and after them one that is added."""
    calls = before if isinstance(before, list | tuple) else read_calls(before) if before else ()
    name = read_call(added).use
    return [*(call for call in calls if _name_of(call) != name), str(added)]


def _name_of(call: Any) -> str:
    if isinstance(call, Mapping):
        return str(call.get("use"))
    return (read_call(call) if isinstance(call, str) else call).use


def _as_table(value: Any, label: str, key: str) -> dict[str, Any]:
    """Return a component's table form, so that one of its parameters can be set by itself."""
    if isinstance(value, Mapping):
        return dict(value)
    try:
        call = read_call(value) if isinstance(value, str) else value
    except BadInput as problem:
        raise BadInput(f"{label}: {key} = {shorten(repr(value))}: {problem}") from None
    if not isinstance(call, Call):
        raise BadInput(f"{label}: {key} = {shorten(repr(value))}: it has no parameters to set")
    if call.args:
        raise BadInput(f"{label}: {key} is {write(call)}, by place: write the whole of it again")
    return {"use": call.use, **call.params} if call.use else dict(call.params)
