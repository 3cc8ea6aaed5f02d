"""A folder of numbered files, for cutting and compositing programs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from dreamgen.atomic import move_into_place, temporary_path
from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.base import Output
from dreamgen.recipe.numbering import Numbering, read_numbering

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame

BITS = {"png": (8, 16), "exr": (16, 32)}
"""The bits a channel that a format can have, the usual ones first."""


class Frames(Output):
    """frame-00000.png, frame-00001.png, ..., each whole from the moment it is there.

    Called ``shots/shot-%04d.png`` or ``shots/shot.####.exr``, they get such names and that format.

    PNG of 8 bits is dithered; of 16 bits it holds what was dreamed. EXR is in linear light, in half
    or full floats, its alpha premultiplied.

    Frames of an older zoom in the same folder, longer or of another format, are removed at the end:
    files with such a name that carry a recipe of dreamgen's. Nothing else in the folder is touched.
    """

    suffixes: ClassVar[tuple[str, ...]] = ("",)
    moving: ClassVar[bool] = True
    in_place: ClassVar[bool] = True
    any_length: ClassVar[bool] = True

    format: Literal["png", "exr"] = Field("png", description="exr needs dreamgen[exr]")
    bits: Literal[8, 16, 32] | None = Field(
        None, description="a channel: 8 or 16 of png, 16 or 32 of exr; the first if left out"
    )
    compression: int = Field(
        4, ge=0, le=9, description="of png: 0 fast and large, 9 slow and small"
    )

    def check(self) -> None:
        """Raise BadInput for bits that the format has not, or if OpenEXR is missing."""
        if self._bits not in BITS[self.format]:
            few, many = BITS[self.format]
            raise BadInput(f"output.bits = {self.bits}: {self.format} has {few} or {many}")
        if self.format == "exr":
            from dreamgen.outputs.moving.exr import check_exr

            check_exr()

    @classmethod
    def writes(cls, path: Path) -> bool:
        return not path.suffix or _read_pattern(path) is not None

    def at(self, path: Path) -> Frames:
        """Return the output with the format that a pattern's suffix says."""
        pattern = _read_pattern(path)
        return (
            self if pattern is None else self.model_copy(update={"format": path.suffix.lower()[1:]})
        )

    def place(self, path: Path) -> Path:
        pattern = _read_pattern(path)
        return path if pattern is None else pattern.folder

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames into a folder. Raises DreamError without any; OSError passes through."""
        self.check()
        written = total = 0
        self.place(path).mkdir(exist_ok=True)
        names = _read_pattern(path) or _own_names(path, self.format)
        for frame in frames:
            target = names.name(written)
            with temporary_path(target) as draft:
                self._write_file(frame, draft, recipe)
                move_into_place(draft, target)
            written, total = written + 1, frame.count
        if not written:
            raise DreamError("there is nothing to write: no frame was made")
        if written == total:
            new = {names.name(number) for number in range(written)}
            for _, old in _list_files(path):
                if old not in new and _read_file(old):
                    old.unlink()
            for draft in _list_drafts(path):
                draft.unlink(missing_ok=True)

    def _write_file(self, frame: Frame, path: Path, recipe: str) -> None:
        import numpy as np

        from dreamgen.imaging.depth import to_16_bits, to_linear_light
        from dreamgen.imaging.dither import to_image
        from dreamgen.outputs.moving.deep_png import encode_deep_png
        from dreamgen.outputs.moving.exr import write_exr
        from dreamgen.outputs.stills.png import Png

        if self.format == "exr":
            kind = np.float16 if self._bits == 16 else np.float32
            write_exr(path, to_linear_light(frame).astype(kind), recipe)
        elif self._bits == 16:
            path.write_bytes(encode_deep_png(to_16_bits(frame), recipe, self.compression))
        else:
            Png(compression=self.compression).save(to_image(frame), path, recipe)

    @property
    def _bits(self) -> int:
        return self.bits or BITS[self.format][0]

    def is_taken(self, path: Path) -> bool:
        return any(_list_files(path))

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        if path.is_file():
            return _read_file(path)
        first = min(_list_files(path), default=None)
        return _read_file(first[1]) if first else None


def _read_pattern(path: Path) -> Numbering | None:
    """Return what shot-%04d.png or shot.####.exr stands for; None for a folder's name."""
    return read_numbering(path) if path.suffix.lower()[1:] in BITS else None


def _own_names(folder: Path, format: str) -> Numbering:
    return Numbering(folder, "frame-", 5, f".{format}")


def _list_files(path: Path) -> Iterator[tuple[int, Path]]:
    """Yield the files that are called as frames at a path are, in no order, and their numbers."""
    for names in _list_names(path):
        yield from names.files()


def _list_drafts(path: Path) -> Iterator[Path]:
    """Yield the files that a process was at when it was killed, as `temporary_path` calls them."""
    for names in _list_names(path):
        suffix = names.name(0).suffix
        ends = names.before, names.after.removesuffix(suffix), suffix
        name = re.compile(r"\.{}[0-9]+{}\.[0-9a-f]{{8}}{}".format(*map(re.escape, ends)))
        if names.folder.is_dir():
            yield from (each for each in names.folder.iterdir() if name.fullmatch(each.name))


def _list_names(path: Path) -> list[Numbering]:
    """Return how frames at a path may be called: in a folder those of all formats."""
    pattern = _read_pattern(path)
    return [pattern] if pattern else [_own_names(path, format) for format in BITS]


def _read_file(path: Path) -> str | None:
    from dreamgen.outputs.moving.exr import read_exr_recipe
    from dreamgen.outputs.stills.png import Png

    return read_exr_recipe(path) if path.suffix == ".exr" else Png.read_recipe(path)
