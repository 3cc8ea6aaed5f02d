"""dreamgen sweep: one picture at many layers or channels, on one sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import (
    Columns,
    Input,
    ManyOptions,
    Resume,
    Vary,
    Watch,
)
from dreamgen.cli.shared.place import read_out
from dreamgen.cli.shared.recipe_command import with_recipe_options


@with_recipe_options
def sweep(
    source: Input = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="The result; its suffix chooses the format.",
            metavar="FILE",
            parser=read_out,
        ),
    ] = None,
    layers: Annotated[
        str | None, typer.Option("--layers", help="As 1-6, 2,4,6 or a glob. Default: all.")
    ] = None,
    channels: Annotated[
        str | None,
        typer.Option(
            "--channels", help="Of a layer, as 6:0-15, 6:all, or 6:strongest:8 on this picture."
        ),
    ] = None,
    vary: Vary = None,
    closeup: Annotated[
        list[str] | None,
        typer.Option(
            "--closeup",
            metavar="X,Y,W",
            help="Magnify a detail in every picture; where, as shares of it.",
        ),
    ] = None,
    columns: Columns = None,
    resume: Resume = False,
    watching: Watch = False,
    *,
    options: ManyOptions,
    flags: dict[str, Any],
) -> None:
    """Dream one picture at many layers or channels, and set the results beside it on a sheet.

    With --vary the sheet is a table of layers or channels and anything else.

    Example: dreamgen sweep photo.jpg --layers 1-6 -o ladder.png
    """
    from dreamgen.cli.shared.closeups import add_closeups
    from dreamgen.cli.shared.compose import open_session, take_path
    from dreamgen.cli.shared.how import How
    from dreamgen.cli.shared.make_grid import make_grid
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.cli.shared.watch import list_inputs, watch_result
    from dreamgen.recipe.sheet import Sheet
    from dreamgen.tasks.requests.sheet_axes import list_sweep_axes

    axes = list_sweep_axes(layers, channels, vary or [], "--")
    session = open_session(options.plugin, options.no_plugins, flags)
    out = take_path(out, flags)
    name = "sweep" if flags.get("preset") is None else f"{flags['preset']}-sweep"
    sheet = Sheet(vary=axes, columns=columns)
    finish = add_closeups(closeup or [])
    how = How(**vars(options), session=session, resume=resume)

    def make_once(force: bool) -> None:
        def target_of(suffix: str) -> Target:
            return Target(out, usual_name(source, name, suffix), force)

        make_grid(how, source, dict(flags), sheet, target_of, finish)

    if watching:
        inputs = None if source is None else [source]
        watch_result(make_once, out, how, lambda: list_inputs(inputs, flags, session, axes))
    else:
        make_once(how.force)
