"""Names of numbered files as cutting programs write them: shot-%04d.png, or shot.####.exr."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dreamgen.recipe.relative import is_file, is_folder

_PLACE = re.compile(r"%(?:0?(?P<digits>\d))?d|(?P<signs>##+)")


@dataclass(frozen=True)
class Numbering:
    """Files of a folder whose names are alike but for their numbers, of so many digits at least."""

    folder: Path
    before: str
    digits: int
    after: str

    def name(self, number: int) -> Path:
        """Return the path of a number."""
        return self.folder / f"{self.before}{number:0{self.digits}}{self.after}"

    def files(self) -> Iterator[tuple[int, Path]]:
        """Yield the numbers and paths of the files that are there, in no order."""
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            if path.name.startswith(self.before) and path.name.endswith(self.after):
                middle = path.name[len(self.before) : len(path.name) - len(self.after)]
                is_number = middle.isdecimal() and middle.isascii() and len(middle) < 10
                if is_number and self.name(int(middle)) == path:
                    yield int(middle), path


def read_numbering(path: Path) -> Numbering | None:
    """Return what a pattern means; None for any other name.

    >>> numbering = read_numbering(Path("frames/shot-%04d.png"))
    >>> numbering.name(7).name
    'shot-0007.png'
    """
    match = _PLACE.search(path.name)
    if match is None:
        return None
    digits = len(match["signs"]) if match["signs"] else int(match["digits"] or 1)
    return Numbering(path.parent, path.name[: match.start()], digits, path.name[match.end() :])


def is_there(path: Path) -> bool:
    """Say whether there is a file or folder, or any file that a pattern stands for."""
    if is_file(path) or is_folder(path):
        return True
    numbering = read_numbering(path)
    return numbering is not None and any(numbering.files())
