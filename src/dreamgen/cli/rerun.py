"""dreamgen rerun: make a picture again from the recipe inside it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.options import NoPlugins, PluginFiles, Quiet, open_registry
from dreamgen.errors import BadInput


def rerun(
    file: Annotated[Path, typer.Argument(help="A picture made by dreamgen.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to; NAME-rerun if left out.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--input", help="The input, should it have moved.")
    ] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help="KEY=VALUE: change any key.")
    ] = None,
    quiet: Quiet = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """Make a picture again: on the same machine, with the same pixels."""
    from dreamgen.cli.compose import default_path
    from dreamgen.cli.make import make
    from dreamgen.cli.make_zoom import make_zoom
    from dreamgen.engine.threads import compute_as
    from dreamgen.recipe.schema import Recipe, read_setting, read_toml
    from dreamgen.render.plan import plan
    from dreamgen.render.reading import read_recipe
    from dreamgen.render.zoom import plan_zoom

    registry = open_registry(plugin, no_plugins)
    values = read_toml(read_recipe(file, registry), str(file))
    made = values.pop("made", {})
    compute_as(made)
    layers: list[tuple[str, dict[str, Any]]] = [(str(file), values)]
    if source is not None:
        layers.append(("--input", {"input": source}))
    layers += [(f"--set {text}", read_setting(text)) for text in settings or []]
    recipe = Recipe.compose(layers)
    if source is None and not _is_there(recipe.input):
        was = {None: "given in Python", "-": "standard input"}.get(recipe.input, recipe.input)
        raise BadInput(f"{file}: its input was {was}, which is not here: name it with --input")
    path = out or default_path(str(file), "rerun", file.suffix)
    if "frames" in made:
        job_made = make_zoom(plan_zoom(recipe, registry), path, registry, quiet)
    else:
        job_made = make(plan(recipe, registry), path, registry, quiet)
    for difference in _differences(made, job_made):
        print(f"dreamgen: {difference}, so pixels may differ", file=sys.stderr)


def _is_there(name: str | None) -> bool:
    from dreamgen.render.inputs import NOISE, SAMPLE

    if name is None or name == "-":
        return False
    return name == NOISE or name.startswith(SAMPLE) or Path(name).exists()


def _differences(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Return what has changed since the picture was made, one clause each."""
    names = [key for key in before if before[key] != now.get(key, before[key]) and key != "frames"]
    return [f"{key} was {before[key]} and is {now[key]}" for key in names]
