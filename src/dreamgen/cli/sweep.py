"""dreamgen sweep: one picture at many layers or channels, on one sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import (
    Columns,
    Force,
    Input,
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
    vary: Vary = None,
    closeup: Annotated[
        list[str] | None,
        typer.Option("--closeup", help="x,y,w as shares: magnify a detail in every picture."),
    ] = None,
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
    """Dream one picture at many layers or channels, and set the results beside it on a sheet.

    With --vary the sheet is a table, or goes through anything else.

    Example: dreamgen sweep photo.jpg --layers 1-6 -o ladder.png
    """
    from dreamgen.cli.shared.closeups import add_closeups
    from dreamgen.cli.shared.compose import open_session, take_path
    from dreamgen.cli.shared.how import How
    from dreamgen.cli.shared.make_grid import make_grid
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.cli.shared.watch import list_inputs, watch_result
    from dreamgen.errors import BadInput
    from dreamgen.recipe.sheet import Sheet

    if layers and channels:
        raise BadInput("--layers and --channels: give one of them, and vary the other by --vary")
    if channels is not None and ":" not in channels:
        raise BadInput(f"--channels {channels}: must be a layer and its channels, as 6:0-15")
    axes = [f"layer={layers}"] if layers else [f"channel={channels}"] if channels else []
    axes = [*axes, *(vary or [])] or ["layer=all"]
    session = open_session(plugin, no_plugins, flags)
    out = take_path(out, flags)
    name = "sweep" if flags.get("preset") is None else f"{flags['preset']}-sweep"
    sheet = Sheet(vary=axes, columns=columns)
    finish = add_closeups(closeup or [])
    how = How(session, plugin, no_plugins, force, resume, on, prove, False, quiet, as_json)

    def make_once(force: bool) -> None:
        def target_of(suffix: str) -> Target:
            return Target(out, usual_name(source, name, suffix), force)

        make_grid(how, source, dict(flags), sheet, target_of, finish)

    if watching:
        inputs = None if source is None else [source]
        watch_result(make_once, out, how, lambda: list_inputs(inputs, flags, session, axes))
    else:
        make_once(force)
