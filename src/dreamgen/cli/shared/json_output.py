"""What ``--json`` prints, of listings and of results. docs/scripting.md promises its shape."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

SCHEMA = 1
"""Rises when a key leaves or changes its meaning; new keys may come without."""

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]


def print_json(values: Mapping[str, Any]) -> None:
    """Print one JSON object on one line, with the number of its schema.

    It is ASCII: what no terminal should obey, and bytes of a path that are not UTF-8, are escapes.
    """
    typer.echo(json.dumps({"schema": SCHEMA, **values}, allow_nan=False, default=str))


def describe_result(
    path: Path, recipe: str, seconds: float, objective: float | None, kept: bool = False
) -> dict[str, Any]:
    """Return what ``--json`` prints of a result.

    recipe:    the TOML that is embedded in it.
    seconds:   from the first look at the input to the finished file.
    objective: of the last step, or None where there is no single one.
    kept:      whether it was there already.
    """
    number = None if objective is None else _finite(objective)
    return {
        "path": os.fspath(path),
        **describe_recipe(recipe),
        "seconds": round(seconds, 3),
        "objective": number,
        "kept": kept,
    }


def describe_recipe(text: str) -> dict[str, Any]:
    """Return the keys of a recipe's TOML, and apart from them what a result was made by."""
    from dreamgen.recipe.toml import read_toml

    values = read_toml(text, "the recipe")
    made = values.pop("made", {})
    return {"recipe": values, "made": made}


def _finite(number: float) -> float | None:
    return number if abs(number) < float("inf") else None


def print_recipe(toml: str, as_json: bool) -> None:
    """Print a recipe, as TOML or as JSON."""
    if as_json:
        print_json(describe_recipe(toml))
    else:
        typer.echo(toml, nl=False)
