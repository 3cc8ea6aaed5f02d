"""Whether a file is a task's result, as the recipe inside it says; no network is loaded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.composing import split_embedded
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.toml import read_toml
from dreamgen.render.inputs.loading import NOISE, read_input
from dreamgen.render.saving.provenance import digest, digest_file
from dreamgen.render.saving.read_recipe import read_recipe
from dreamgen.tasks.task import Task


def check_finished(task: Task, registry: Registry) -> str:
    """Return the recipe in the file at a task's place.

    Raise BadInput unless it is the task's, and the file was made of its input.
    """
    try:
        text = read_recipe(task.out, registry)
    except BadInput as problem:
        raise BadInput(f"{task.out} exists already and is no result of this: {problem}") from None
    there, made = split_embedded(text, str(task.out))
    asked = read_toml(task.text(), "recipe")
    changed = sorted(_list_changes(asked, there, task))
    if changed:
        raise BadInput(f"{task.out} exists already, made with another {' and '.join(changed)}")
    before, source = made.get("input_sha256"), task.recipe.input
    is_file = source not in (None, NOISE, "-")
    if before and is_file and _digest_input(task.recipe) != before:
        raise BadInput(f"{task.out} exists already, and {source} has changed since")
    return text


def _digest_input(recipe: Recipe) -> str:
    name = str(recipe.input)
    if recipe.film is None:
        return digest(read_input(name).data)
    try:
        return digest_file(Path(name))
    except OSError as problem:
        raise BadInput(f"{name} cannot be read: {problem.strerror}") from None


def _list_changes(asked: Mapping[str, Any], there: Mapping[str, Any], task: Task) -> Iterator[str]:
    """Yield the keys in which a finished recipe is not the one asked for.

    What the recipe left open is filled in by then: layer, objective, the size of a zoom, and what
    of a preset's objectives suits another network.
    """
    left = {"layer", "objective", "size"} - asked.keys()
    asked, there = (_leave_out_adapted(table, task.recipe) for table in (asked, there))
    yield from (key for key in _compare(asked, there) if key not in left)


def _leave_out_adapted(table: Mapping[str, Any], recipe: Recipe) -> Mapping[str, Any]:
    """Return a recipe's table without its preset's objectives, those of keyframes too."""

    def is_given(key: str) -> bool:
        return recipe.where(key).startswith("preset ")

    def without(inner: Mapping[str, Any], key: str) -> dict[str, Any]:
        return {name: value for name, value in inner.items() if name != key}

    kept = without(table, "objective") if is_given("objective") else dict(table)
    if is_given("at") and "at" in kept:
        kept["at"] = [without(frame, "objective") for frame in kept["at"]]
    if is_given("zoom.transition") and "zoom" in kept:
        kept["zoom"] = without(kept["zoom"], "transition")
    return kept


def _compare(asked: Mapping[str, Any], there: Mapping[str, Any], at: str = "") -> Iterator[str]:
    """Yield the dotted keys of two tables that differ; a component counts as one value."""
    for key in asked.keys() | there.keys():
        ours, theirs = asked.get(key), there.get(key)
        if _is_table(ours) and _is_table(theirs):
            yield from _compare(ours, theirs, f"{at}{key}.")
        elif ours != theirs:
            yield f"{at}{key}"


def _is_table(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping) and "use" not in value
