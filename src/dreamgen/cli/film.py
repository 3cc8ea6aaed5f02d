"""dreamgen film: dream a film, frame after frame, without flicker."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.cli.shared.command_options import DryRun, ManyOptions, Vary, Watch
from dreamgen.cli.shared.number import read_number
from dreamgen.cli.shared.place import read_out
from dreamgen.cli.shared.recipe_command import with_recipe_options
from dreamgen.cli.shared.recipe_keys import tell_default

PART = "Which part of it"
CARRY = "From frame to frame"


def _option(*names: str, text: str, panel: str, key: str = "", is_number: bool = False) -> Any:
    help_text = tell_default(text, key)
    reading: dict[str, Any] = {"parser": read_number, "metavar": "NUMBER"} if is_number else {}
    return typer.Option(*names, help=help_text, rich_help_panel=panel, **reading)


@with_recipe_options
def film(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILM", help="Videos, animations, folders of frames or of films, globs."
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="A .mp4, .mov, .webm, .gif, .webp, .apng or .avif, or a folder's name.",
            metavar="FILE",
            parser=read_out,
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
        Any,
        _option(
            "--every",
            text="Dream every n-th frame; those between carry the dream along.",
            panel=CARRY,
            is_number=True,
            key="film.every",
        ),
    ] = None,
    past: Annotated[
        Any,
        _option(
            "--past",
            text="Share of the last dream that a frame begins with.",
            panel=CARRY,
            is_number=True,
            key="film.past",
        ),
    ] = None,
    new: Annotated[
        Any,
        _option(
            "--new",
            text="Share of what is dreamed anew in a frame.",
            panel=CARRY,
            is_number=True,
            key="film.new",
        ),
    ] = None,
    original: Annotated[
        Any,
        _option(
            "--source",
            text="Share of the film itself over the dream.",
            panel=CARRY,
            is_number=True,
            key="film.source",
        ),
    ] = None,
    flow: Annotated[
        str | None,
        _option(
            "--flow",
            text="Optical flow: dis, or raft, a network that is downloaded and wants a GPU.",
            panel=CARRY,
            key="film.flow",
        ),
    ] = None,
    poster: Annotated[
        Path | None, typer.Option("--poster", help="Write the first frame as a picture too.")
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="A draft of a quarter's size.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted film stopped.")
    ] = False,
    vary: Vary = None,
    watching: Watch = False,
    dry_run: DryRun = False,
    *,
    options: ManyOptions,
    flags: dict[str, Any],
) -> None:
    """Dream a film, 512 pixels wide unless --size says otherwise; its path is printed.

    The dream follows what moves, by optical flow; cuts begin anew; the sound stays. Ctrl-C leaves a
    file that plays what was finished; --resume then goes on from there, with the same frames.

    Of many films, one that fails stops no other one, and --resume makes only what is missing.

    Example: dreamgen film clip.mp4 --from 0:10 --to 0:20 -o dream.mp4

    Example: dreamgen film *.mp4 -o "dreams/{stem}-{preset}.mp4"
    """
    from dreamgen.cli.shared.compose import open_session, take_path
    from dreamgen.cli.shared.how import How
    from dreamgen.cli.shared.make_moving import Moving

    own = {
        "start": start,
        "stop": stop,
        "fps": fps,
        "every": every,
        "past": past,
        "new": new,
        "source": original,
        "flow": flow,
        "draft": preview or None,
    }
    flags["film"] = {}
    flags |= {f"film.{key}": value for key, value in own.items() if value is not None}
    session = open_session(options.plugin, options.no_plugins, flags)
    out = take_path(out, flags)
    how = How(**vars(options), session=session, resume=resume, dry_run=dry_run)
    given = inputs or (), out, flags, how
    Moving("film", ".mp4", *given, vary, watching, poster).make()
