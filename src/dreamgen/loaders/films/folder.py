"""A folder of pictures as a film, in the order of the numbers in their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from dreamgen.errors import BadInput
from dreamgen.loaders.films.reel import Reel, Shown
from dreamgen.loaders.raster.formats import find_format
from dreamgen.loaders.sizing import check_pixels

USUAL_RATE = 25.0
_HEAD = 64


class Folder(Reel):
    """The pictures of a folder, each shown for as long. Raise BadInput if there are none."""

    def __init__(self, path: Path, rate: float | None = None):
        self._pictures = [
            found for found in sorted(path.iterdir(), key=_by_numbers) if _is_picture(found)
        ]
        if not self._pictures:
            raise BadInput(f"{path} holds no pictures that dreamgen reads")
        self.rate = rate or USUAL_RATE
        self.seconds = len(self._pictures) / self.rate
        with Image.open(self._pictures[0]) as first:
            check_pixels(*first.size, str(self._pictures[0]))
            self.size = first.size

    def play(self, start: float = 0.0) -> Iterator[Shown]:
        first = int(start * self.rate + 1e-6)
        for number, path in enumerate(self._pictures[first:], first):
            yield Shown(number / self.rate, Image.open(path))


def holds_frames(path: Path) -> bool:
    """Say whether a folder is a film: whether there is a picture in it."""
    return any(map(_is_picture, path.iterdir()))


def _by_numbers(path: Path) -> list[tuple[int, str]]:
    """Sort frame-9 before frame-10."""
    parts = re.split(r"(\d+)", path.name.lower())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


def _is_picture(path: Path) -> bool:
    if not path.is_file() or path.name.startswith("."):
        return False
    with path.open("rb") as file:
        return find_format(file.read(_HEAD)) is not None
