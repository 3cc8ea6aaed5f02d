"""dreamgen studio: dream in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dreamgen_studio.settings import Settings
    from dreamgen_studio.studio import Studio

OWN_MACHINE = "127.0.0.1"
NEEDED = ("starlette", "uvicorn")


def studio(
    picture: Annotated[
        str | None,
        typer.Argument(metavar="PICTURE", help="What to begin with: a file, noise, sample:NAME."),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(min=1, max=65535, help="Where to listen; 8765, or the next that is free."),
    ] = None,
    share_on: Annotated[
        str | None,
        typer.Option(
            "--share-on", metavar="HOST", help="Let others in, who need a token: 0.0.0.0."
        ),
    ] = None,
    host_name: Annotated[
        list[str] | None,
        typer.Option("--host-name", metavar="NAME", help="Another name that it is reached by."),
    ] = None,
    frame_ancestors: Annotated[
        list[str] | None,
        typer.Option(
            "--frame-ancestors",
            metavar="ORIGIN",
            help="A site that may show it in a frame, by HTTPS: https://huggingface.co.",
        ),
    ] = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where uploads and finished dreams are kept.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Dreams at once; one for each GPU, or one.")
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(min=0.1, help="How long a dream may take; 15 where it is shared."),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Open no browser, print the address alone.")
    ] = False,
) -> None:
    """Dream in the browser: watch a dream grow, turn a knob, and see it again.

    Only this machine can reach it, unless --share-on says otherwise. Finished dreams are kept.

    Example: dreamgen studio photo.jpg
    """
    _check_installed()
    from dreamgen import BadInput
    from dreamgen_studio.settings import Settings

    settings = Settings(workers=workers, longest=minutes and minutes * 60)
    if share_on is not None:
        if picture is not None:
            raise BadInput(
                "PICTURE: where it is shared, all bring pictures of their own: leave it out"
            )
        settings = settings.for_guests()
    elif host_name or frame_ancestors:
        option = "--host-name" if host_name else "--frame-ancestors"
        raise BadInput(f"{option}: is for a studio that is shared, with --share-on")
    _check_picture(picture)
    names, frames = host_name or [], frame_ancestors or []
    place = folder or _usual_folder()
    _run(picture, port, share_on, names, frames, place, settings, no_browser)


def _run(
    picture: str | None,
    port: int | None,
    share_on: str | None,
    names: list[str],
    frames: list[str],
    folder: Path,
    settings: Settings,
    no_browser: bool,
) -> None:
    from dreamgen_studio.studio import Studio
    from dreamgen_studio.web.access import Access, write_url
    from dreamgen_studio.web.server import create_app, open_browser, open_socket, serve

    host = share_on or OWN_MACHINE
    listening = open_socket(host, port)
    number = listening.getsockname()[1]
    access = Access.shared(host, number, names, "", frames) if share_on else Access(number)
    made = Studio(folder, settings)
    try:
        app = create_app(made, access, _bring(made, picture))
        url = write_url(host, number, access.token)

        def ready() -> None:
            typer.echo(f"{url}\nFinished dreams are kept in {folder}. Ctrl-C ends it.", err=True)
            if not no_browser and share_on is None:
                open_browser(url)

        made.start()
        serve(app, listening, ready)
    finally:
        made.close()


def _check_installed() -> None:
    from importlib.util import find_spec

    from dreamgen import BadInput

    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise BadInput(f"the studio needs {' and '.join(missing)}: pip install dreamgen-studio")


def _check_picture(picture: str | None) -> None:
    from dreamgen import BadInput, list_samples

    if picture is None or picture == "noise":
        return
    if picture.startswith("sample:"):
        known = [f"sample:{name}" for name in list_samples()]
        if picture not in known:
            raise BadInput(f"there is no {picture!r}; the samples are {', '.join(known)}")
        return
    try:
        with Path(picture).open("rb"):
            return
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise BadInput(f"{picture} cannot be read: {reason}") from None


def _bring(made: Studio, picture: str | None) -> str | None:
    """Return what the page begins with; a file becomes an upload."""
    from dreamgen_studio.web.access import LOCAL_VISITOR

    if picture is None or picture == "noise" or picture.startswith("sample:"):
        return picture
    with Path(picture).open("rb") as file:
        return made.keep_upload(LOCAL_VISITOR, Path(picture).name, file).id


def _usual_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("dreamgen") / "studio"
