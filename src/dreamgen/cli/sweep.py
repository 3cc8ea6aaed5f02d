"""dreamgen sweep: one picture at many layers or channels, on one sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import Columns, Force, Input, Quiet
from dreamgen.cli.shared.json_output import Json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles
from dreamgen.cli.shared.recipe_command import with_recipe_options


@with_recipe_options
def sweep(
    source: Input = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where to; the suffix says what.")
    ] = None,
    layers: Annotated[
        str | None, typer.Option("--layers", help="As 1-6, 2,4,6 or a glob; all if left out.")
    ] = None,
    channels: Annotated[
        str | None,
        typer.Option("--channels", help="As 6:0-15, 6:all, or 6:strongest:8 for this picture's."),
    ] = None,
    closeup: Annotated[
        list[str] | None,
        typer.Option("--closeup", help="x,y,w as shares: magnify a detail in every picture."),
    ] = None,
    columns: Columns = None,
    force: Force = False,
    quiet: Quiet = False,
    as_json: Json = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    *,
    flags: dict[str, Any],
) -> None:
    """Dream one picture at many layers or channels, and set the results beside it on a sheet.

    Example: dreamgen sweep photo.jpg --layers 1-6 -o ladder.png
    """
    from dreamgen.cli.shared.compose import (
        command_of,
        compose_recipe,
        open_session,
        take_path,
    )
    from dreamgen.cli.shared.make_sheet import make_sheet
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.cli.shared.variants import read_closeups
    from dreamgen.errors import BadInput
    from dreamgen.recipe.sheet import Sheet
    from dreamgen.render.saving import usual_suffix

    if layers and channels:
        raise BadInput("--layers and --channels: give one of them; a sheet has one direction")
    session = open_session(plugin, no_plugins, flags)
    out = take_path(out, flags)
    recipe = compose_recipe(source, flags, session)
    name = "sweep" if flags.get("preset") is None else f"{flags['preset']}-sweep"
    usual = usual_name(source, name, usual_suffix(recipe, session.registry, ".png"))
    target = Target(out, usual, force)
    target.check(recipe)
    effects = (*recipe.effects, *read_closeups(closeup or []))
    plan = session.plan(recipe.model_copy(update={"effects": effects}))
    if channels is None and not plan.uses_layer:
        raise BadInput("--layers: the objective names its own layers, so this would do nothing")
    if channels is not None and ":" not in channels:
        raise BadInput(f"--channels {channels}: must be a layer and its channels, as 6:0-15")
    heading = f"{command_of(source, flags)}  and what stands under each"
    sheet = Sheet(layers=layers, channels=channels, columns=columns, heading=heading)
    make_sheet(session, plan, target, sheet, quiet, as_json=as_json)
