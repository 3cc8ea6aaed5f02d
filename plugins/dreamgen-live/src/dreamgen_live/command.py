"""dreamgen live: dream what a camera or a screen shows, while it shows it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dreamgen_live.recording import Recordings
    from dreamgen_live.show import Show

OWN_MACHINE = "127.0.0.1"
NEEDED = {"cv2": "opencv-python-headless", "av": "av", "mss": "mss", "websockets": "websockets"}
LOOK, PLACE, KEEP = "What to dream", "Where it is seen", "What is kept"


def live(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="SOURCE",
            help="camera, camera:1, screen, screen:X,Y,WxH, a film or picture in a loop, or page: "
            "the camera of the browser.",
        ),
    ] = None,
    preset: Annotated[
        str | None, typer.Option(help="A preset's name, or a TOML file.", rich_help_panel=LOOK)
    ] = None,
    backbone: Annotated[
        str | None, typer.Option(help="The network, as for render.", rich_help_panel=LOOK)
    ] = None,
    weights: Annotated[
        str | None, typer.Option(help="A file of weights, or random.", rich_help_panel=LOOK)
    ] = None,
    layer: Annotated[
        str | None, typer.Option(help="The layer to begin with; 4.", rich_help_panel=LOOK)
    ] = None,
    objective: Annotated[
        str | None, typer.Option(help="What to begin with, as for render.", rich_help_panel=LOOK)
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Any key of a recipe.", rich_help_panel=LOOK
        ),
    ] = None,
    strength: Annotated[
        float,
        typer.Option(min=0, max=2, help="From 0, the source itself.", rich_help_panel=LOOK),
    ] = 1.0,
    size: Annotated[
        int,
        typer.Option(
            min=64, max=4096, help="Longest side, in pixels, at most.", rich_help_panel=LOOK
        ),
    ] = 384,
    fps: Annotated[
        float,
        typer.Option(
            min=0.1,
            max=120,
            help="Frames a second; size and steps adapt to it.",
            rich_help_panel=LOOK,
        ),
    ] = 10.0,
    record: Annotated[
        Path | None,
        typer.Option(metavar="FILE.mp4", help="Record from the start on.", rich_help_panel=KEEP),
    ] = None,
    virtual_camera: Annotated[
        bool,
        typer.Option(
            "--virtual-camera", help="Be a camera for other programs.", rich_help_panel=KEEP
        ),
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65535,
            help="Where to listen; 8765, or the next that is free.",
            rich_help_panel=PLACE,
        ),
    ] = None,
    share_on: Annotated[
        str | None,
        typer.Option(
            "--share-on",
            metavar="HOST",
            help="Let others in, who need a token: 0.0.0.0.",
            rich_help_panel=PLACE,
        ),
    ] = None,
    host_name: Annotated[
        list[str] | None,
        typer.Option(
            "--host-name",
            metavar="NAME",
            help="Another name that it is reached by.",
            rich_help_panel=PLACE,
        ),
    ] = None,
    no_browser: Annotated[
        bool,
        typer.Option(
            "--no-browser", help="Open no browser, print the address alone.", rich_help_panel=PLACE
        ),
    ] = False,
) -> None:
    """Dream what a camera or a screen shows, in a page of the browser.

    While the picture stands still the dream deepens; where it moves the dream moves along. Keys change
    layer, channel and strength. Only this machine can reach the page, unless --share-on says
    otherwise; then the camera is that of whoever opens it. Ctrl-C ends it; recordings play.

    Example: dreamgen live camera --layer 6 --record dream.mp4
    """
    _check_installed()
    from dreamgen import BadInput
    from dreamgen import live as begin
    from dreamgen_live.recording import Recordings
    from dreamgen_live.show import Show
    from dreamgen_live.sources.find import PAGE, find_source
    from dreamgen_live.virtual_camera import VirtualCamera

    if host_name and share_on is None:
        raise BadInput("--host-name: is for a page that is shared, with --share-on")
    _check_record(record)
    given = {"backbone": backbone, "weights": weights, "objective": objective, "layer": layer}
    keys = _read_keys(given, setting or [])
    virtual = VirtualCamera(fps) if virtual_camera else None
    found = find_source(source or ("camera" if share_on is None else PAGE))
    try:
        dreaming = begin(preset=preset, size=size, fps=fps, strength=strength, **keys)
    except BaseException:
        if found is not None:
            found.close()
        raise
    recordings = Recordings(record, size)
    show = Show(dreaming, found, fps, recordings, virtual)
    if record is not None:
        show.press("record")
    _run(show, recordings, port, share_on, host_name or [], no_browser)


def _run(
    show: Show,
    recordings: Recordings,
    port: int | None,
    share_on: str | None,
    names: list[str],
    no_browser: bool,
) -> None:
    from dreamgen import BadInput
    from dreamgen_live.web.server import serve
    from dreamgen_studio.web.access import Access, write_url
    from dreamgen_studio.web.server import open_browser, open_socket

    host = share_on or OWN_MACHINE
    listening = open_socket(host, port)
    number = listening.getsockname()[1]
    access = Access.shared(host, number, names) if share_on else Access(number)
    url = write_url(host, number, access.token)

    def ready() -> None:
        typer.echo(f"{url}\nCtrl-C ends it.", err=True)
        if not no_browser and share_on is None:
            open_browser(url)

    show.start()
    try:
        serve(show, access, listening, ready)
    finally:
        has_failed, told = show.ended.is_set(), show.problem
        show.close()
        for path in recordings.made:
            if path.exists():
                typer.echo(path)
    if has_failed or show.problem != told:  # the end of a recording may be lost
        raise BadInput(show.problem)


def _read_keys(given: dict[str, str | None], settings: list[str]) -> dict[str, Any]:
    """Return the keywords of a live dream; BadInput for a setting that is none."""
    from dreamgen import read_setting

    keys: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if "layer" in keys and keys["layer"].isdecimal():
        keys["layer"] = int(keys["layer"])
    for text in settings:
        for key, value in read_setting(text).items():
            both = isinstance(value, dict) and isinstance(keys.get(key), dict)
            keys[key] = keys[key] | value if both else value
    return keys


def _check_record(path: Path | None) -> None:
    from dreamgen import BadInput

    if path is None:
        return
    if path.suffix.lower() != ".mp4":
        raise BadInput(f"--record {path}: a recording is an .mp4")
    if path.exists():
        raise BadInput(f"--record {path}: there is one already; name another")
    if not path.parent.is_dir():
        raise BadInput(f"--record {path}: there is no folder {path.parent}")


def _check_installed() -> None:
    from importlib.util import find_spec

    from dreamgen import BadInput

    missing = [package for module, package in NEEDED.items() if find_spec(module) is None]
    if missing:
        raise BadInput(f"dreamgen live needs {' and '.join(missing)}: pip install dreamgen-live")
