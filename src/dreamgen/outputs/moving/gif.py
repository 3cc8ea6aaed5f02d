"""GIF: plays everywhere; 256 colours a frame, chosen and dithered with care."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Literal

from pydantic import Field

from dreamgen.errors import DreamError
from dreamgen.outputs.base import Output

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.imaging.picture import Frame

SHORTEST = 2  # hundredths of a second: browsers show anything shorter at a tenth of a second
_SAMPLE = 192  # pixels a side to choose colours from: a tenth of the time for half a decibel
_COLOURS = 256
_OWN_TABLE = 0x87  # the flags of a table of 256 colours
_EXTENSION = b"!"


class Gif(Output):
    """An animated GIF, written frame by frame, so that it may be of any length.

    The palette is Pillow's MAXCOVERAGE, dithered by Floyd and Steinberg's error diffusion: 14 dB
    nearer to the dream than Pillow's default. Above 50 frames a second, frames are left out.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".gif",)
    moving: ClassVar[bool] = True
    keeps_alpha: ClassVar[bool] = False

    palette: Literal["frame", "global"] = Field(
        "frame",
        description="colours of each frame's own, or of the first for all: smaller, flatter",
    )
    repeat: bool = Field(True, description="begin again at the end, for ever")

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames. Raises DreamError without any; OSError passes through."""
        from dreamgen.imaging.dither import to_rgb

        shared: Image.Image | None = None
        with path.open("wb") as file:
            for number, (frame, delay) in enumerate(_add_delays(frames)):
                image = to_rgb(frame.flatten())
                palette = shared or _choose_palette(image)
                table, pixels = _encode(image, palette)
                if number == 0:
                    shared = palette if self.palette == "global" else None
                    self._write_header(file, image.size, recipe, table if shared else b"")
                own = b"" if shared else table
                file.write(_EXTENSION + struct.pack("<BBBHBB", 0xF9, 4, 0, delay, 0, 0))
                place = struct.pack("<HHHHB", 0, 0, *image.size, _OWN_TABLE if own else 0)
                file.write(b"," + place + own + pixels)
            if file.tell() == 0:
                raise DreamError("there is nothing to write: no frame was made")
            file.write(b";")

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        from dreamgen.recipe.embedding.embed import extract_recipe

        return extract_recipe(path, "GIF")

    def _write_header(
        self, file: BinaryIO, size: tuple[int, int], recipe: str, table: bytes
    ) -> None:
        """Write what comes before the frames (CompuServe, "GIF 89a", 1990)."""
        from dreamgen.recipe.embedding.embed import encode_comment

        flags = 0x70 | (_OWN_TABLE if table else 0)
        file.write(b"GIF89a" + struct.pack("<HHBBB", *size, flags, 0, 0) + table)
        if self.repeat:
            file.write(_EXTENSION + b"\xff\x0bNETSCAPE2.0\x03\x01\0\0\0")
        text = encode_comment(recipe)
        blocks = [text[at : at + 255] for at in range(0, len(text), 255)]
        comment = b"".join(bytes([len(block)]) + block for block in blocks)
        file.write(_EXTENSION + b"\xfe" + comment + b"\0")


def _add_delays(frames: Iterable[Frame]) -> Iterator[tuple[Frame, int]]:
    """Yield frames and their delays, in hundredths of a second that add up to the right sum."""
    held, since, until = None, 0, 0.0
    for frame in frames:
        if held is None:
            held = frame
        elif round(until * 100) - since >= SHORTEST:
            yield held, round(until * 100) - since
            held, since = frame, round(until * 100)
        until += frame.seconds
    if held is not None:
        yield held, max(SHORTEST, round(until * 100) - since)


def _choose_palette(image: Image.Image) -> Image.Image:
    from PIL import Image

    small = image.resize([min(side, _SAMPLE) for side in image.size], Image.Resampling.NEAREST)
    return small.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def _encode(image: Image.Image, palette: Image.Image) -> tuple[bytes, bytes]:
    """Return a picture's colour table, of 256 colours, and its compressed pixels.

    Pillow's writer of animations, which imageio uses too, keeps every frame until the end; its
    single pictures, taken apart, serve as well.
    """
    from PIL import Image

    whole = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG).save(
        whole, "GIF", interlace=0
    )
    data = whole.getvalue()
    colours = 2 << (data[10] & 7)
    at = 13 + 3 * colours
    table = data[13:at].ljust(3 * _COLOURS, b"\0")
    while data[at] == _EXTENSION[0]:
        at += 2
        while data[at]:
            at += data[at] + 1
        at += 1
    return table, data[at + 10 : -1]
