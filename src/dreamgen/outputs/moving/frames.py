"""A folder of numbered PNG files, for cutting programs."""

from __future__ import annotations

from collections.abc import Iterable
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

    Frames of an older, longer zoom in the same folder are removed at the end; nothing else is.
    """

    suffixes: ClassVar[tuple[str, ...]] = ("",)
    moving: ClassVar[bool] = True
    in_place: ClassVar[bool] = True

    compression: int = Field(
        4, ge=0, le=9, description="how hard to compress: 0 fast and large, 9 slow and small"
    )

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames into a folder. Raises DreamError without any; OSError passes through."""
        from dreamgen.imaging.dither import to_image
        from dreamgen.outputs.stills.png import Png

        png, names, total = Png(compression=self.compression), set(), 0
        path.mkdir(exist_ok=True)
        for number, frame in enumerate(frames):
            name, total = f"frame-{number:05}.png", frame.count
            write_atomically(path / name, png.encode(to_image(frame), recipe))
            names.add(name)
        if not names:
            raise DreamError("there is nothing to write: no frame was made")
        if len(names) == total:
            for old in path.glob("frame-*.png"):
                if old.name not in names:
                    old.unlink()

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        from dreamgen.outputs.stills.png import Png

        first = min(path.glob("frame-*.png"), default=None)
        return Png.read_recipe(first) if first else None
