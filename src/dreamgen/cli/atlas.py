"""dreamgen atlas: everything that a layer has learnt, or all that a network has names for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dreamgen.cli.shared.options import (
    Columns,
    NoPlugins,
    PluginFiles,
    Quiet,
    with_recipe_options,
)

if TYPE_CHECKING:
    from dreamgen.cli.shared.variants import Variant
    from dreamgen.render.job import Job

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
    quiet: Quiet = False,
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
        default_path,
        open_session,
        take_path,
    )
    from dreamgen.cli.shared.make_sheet import SheetRequest, make_sheet
    from dreamgen.cli.shared.variants import channel_variants, concept_variants
    from dreamgen.errors import BadInput
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

    def variants(job: Job) -> list[Variant]:
        if concepts is not None:
            return concept_variants(job, concepts)
        return channel_variants(job, f"{job.layer}:{channels or 'all'}")

    path = out or default_path(source, "atlas", usual_suffix(recipe, session.registry, ".png"))
    heading = f"{command_of(source or NOISE, flags)}  and what stands under each"
    request = SheetRequest(variants, heading, columns, with_source=False, quiet=quiet)
    make_sheet(session, session.plan(recipe), path, request)
