"""dreamgen atlas: everything that a layer has learnt, or all that a network has names for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.defaults.own_defaults import Defaults
from dreamgen.cli.shared.command_options import (
    Columns,
    Force,
    On,
    Prove,
    Quiet,
    Resume,
    Vary,
    Watch,
)
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
    vary: Vary = None,
    columns: Columns = None,
    force: Force = False,
    resume: Resume = False,
    on: On = None,
    prove: Prove = None,
    watching: Watch = False,
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
    from dreamgen.cli.shared.compose import compose_recipe, open_session, take_path
    from dreamgen.cli.shared.how import How
    from dreamgen.cli.shared.make_grid import make_grid
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.cli.shared.watch import list_inputs, watch_result
    from dreamgen.errors import BadInput
    from dreamgen.recipe.sheet import Sheet
    from dreamgen.render.inputs import NOISE

    if concepts is not None and (channels is not None or "layer" in flags):
        raise BadInput("--concepts: asks the classifier, so --layer and --channels do nothing")
    if "objective" in flags:
        raise BadInput("--objective: an atlas has its own; dreamgen sweep varies the rest")
    session = open_session(plugin, no_plugins, flags)
    out = take_path(out, flags)
    own = flags.get("defaults", Defaults())
    small = {key: value for key, value in SMALL.items() if not own.sets(key)}
    flags = {**({} if "preset" in flags else small), **flags}
    axis = f"channel={channels or 'all'}" if concepts is None else f"concept={concepts}"
    sheet = Sheet(vary=[axis, *(vary or [])], columns=columns, with_source=False)

    how = How(session, plugin, no_plugins, force, resume, on, prove, False, quiet, as_json)

    def make_once(force: bool) -> None:
        def target_of(suffix: str) -> Target:
            return Target(out, usual_name(source, "atlas", suffix), force)

        begun = source if source or compose_recipe(None, flags, session).input else NOISE
        make_grid(how, begun, dict(flags), sheet, target_of)

    if watching:
        inputs = None if source is None else [source]
        watch_result(make_once, out, how, lambda: list_inputs(inputs, flags, session, vary))
    else:
        make_once(force)
