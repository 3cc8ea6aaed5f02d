"""dreamgen render: dream a picture, or many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dreamgen.cli.shared.command_options import (
    Columns,
    DryRun,
    Inputs,
    ManyOptions,
    Resume,
    Vary,
    Watch,
)
from dreamgen.cli.shared.place import read_place
from dreamgen.cli.shared.recipe_command import with_recipe_options

if TYPE_CHECKING:
    from dreamgen.cli.shared.how import How


@with_recipe_options
def render(
    inputs: Inputs = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="The result; its suffix chooses the format. Or a folder, as dreams/.",
            metavar="FILE",
            parser=read_place,
        ),
    ] = None,
    resume: Resume = False,
    vary: Vary = None,
    columns: Columns = None,
    watching: Watch = False,
    dry_run: DryRun = False,
    *,
    options: ManyOptions,
    flags: dict[str, Any],
) -> None:
    """Dream a picture, or many; the paths of the results go to standard output.

    Of many, one that fails stops no other, and --resume makes only what is missing. In the -o of many,
    {stem}, {preset}, {number} and keys of the recipe are filled in; the input - is a list of inputs.

    With --vary every combination is made: as files, or as one sheet or page if -o is a picture or
    .html.

    Example: dreamgen render photo.jpg --layer 3 -o dream.png

    Example: dreamgen render *.jpg -o "dreams/{stem}-{seed}.png"

    Example: dreamgen render photo.jpg --vary seed=1..8 --vary layer=3,6 -o grid.html
    """
    from dreamgen.cli.shared.compose import open_session, take_path
    from dreamgen.cli.shared.grid_options import check_grid, is_grid, list_axes
    from dreamgen.cli.shared.how import How
    from dreamgen.cli.shared.make_grid import make_grid
    from dreamgen.cli.shared.many_inputs import are_many, make_inputs
    from dreamgen.cli.shared.naming import Target
    from dreamgen.cli.shared.watch import list_inputs, watch_result
    from dreamgen.errors import BadInput
    from dreamgen.recipe.sheet import Sheet

    session = open_session(options.plugin, options.no_plugins, flags)
    how = How(**vars(options), session=session, resume=resume, dry_run=dry_run)
    out = take_path(out, flags)
    grid = is_grid(vary, out)
    if grid:
        check_grid(dry_run)
    elif columns is not None:
        raise BadInput("--columns: is for a sheet: vary something, and name a picture with -o")
    elif are_many(inputs, out, resume, how.on, vary, how.prove):
        if watching:
            raise BadInput("--watch: goes with one result: a picture, a sheet or a page")
        make_inputs(inputs, out, flags, how, ".png", vary=vary)
        return
    source = inputs[0] if inputs and len(inputs) == 1 else None

    def make_once(force: bool) -> None:
        if grid and out is not None:
            axes = list_axes(inputs, vary)
            sheet = Sheet(vary=axes, columns=columns, with_source=False)
            target = Target(out, out, force)
            make_grid(how, source, dict(flags), sheet, lambda suffix: target)
        else:
            _make_one(how, source, out, flags, force)

    if watching:
        watch_result(make_once, out, how, lambda: list_inputs(inputs, flags, session, vary))
    else:
        make_once(how.force)


def _make_one(
    how: How, source: str | None, out: Path | None, flags: dict[str, Any], force: bool
) -> None:
    from dreamgen.cli.shared.compose import check_layer_is_used, compose_recipe
    from dreamgen.cli.shared.dry_run import print_dry_run
    from dreamgen.cli.shared.make import make
    from dreamgen.cli.shared.naming import Target, usual_name
    from dreamgen.render.saving.save import usual_suffix

    session = how.session
    recipe = compose_recipe(source, flags, session)
    suffix = usual_suffix(recipe, session.registry, ".png")
    target = Target(out, usual_name(source, flags.get("preset"), suffix), force)
    if not how.dry_run:
        target.check(recipe)
    plan = session.plan(recipe)
    check_layer_is_used(plan.uses_layer, flags)
    if how.dry_run:
        print_dry_run(how, plan, target)
        return
    make(session, plan, target, how.quiet, as_json=how.as_json)
