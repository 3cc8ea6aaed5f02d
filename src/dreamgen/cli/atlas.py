"""dreamgen atlas: everything that a layer has learnt, or all that a network has names for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import Columns, Force, Quiet
from dreamgen.cli.shared.json_output import Json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles
from dreamgen.cli.shared.recipe_command import with_recipe_options

SMALL = {"size": "160", "octaves.count": 4}  # and so quick, for there may be hundreds


@with_recipe_options
def atlas(
    source: Annotated[
        str | None, typer.Argument(metavar="[INPUT]", help="What to dream from; noise if left out.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A picture, or a page as .html.")
    ] = None,
    channels: Annotated[
        str | None, typer.Option("--channels", help="Of the layer, as 0-63; all if left out.")
    ] = None,
    concepts: Annotated[
        str | None,
        typer.Option("--concepts", help='Names in place of channels, as "owl, skull"; or all.'),
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
    """Dream every channel of a layer, or every concept by name, from noise, onto one sheet.

    Example: dreamgen atlas --concepts "owl, skull, rose" -o atlas.html
    """
    from dreamgen.cli.shared.compose import (
        command_of,
        compose_recipe,
        open_session,
        take_path,
    )
    from dreamgen.cli.shared.make_sheet import make_sheet
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.errors import BadInput
    from dreamgen.recipe.sheet import Sheet
    from dreamgen.render.inputs import NOISE
    from dreamgen.render.saving import usual_suffix

    if concepts is not None and (channels is not None or "layer" in flags):
        raise BadInput("--concepts: asks the classifier, so --layer and --channels do nothing")
    if "objective" in flags:
        raise BadInput("--objective: an atlas has its own; dreamgen sweep varies the rest")
    session = open_session(plugin, no_plugins, flags)
    out = take_path(out, flags)
    flags = {**({} if "preset" in flags else SMALL), **flags}
    recipe = compose_recipe(source, flags, session)
    if recipe.input is None:
        recipe = recipe.model_copy(update={"input": NOISE})

    usual = usual_name(source, "atlas", usual_suffix(recipe, session.registry, ".png"))
    sheet = Sheet(
        channels=f":{channels or 'all'}" if concepts is None else None,
        concepts=concepts,
        columns=columns,
        with_source=False,
        heading=f"{command_of(source or NOISE, flags)}  and what stands under each",
    )
    target = Target(out, usual, force)
    target.check(recipe)
    make_sheet(session, session.plan(recipe), target, sheet, quiet, as_json=as_json)
