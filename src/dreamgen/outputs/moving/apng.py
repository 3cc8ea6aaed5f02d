"""Animated PNG: every pixel as it was dreamed, with transparency, in every browser."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from pydantic import Field

from dreamgen.errors import DreamError
from dreamgen.outputs.base import Output
from dreamgen.outputs.moving.png_chunks import chunk, iterate_chunks, recipe_chunk
from dreamgen.recipe.embedding.containers import PNG_START

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.imaging.picture import Frame

_LONGEST = 65_535  # of 16 bits


class Apng(Output):
    """An animated PNG (PNG 3rd edition, sections 11.3.6), written frame by frame, of any length.

    Pillow's own writer keeps all frames until the end, so the chunks are put together here. Programs
    that know no animation show the first frame. It is called .png too if the output is named.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".apng",)
    suffixes_if_named: ClassVar[tuple[str, ...]] = (".png",)
    moving: ClassVar[bool] = True

    compression: int = Field(
        6, ge=0, le=9, description="how hard to compress: 0 fast and large, 9 slow and small"
    )
    repeat: bool = Field(True, description="begin again at the end, for ever")

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames. Raises DreamError without any; OSError passes through."""
        from dreamgen.imaging.dither import to_image

        numbers, shown = count(), 0
        mode = place = None
        with path.open("wb") as file:
            for frame in frames:
                image = to_image(frame)
                mode = mode or image.mode
                header, data = self._encode(image.convert(mode))
                if shown == 0:
                    file.write(PNG_START + header + recipe_chunk(recipe))
                    place = file.tell()
                    file.write(self._control(0))
                file.write(chunk(b"fcTL", _describe(next(numbers), image.size, frame.seconds)))
                for part in data:
                    is_first = shown == 0
                    number = b"" if is_first else struct.pack(">I", next(numbers))
                    file.write(chunk(b"IDAT" if is_first else b"fdAT", number + part))
                shown += 1
            if place is None:
                raise DreamError("there is nothing to write: no frame was made")
            file.write(chunk(b"IEND", b""))
            self._write_count(file, place, shown)

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        from dreamgen.recipe.embedding.embed import extract_recipe

        return extract_recipe(path, "PNG")

    def _encode(self, image: Image.Image) -> tuple[bytes, list[bytes]]:
        """Return the header chunk of a still, and its compressed pixels in parts."""
        still = io.BytesIO()
        image.save(still, "PNG", compress_level=self.compression)
        chunks = list(iterate_chunks(still.getvalue()))
        (header,) = (chunk(kind, data) for kind, data in chunks if kind == b"IHDR")
        return header, [data for kind, data in chunks if kind == b"IDAT"]

    def _control(self, frames: int) -> bytes:
        return chunk(b"acTL", struct.pack(">II", frames, 0 if self.repeat else 1))

    def _write_count(self, file: BinaryIO, place: int, frames: int) -> None:
        """Say how many frames there are: an interrupted zoom has fewer than it set out to have."""
        file.seek(place)
        file.write(self._control(frames))


def _describe(number: int, size: tuple[int, int], seconds: float) -> bytes:
    """Return the data of a frame's control chunk; it replaces the one before as a whole."""
    time = Fraction(seconds).limit_denominator(1000)
    parts = min(time.numerator, _LONGEST)
    return struct.pack(">IIIIIHHBB", number, *size, 0, 0, parts, time.denominator, 0, 0)
