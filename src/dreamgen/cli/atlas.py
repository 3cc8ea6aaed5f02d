"""dreamgen atlas: everything that a layer has learnt, or all that a network has names for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.defaults.own_defaults import Defaults
from dreamgen.cli.shared.command_options import (
    Columns,
    ManyOptions,
    Resume,
    Vary,
    Watch,
)
from dreamgen.cli.shared.place import read_out
from dreamgen.cli.shared.recipe_command import with_recipe_options


@with_recipe_options
def atlas(
    source: Annotated[
        str | None, typer.Argument(metavar="INPUT", help="What to dream from. Default: noise.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", help="A picture, or a page as .html.", metavar="FILE", parser=read_out
        ),
    ] = None,
    channels: Annotated[
        str | None, typer.Option("--channels", help="Of the layer, as 0-63. Default: all.")
    ] = None,
    concepts: Annotated[
        str | None,
        typer.Option("--concepts", help='Names instead of channels, as "owl, skull", or all.'),
    ] = None,
    vary: Vary = None,
    columns: Columns = None,
    resume: Resume = False,
    watching: Watch = False,
    *,
    options: ManyOptions,
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
    from dreamgen.render.inputs.loading import NOISE
    from dreamgen.tasks.requests.sheet_axes import SMALL, list_atlas_axes

    axes = list_atlas_axes(channels, concepts, vary or [], "layer" in flags, "--")
    if "objective" in flags:
        raise BadInput("--objective: an atlas has its own; dreamgen sweep varies the rest")
    session = open_session(options.plugin, options.no_plugins, flags)
    out = take_path(out, flags)
    own = flags.get("defaults", Defaults())
    small = {key: value for key, value in SMALL.items() if not own.sets(key)}
    flags = {**({} if "preset" in flags else small), **flags}
    sheet = Sheet(vary=axes, columns=columns, with_source=False)

    how = How(**vars(options), session=session, resume=resume)

    def make_once(force: bool) -> None:
        def target_of(suffix: str) -> Target:
            return Target(out, usual_name(source, "atlas", suffix), force)

        begun = source if source or compose_recipe(None, flags, session).input else NOISE
        make_grid(how, begun, dict(flags), sheet, target_of)

    if watching:
        inputs = None if source is None else [source]
        watch_result(make_once, out, how, lambda: list_inputs(inputs, flags, session, vary))
    else:
        make_once(how.force)
