"""QuickTime files for editing programs, through PyAV: ProRes, or nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from pydantic import Field

from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.moving.sounding import Sounding
from dreamgen.outputs.moving.video import BT709, check_encoder, raise_plain_errors
from dreamgen.outputs.moving.video_recipe import extract_from_video
from dreamgen.outputs.moving.whole_file import WholeFile

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame

_LONGEST = 65_535  # bytes of a text in QuickTime's user data


class _Codec(NamedTuple):
    encoder: str
    options: dict[str, str]
    pixels: str
    pixels_with_alpha: str


CODECS = {
    "prores-hq": _Codec("prores_ks", {"profile": "hq"}, "yuv422p10le", "yuv422p10le"),
    "prores-4444": _Codec("prores_ks", {"profile": "4444"}, "yuv444p10le", "yuva444p10le"),
    "lossless": _Codec("png", {}, "rgb48be", "rgba64be"),
}


class Mov(Sounding):
    """A QuickTime file. ProRes 422 HQ lies on white; 4444 and lossless keep alpha.

    Frames come in 16 bits a channel: ProRes keeps 10 of luma and colour, in BT.709, and the lossless
    codec, PNG, all of them.
    """

    suffixes: ClassVar[tuple[str, ...]] = (".mov",)
    moving: ClassVar[bool] = True
    even: ClassVar[bool] = True  # of 4:2:2

    codec: Literal["prores-hq", "prores-4444", "lossless"] = Field(
        "prores-hq", description="4444 and lossless keep alpha; lossless is PNG of 16 bits"
    )

    def holds_alpha(self) -> bool:
        return "a" in CODECS[self.codec].pixels_with_alpha[:4]

    def check(self) -> None:
        """Raise BadInput if PyAV is missing, or was built without the encoder."""
        check_encoder(CODECS[self.codec].encoder, self.codec, CODECS)

    def check_result(self, path: Path, size: tuple[int, int], recipe: str) -> None:
        """Raise BadInput for a recipe that is too long for the format."""
        from dreamgen.recipe.embedding.embed import encode_comment

        if len(encode_comment(recipe)) > _LONGEST:
            raise BadInput(f"{path}: the recipe is too long: a .mov file holds 65 kB")

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames. Raises DreamError without any; OSError passes through."""
        from dreamgen.recipe.embedding.embed import encode_comment

        self.check()
        frames = iter(frames)
        first = next(frames, None)
        if first is None:
            raise DreamError("there is nothing to write: no frame was made")
        with raise_plain_errors(), _open(path, recipe) as container:
            stream = self._add_stream(container, first)
            for frame in chain([first], frames):
                container.mux(stream.encode(_to_video_frame(frame, stream.pix_fmt)))
            container.mux(stream.encode(None))
        with raise_plain_errors():
            self.lay_sound(path, "mov", {}, encode_comment(recipe))

    def _add_stream(self, container: Any, first: Frame) -> Any:
        codec = CODECS[self.codec]
        rate = Fraction(1 / first.seconds if first.seconds else 30).limit_denominator(1001)
        stream = container.add_stream(codec.encoder, rate=rate, options=codec.options)
        stream.height, stream.width = first.pixels.shape[1:]
        stream.pix_fmt = codec.pixels if first.alpha is None else codec.pixels_with_alpha
        context = stream.codec_context
        context.color_primaries = context.color_trc = BT709
        if not stream.pix_fmt.startswith("rgb"):
            context.colorspace = BT709
        return stream

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return extract_from_video(path)


def _to_video_frame(frame: Frame, pixels: str) -> Any:
    """Return a frame in a pixel format of FFmpeg's: of the colours of BT.709 if it is YUV."""
    import av

    from dreamgen.imaging.depth import to_16_bits

    with_alpha = pixels.startswith(("yuva", "rgba"))
    given = "rgba64le" if with_alpha else "rgb48le"
    shown = av.VideoFrame.from_ndarray(to_16_bits(frame, with_alpha), given)
    if pixels.startswith("rgb"):
        return shown.reformat(format=pixels)
    shown = shown.reformat(format=pixels, dst_colorspace=BT709)
    with suppress(AttributeError):  # of an older PyAV
        shown.color_primaries = shown.color_trc = BT709
    return shown


@contextmanager
def _open(path: Path, recipe: str) -> Iterator[Any]:
    import av

    from dreamgen.recipe.embedding.embed import encode_comment

    with WholeFile(path, "wb") as target:
        container = av.open(target, "w", format="mov")
        container.metadata["comment"] = encode_comment(recipe).decode()
        try:
            yield container
            container.close()
        except BaseException:
            with suppress(Exception):
                container.close()
            raise
