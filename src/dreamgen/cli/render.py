"""dreamgen render: dream one picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.options import NoPlugins, PluginFiles, Quiet, open_registry, with_recipe_options


@with_recipe_options
def render(
    source: Annotated[
        str | None,
        typer.Argument(metavar="[INPUT]", help="A file, - , noise or sample:NAME."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to; the suffix says what.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the recipe alone.")] = False,
    quiet: Quiet = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    *,
    flags: dict[str, Any],
) -> None:
    """Dream one picture; the path of the result is printed on standard output."""
    from dreamgen.cli.compose import compose_recipe, default_path
    from dreamgen.cli.make import make
    from dreamgen.errors import BadInput
    from dreamgen.render.plan import plan
    from dreamgen.render.saving import usual_suffix

    registry = open_registry(plugin, no_plugins)
    recipe = compose_recipe(source, flags, registry)
    planned = plan(recipe, registry)
    if "layer" in flags and not planned.uses_layer:
        raise BadInput("--layer: the objective names its own layers, so this would do nothing")
    if dry_run:
        typer.echo(recipe.to_toml(), nl=False)
        return
    suffix = usual_suffix(recipe, registry, ".png")
    path = out or default_path(source, flags.get("preset"), suffix)
    make(planned, path, registry, quiet)
