"""dreamgen render: dream a picture, or many."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import DryRun, Force, Inputs, On, Quiet, Resume
from dreamgen.cli.shared.json_output import Json, print_recipe
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles
from dreamgen.cli.shared.recipe_command import with_recipe_options


@with_recipe_options
def render(
    inputs: Inputs = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="Where to; the suffix says what; or a folder."),
    ] = None,
    force: Force = False,
    resume: Resume = False,
    on: On = None,
    dry_run: DryRun = False,
    quiet: Quiet = False,
    as_json: Json = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    *,
    flags: dict[str, Any],
) -> None:
    """Dream a picture, or many alike; paths of results are printed on standard output.

    Of many, one that fails stops no other one, and --resume makes only what is missing. In -o of
    many, {stem}, {preset}, {number} and keys of the recipe are filled in; - is a list of inputs.

    Example: dreamgen render photo.jpg --layer 3 -o dream.png

    Example: dreamgen render *.jpg -o "dreams/{stem}-{seed}.png"
    """
    from dreamgen.cli.shared.compose import (
        check_layer_is_used,
        compose_recipe,
        open_session,
        take_path,
    )
    from dreamgen.cli.shared.make import make
    from dreamgen.cli.shared.many_inputs import How, are_many, make_inputs
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.render.saving import usual_suffix

    session = open_session(plugin, no_plugins, flags)
    out = take_path(out, flags)
    if are_many(inputs, out, resume, on):
        how = How(session, plugin, no_plugins, force, resume, on, dry_run, quiet, as_json)
        make_inputs(inputs, out, flags, how, ".png")
        return
    source = inputs[0] if inputs else None
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
