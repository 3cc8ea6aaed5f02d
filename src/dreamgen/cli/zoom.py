"""dreamgen zoom: dream a zoom into a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import (
    DryRun,
    Inputs,
    ManyOptions,
    Vary,
    Watch,
)
from dreamgen.cli.shared.place import read_out
from dreamgen.cli.shared.recipe_command import with_recipe_options
from dreamgen.cli.shared.recipe_keys import tell_default

MOVE = "How to move"


def _option(*names: str, text: str, key: str = "") -> Any:
    return typer.Option(*names, help=tell_default(text, key), rich_help_panel=MOVE)


@with_recipe_options
def zoom(
    inputs: Inputs = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="A .gif, .webp, .mp4, .webm, .mov, .apng or .avif, or a folder's name.",
            metavar="FILE",
            parser=read_out,
        ),
    ] = None,
    seconds: Annotated[
        float | None, _option("--seconds", text="How long it lasts.", key="zoom.seconds")
    ] = None,
    fps: Annotated[
        float | None, _option("--fps", text="Frames per second.", key="zoom.fps")
    ] = None,
    speed: Annotated[
        float | None, _option("--speed", text="Factor per second; below 1 zooms out.")
    ] = None,
    motion: Annotated[
        str | None,
        _option("--motion", text='As "zoom(2) + rotate(ramp(0, 30))".', key="zoom.motion"),
    ] = None,
    mode: Annotated[
        str | None,
        _option("--mode", text="nested: smooth; feedback: classic.", key="zoom.mode"),
    ] = None,
    loop: Annotated[
        bool | None, _option("--loop/--no-loop", text="The end is the start again.")
    ] = None,
    endless: Annotated[
        bool | None,
        _option("--endless", text="On and on until stopped: into a folder, or -o - | mpv -."),
    ] = None,
    transition: Annotated[
        list[str] | None,
        _option("--transition", text="An objective to change to on the way; repeatable."),
    ] = None,
    through: Annotated[list[str] | None, typer.Option("--through", hidden=True)] = None,
    poster: Annotated[
        Path | None, _option("--poster", text="Write the first frame as a picture too.")
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="A draft of a quarter's size.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted zoom stopped.")
    ] = False,
    vary: Vary = None,
    watching: Watch = False,
    dry_run: DryRun = False,
    *,
    options: ManyOptions,
    flags: dict[str, Any],
) -> None:
    """Dream a zoom, 512 pixels wide unless --size says otherwise; its path is printed.

    Ctrl-C leaves a file that plays what was finished; --resume then goes on from there, and after a
    crash too, and ends with the same frames.

    Example: dreamgen zoom noise --loop -o loop.gif
    """
    from dreamgen.cli.shared.compose import open_session, take_path
    from dreamgen.cli.shared.how import How
    from dreamgen.cli.shared.make_moving import Moving
    from dreamgen.errors import BadInput
    from dreamgen.recipe.renamed import warn_of_old_name

    if through:
        warn_of_old_name("--through", "--transition")
        transition = [*(transition or []), *through]
    if speed is not None and motion is not None:
        raise BadInput("--speed: the motion has speeds of its own; write zoom(X) in it instead")
    own = {
        "seconds": seconds,
        "fps": fps,
        "motion": motion,
        "mode": mode,
        "loop": loop,
        "endless": endless,
        "transition": transition,
        "draft": preview or None,
    }
    flags |= {f"zoom.{key}": value for key, value in own.items() if value is not None}
    flags |= {} if speed is None else {"speed": speed}
    session = open_session(options.plugin, options.no_plugins, flags)
    out = take_path(out, flags)
    how = How(**vars(options), session=session, resume=resume, dry_run=dry_run)
    given = inputs or (), out, flags, how
    Moving("zoom", ".gif", *given, vary, watching, poster).make()
