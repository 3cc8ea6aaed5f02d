"""dreamgen render: dream one picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import DryRun, Force, Input, Quiet
from dreamgen.cli.shared.json_output import Json, print_recipe
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles
from dreamgen.cli.shared.recipe_command import with_recipe_options


@with_recipe_options
def render(
    source: Input = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="Where to; the suffix says what; - to standard output."),
    ] = None,
    force: Force = False,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    as_json: Json = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    *,
    flags: dict[str, Any],
) -> None:
    """Dream one picture; the path of the result is printed on standard output.

    Example: dreamgen render photo.jpg --layer 3 -o dream.png
    """
    from dreamgen.cli.shared.compose import (
        check_layer_is_used,
        compose_recipe,
        open_session,
        take_path,
    )
    from dreamgen.cli.shared.make import make
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.render.saving import usual_suffix

    session = open_session(plugin, no_plugins, flags)
    out = take_path(out, flags)
    recipe = compose_recipe(source, flags, session)
    suffix = usual_suffix(recipe, session.registry, ".png")
    target = Target(out, usual_name(source, flags.get("preset"), suffix), force)
    if not dry_run:
        target.check(recipe)
    plan = session.plan(recipe)
    check_layer_is_used(plan.uses_layer, flags)
    if dry_run:
        print_recipe(plan.recipe.to_toml(), as_json)
        return
    make(session, plan, target, quiet, as_json=as_json)
