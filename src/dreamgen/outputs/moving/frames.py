"""A folder of numbered PNG files, for cutting programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from dreamgen.atomic import write_atomically
from dreamgen.errors import DreamError
from dreamgen.outputs.base import Output

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame


class Frames(Output):
    """frame-00000.png, frame-00001.png, ..., each whole from the moment it is there.

    Frames of an older, longer zoom in the same folder are removed at the end: files with such a
    number that carry a recipe of dreamgen's. Nothing else in the folder is touched.
    """

    suffixes: ClassVar[tuple[str, ...]] = ("",)
    moving: ClassVar[bool] = True
    in_place: ClassVar[bool] = True
    any_length: ClassVar[bool] = True

    compression: int = Field(
        4, ge=0, le=9, description="how hard to compress: 0 fast and large, 9 slow and small"
    )

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames into a folder. Raises DreamError without any; OSError passes through."""
        from dreamgen.imaging.dither import to_image
        from dreamgen.outputs.stills.png import Png

        png, written, total = Png(compression=self.compression), 0, 0
        path.mkdir(exist_ok=True)
        for frame in frames:
            write_atomically(path / _name(written), png.encode(to_image(frame), recipe))
            written, total = written + 1, frame.count
        if not written:
            raise DreamError("there is nothing to write: no frame was made")
        if written == total:
            for number, old in _numbered_files(path):
                if number >= written and Png.read_recipe(old):
                    old.unlink()

    def is_taken(self, path: Path) -> bool:
        return any(_numbered_files(path))

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        from dreamgen.outputs.stills.png import Png

        first = min(_numbered_files(path), default=None)
        return Png.read_recipe(first[1]) if first else None


def _name(number: int) -> str:
    return f"frame-{number:05}.png"


def _numbered_files(folder: Path) -> Iterator[tuple[int, Path]]:
    """Yield the files that are called as frames are, in no order, and their numbers."""
    for path in folder.glob("frame-*.png"):
        digits = path.stem.removeprefix("frame-")
        if digits.isdecimal() and digits.isascii() and path.name == _name(int(digits[:9])):
            yield int(digits), path
