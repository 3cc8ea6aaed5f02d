"""Which reader a film needs, by what it holds."""

from __future__ import annotations

from pathlib import Path

from dreamgen.errors import BadInput
from dreamgen.loaders.exr.decoding import is_exr
from dreamgen.loaders.films.reel import Reel, still_picture
from dreamgen.loaders.raster.formats import find_format
from dreamgen.recipe.numbering import is_there

_HEAD = 64


def open_film(path: Path, rate: float | None = None) -> Reel:
    """Return a film: a video, an animated picture, or a folder of frames at ``rate`` a second.

    Some frames of a folder are named by a pattern, as shot-%04d.png. Raise BadInput for what is none.
    """
    if path.is_dir() or (not path.exists() and is_there(path)):
        from dreamgen.loaders.films.folder import Folder

        return Folder(path, rate)
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as problem:
        raise BadInput(f"{path}: {problem.strerror}") from None
    if is_exr(head):
        raise BadInput(still_picture(path))
    if find_format(head) is not None:
        from dreamgen.loaders.films.animation import Animation

        return Animation(path)
    from dreamgen.loaders.films.video import Video

    return Video(path)


def is_film(path: Path) -> bool:
    """Say whether a file or folder is a film, rather than a still picture or no picture at all."""
    if not is_there(path):
        return False
    try:
        open_film(path)
    except BadInput:
        return False
    return True
