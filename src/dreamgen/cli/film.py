"""dreamgen film: dream a film, frame after frame, without flicker."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import DryRun, ResultOptions
from dreamgen.cli.shared.json_output import print_recipe
from dreamgen.cli.shared.recipe_command import with_recipe_options
from dreamgen.cli.shared.recipe_keys import tell_default

PART = "Which part of it"
CARRY = "From frame to frame"


def _option(*names: str, text: str, panel: str, key: str = "") -> Any:
    return typer.Option(*names, help=tell_default(text, key), rich_help_panel=panel)


@with_recipe_options
def film(
    source: Annotated[
        str, typer.Argument(metavar="FILM", help="A video, an animation, or a folder of frames.")
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="A .mp4, .mov, .webm, .gif, .webp, .apng or .avif, or a folder's name.",
        ),
    ] = None,
    start: Annotated[
        str | None, _option("--from", text="Where to begin, as 0:10.", panel=PART)
    ] = None,
    stop: Annotated[str | None, _option("--to", text="Where to end, as 0:20.", panel=PART)] = None,
    fps: Annotated[
        float | None, _option("--fps", text="Frames per second, if not its own.", panel=PART)
    ] = None,
    every: Annotated[
        int | None,
        _option(
            "--every",
            text="Dream every n-th frame; those between carry the dream along.",
            panel=CARRY,
            key="film.every",
        ),
    ] = None,
    past: Annotated[
        float | None,
        _option(
            "--past",
            text="Share of the last dream that a frame begins with.",
            panel=CARRY,
            key="film.past",
        ),
    ] = None,
    new: Annotated[
        float | None,
        _option(
            "--new",
            text="Share of what is dreamed anew in a frame.",
            panel=CARRY,
            key="film.new",
        ),
    ] = None,
    original: Annotated[
        float | None,
        _option(
            "--source",
            text="Share of the film itself over the dream.",
            panel=CARRY,
            key="film.source",
        ),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="A draft of a quarter's size.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted film stopped.")
    ] = False,
    dry_run: DryRun = False,
    *,
    options: ResultOptions,
    flags: dict[str, Any],
) -> None:
    """Dream a film, 512 pixels wide unless --size says otherwise; its path is printed.

    The dream follows what moves, by optical flow; cuts begin anew; the sound stays. Ctrl-C leaves a
    file that plays what was finished; --resume then goes on from there, with the same frames.

    Example: dreamgen film clip.mp4 --from 0:10 --to 0:20 -o dream.mp4
    """
    from dreamgen.cli.shared.compose import (
        check_layer_is_used,
        compose_recipe,
        open_session,
        take_path,
    )
    from dreamgen.cli.shared.make import make
    from dreamgen.cli.shared.naming import STANDARD_OUTPUT, Target, usual_name
    from dreamgen.errors import BadInput
    from dreamgen.render.saving import usual_suffix

    own = {
        "start": start,
        "stop": stop,
        "fps": fps,
        "every": every,
        "past": past,
        "new": new,
        "source": original,
        "draft": preview or None,
    }
    flags["film"] = {}
    flags |= {f"film.{key}": value for key, value in own.items() if value is not None}
    session = open_session(options.plugin, options.no_plugins, flags)
    out = take_path(out, flags)
    if resume and (out is None or out == STANDARD_OUTPUT):
        raise BadInput("--resume: say with -o which file is to be gone on with")
    recipe = compose_recipe(source, flags, session, moving=True)
    suffix = usual_suffix(recipe, session.registry, ".mp4")
    target = Target(out, usual_name(source, flags.get("preset"), suffix), options.force)
    if not (dry_run or resume):
        target.check(recipe)
    plan = session.plan(recipe)
    check_layer_is_used(plan.uses_layer, flags)
    if dry_run:
        print_recipe(plan.recipe.to_toml(), options.as_json)
        return
    make(session, plan, target, options.quiet, resume=resume, as_json=options.as_json)
