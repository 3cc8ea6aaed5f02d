"""YUV4MPEG2: raw video that every player reads from a pipe, frame by frame."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar

from dreamgen.errors import DreamError
from dreamgen.outputs.base import Output

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Frame

BT601, BT709 = (0.299, 0.114), (0.2126, 0.0722)
"""What red and blue count in luma (ITU-R BT.601 and BT.709)."""
HD_LINES = 576
"""More lines than these players take for HD video, whose colours are BT.709's."""


class Y4m(Output):
    """Raw video for a player at the other end of a pipe, as ``-o - | mpv -`` or ``| ffplay -``.

    Each frame is handed on as soon as it is there. The format has no room for a recipe.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".y4m",)
    moving: ClassVar[bool] = True
    even: ClassVar[bool] = True
    any_length: ClassVar[bool] = True
    streams: ClassVar[bool] = True

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames. Raises DreamError without any; OSError passes through."""
        with path.open("wb") as file:
            self.stream(frames, file, recipe)

    def stream(self, frames: Iterable[Frame], file: BinaryIO, recipe: str) -> None:
        """Write the frames to an open file, each at once."""
        began = False
        for frame in frames:
            if not began:
                file.write(_describe(frame))
                began = True
            file.write(b"FRAME\n" + _encode(frame.flatten()))
            file.flush()
        if not began:
            raise DreamError("there is nothing to write: no frame was made")


def _describe(frame: Frame) -> bytes:
    _, height, width = frame.pixels.shape
    rate = Fraction(1 / frame.seconds if frame.seconds else 30).limit_denominator(1001)
    words = f"YUV4MPEG2 W{width} H{height} F{rate.numerator}:{rate.denominator}"
    return f"{words} Ip A1:1 C420jpeg XCOLORRANGE=LIMITED\n".encode()


def _encode(pixels: Tensor) -> bytes:
    """Return (3, H, W) in 0..1 as planes of 8 bits: luma, then both chromas of half the sides."""
    from dreamgen.imaging.dither import dither

    planes = _convert(pixels.float(), BT709 if pixels.shape[1] > HD_LINES else BT601)
    return b"".join(dither(plane / 255).tobytes() for plane in planes)


def _convert(pixels: Tensor, weights: tuple[float, float]) -> list[Tensor]:
    """Return Y, Cb and Cr in the levels of video, 16..235 and 16..240."""
    from torch.nn import functional as F

    (of_red, of_blue), (red, green, blue) = weights, pixels
    luma = of_red * red + (1 - of_red - of_blue) * green + of_blue * blue
    chromas = (blue - luma) / (2 - 2 * of_blue), (red - luma) / (2 - 2 * of_red)
    halved = (F.avg_pool2d(chroma[None], 2)[0] for chroma in chromas)
    return [16 + 219 * luma, *(128 + 224 * chroma for chroma in halved)]
