"""dreamgen curves: what is heard in a song, drawn or listed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dreamgen import BadInput, write_atomically

if TYPE_CHECKING:
    import numpy as np

    from dreamgen_music.listening.song import Song

    Found = dict[str, np.ndarray]

SUFFIXES = (".png", ".jpg", ".webp", ".csv", ".json")


def curves(
    song: Annotated[Path, typer.Argument(help="A sound file, or a video.", show_default=False)],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="A .png, .jpg or .webp to draw; a .csv or .json."),
    ] = None,
    smooth: Annotated[
        float, typer.Option(min=0, max=60, help="Seconds over which levels are averaged.")
    ] = 0.1,
    decay: Annotated[
        float, typer.Option(min=0.01, max=60, help="Seconds in which a pulse fades to a tenth.")
    ] = 0.3,
    bpm: Annotated[
        float | None, typer.Option(min=30, max=300, help="Beats a minute; found if left out.")
    ] = None,
    fps: Annotated[
        float, typer.Option(min=1, max=1000, help="Of a .csv or --json: rows a second.")
    ] = 30.0,
    dark: Annotated[bool, typer.Option("--dark", help="Draw on black.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what was heard as JSON; draw with -o only.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace what is at -o already.")] = False,
) -> None:
    """Draw what is heard in a song: its waveform, beats, and each curve that formulas can follow.

    Example: dreamgen curves song.wav -o curves.png
    """
    target = out or (None if as_json else Path(f"{song.stem}-curves.png"))
    _check(song, target, force)
    from dreamgen_music.curves import draw_curves
    from dreamgen_music.listening.song import listen
    from dreamgen_music.table import to_json

    heard = listen(_read(song), str(song), bpm)
    found = draw_curves(heard, smooth, decay)
    if as_json:
        typer.echo(to_json(heard, found, str(song), fps))
    if target is not None:
        _write(target, _encode(target.suffix.lower(), heard, found, song, fps, dark))
        typer.echo(target, err=as_json)


def _check(song: Path, target: Path | None, force: bool) -> None:
    """Raise BadInput, before a note is heard, for what could not be written."""
    if target is None:
        return
    if target.suffix.lower() not in SUFFIXES:
        raise BadInput(f"{target}: the suffix {target.suffix!r} is none of {', '.join(SUFFIXES)}")
    if not target.parent.is_dir():
        raise BadInput(f"{target} cannot be written: there is no folder {target.parent}")
    if target.exists() and song.exists() and target.samefile(song):
        raise BadInput(f"{target} is the song itself")
    if target.exists() and not force:
        raise BadInput(f"{target} exists already: --force replaces it")


def _read(song: Path) -> bytes:
    try:
        return song.read_bytes()
    except FileNotFoundError:
        raise BadInput(f"there is no file {song}") from None
    except IsADirectoryError:
        raise BadInput(f"{song} is a folder, not a file") from None
    except OSError as problem:
        raise BadInput(f"{song} cannot be read: {problem.strerror}") from None


def _encode(suffix: str, heard: Song, found: Found, song: Path, fps: float, dark: bool) -> bytes:
    from dreamgen_music.drawing.picture import draw_song
    from dreamgen_music.drawing.theme import DARK, LIGHT
    from dreamgen_music.table import to_csv, to_json

    if suffix == ".csv":
        return to_csv(heard, found, fps).encode()
    if suffix == ".json":
        return to_json(heard, found, str(song), fps).encode()
    image = draw_song(heard, found, song.name, DARK if dark else LIGHT)
    file = io.BytesIO()
    image.save(file, {".png": "PNG", ".jpg": "JPEG", ".webp": "WEBP"}[suffix], quality=92)
    return file.getvalue()


def _write(target: Path, data: bytes) -> None:
    try:
        write_atomically(target, data)
    except OSError as problem:
        raise BadInput(f"{target} cannot be written: {problem.strerror}") from None
