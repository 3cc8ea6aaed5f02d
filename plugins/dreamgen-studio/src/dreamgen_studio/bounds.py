"""How large a dream may be: refused before anything is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

from dreamgen import BadInput, Recipe, Session
from dreamgen_studio.files.upload import Upload
from dreamgen_studio.request import Refused
from dreamgen_studio.settings import Settings


def check_bounds(recipe: Recipe, frames: int, session: Session, settings: Settings) -> None:
    """Raise BadInput if a recipe's picture has too many pixels, or its zoom too many frames."""
    if recipe.is_endless:
        raise BadInput(
            "--zoom.endless: what is never finished is not kept here: a shell streams it"
        )
    _check_frames(frames, settings, "--zoom.seconds")
    size = session.measure(recipe)
    if size is not None:
        check_pixels(size, settings.most_pixels)


def check_film(recipe: Recipe, clip: Upload, settings: Settings) -> None:
    """Raise BadInput if the part of a film that a recipe asks for is not there, or too much."""
    film = recipe.film
    assert film is not None
    assert recipe.size is not None
    if film.start >= clip.seconds:
        raise BadInput(f"--film.start: {film.start:g} s: {clip.name} lasts {clip.seconds:.2f} s")
    stop = clip.seconds if film.stop is None else min(film.stop, clip.seconds)
    frames = round((stop - film.start) * (film.fps or clip.rate))
    _check_frames(frames, settings, "--film.stop")
    check_pixels(recipe.size.fit(clip.width, clip.height), settings.most_pixels)


def check_room(folder: Path, settings: Settings) -> None:
    """Raise Refused if the disk is almost full: what is made would be lost."""
    if shutil.disk_usage(folder).free < settings.least_free:
        raise Refused("the disk that dreams are kept on is almost full: remove some")


def _check_frames(frames: int, settings: Settings, option: str) -> None:
    if frames > settings.most_frames:
        raise BadInput(
            f"{option}: {frames:,} frames are too many: at most {settings.most_frames:,} here"
        )


def check_pixels(size: tuple[int, int], most: int) -> None:
    """Raise BadInput if (width, height) is more than ``most`` pixels."""
    width, height = size
    if width * height > most:
        raise BadInput(
            f"--size: {width}x{height} pixels are too many: at most {most / 1e6:g} megapixels here"
        )
