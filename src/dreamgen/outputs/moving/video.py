"""MP4 and WebM, through imageio and PyAV (FFmpeg's libraries): small, smooth, of any length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self

from pydantic import Field, PrivateAttr

from dreamgen.errors import BadInput, DreamError
from dreamgen.outputs.moving.sounding import Sounding
from dreamgen.outputs.moving.thread_priority import without_real_time
from dreamgen.outputs.moving.video_recipe import NEEDED, extract_from_video
from dreamgen.outputs.moving.whole_file import WholeFile

if TYPE_CHECKING:
    import numpy as np

    from dreamgen.imaging.picture import Frame

BT709 = 1  # FFmpeg's number for the colours of HD video, in primaries, transfer and matrix
_PROMPT_AV1 = {"svtav1-params": "pred-struct=1:lookahead=0"}


class Video(Sounding):
    """A video of one stream in 4:2:0, the only kind that plays everywhere.

    A subclass names the encoder of its codec and gives the encoder's options. Frames without an end
    leave the encoder one by one, in a ``growing`` layout, so that a file that is cut off plays.
    """

    moving: ClassVar[bool] = True
    keeps_alpha: ClassVar[bool] = False
    even: ClassVar[bool] = True
    any_length: ClassVar[bool] = True
    container: ClassVar[str]
    layout: ClassVar[dict[str, str]] = {}
    growing: ClassVar[dict[str, str]]
    encoders: ClassVar[dict[str, str]]
    prompt: ClassVar[dict[str, dict[str, str]]]
    """Options by codec with which an encoder holds no frame back."""

    quality: int
    codec: str

    _is_endless: bool = PrivateAttr(False)

    def endless(self) -> Self:
        own = self.model_copy()
        own._is_endless = True
        return own

    def options(self) -> dict[str, str]:
        """Return the encoder's options."""
        prompt = self.prompt[self.codec] if self._is_endless else {}
        return {"crf": str(self.quality), **prompt}

    def check(self) -> None:
        """Raise BadInput if PyAV is missing, or was built without the encoder."""
        check_encoder(self.encoders[self.codec], self.codec, self.encoders)

    def write(self, frames: Iterable[Frame], path: Path, recipe: str) -> None:
        """Write the frames. Raises DreamError without any; OSError passes through."""
        from dreamgen.recipe.embedding.embed import encode_comment

        self.check()
        frames = iter(frames)
        first = next(frames, None)
        if first is None:
            raise DreamError("there is nothing to write: no frame was made")
        with raise_plain_errors(), self._open(path) as file:
            file.container_metadata["comment"] = encode_comment(recipe).decode()
            self._begin(file, first)
            with without_real_time():  # this opens the encoder
                _write_frame(file, first)
            for frame in frames:
                _write_frame(file, frame)
        with raise_plain_errors():
            self.lay_sound(path, self.container, self.layout, encode_comment(recipe))

    @classmethod
    def read_recipe(cls, path: Path) -> str | None:
        return extract_from_video(path)

    @contextmanager
    def _open(self, path: Path) -> Iterator[Any]:
        import imageio.v3 as iio

        # The stubs know neither the format's options nor an unbuffered file.
        imopen: Any = iio.imopen
        name, layout = self.container, self.growing if self._is_endless else self.layout
        # Unbuffered, for FFmpeg opens the file a second time to move an MP4's index to its front.
        with WholeFile(path, "wb") as target:
            file = imopen(
                target, "w", plugin="pyav", extension=f".{name}", container=name, options=layout
            )
            try:
                yield file
                file.close()
            except BaseException:
                # Closing writes what the encoder holds, and FFmpeg crashes if it cannot: leave it.
                file._video_stream = None
                with suppress(Exception):
                    file.close()
                raise

    def _begin(self, file: Any, first: Frame) -> None:
        rate = 1 / first.seconds if first.seconds else 30
        file.init_video_stream(self.encoders[self.codec], fps=rate, pixel_format="yuv420p")
        # imageio has no words for an encoder's options and the colours' tags: PyAV's stream does.
        context = file._video_stream.codec_context
        context.options = self.options()
        context.colorspace = context.color_primaries = context.color_trc = BT709


class Mp4(Video):
    """An MP4 file."""

    suffixes: ClassVar[tuple[str, ...]] = (".mp4",)
    container: ClassVar[str] = "mp4"
    # What a player needs comes first, so that it can begin before it has all of the file.
    layout: ClassVar[dict[str, str]] = {"movflags": "faststart"}
    growing: ClassVar[dict[str, str]] = {
        "movflags": "frag_every_frame+empty_moov+default_base_moof",
        "flush_packets": "1",
    }
    encoders: ClassVar[dict[str, str]] = {
        "h264": "libx264",
        "h265": "libx265",
        "av1": "libsvtav1",
    }
    prompt: ClassVar[dict[str, dict[str, str]]] = {
        "h264": {"tune": "zerolatency"},
        "h265": {"tune": "zerolatency"},
        "av1": _PROMPT_AV1,
    }

    quality: int = Field(18, ge=0, le=51, description="from 0, lossless, to 51, tiny")
    codec: Literal["h264", "h265", "av1"] = Field("h264", description="h264 plays everywhere")

    def options(self) -> dict[str, str]:
        # With its macroblock tree x264 sometimes gives another file for the same frames.
        own = {"h264": {"x264-params": "mbtree=0"}, "h265": {"x265-params": "log-level=error"}}
        return super().options() | own.get(self.codec, {})


class Webm(Video):
    """A WebM file."""

    suffixes: ClassVar[tuple[str, ...]] = (".webm",)
    container: ClassVar[str] = "webm"
    layout: ClassVar[dict[str, str]] = {"fflags": "+bitexact"}  # no random numbers in its header
    growing: ClassVar[dict[str, str]] = {
        **layout,
        "cluster_time_limit": "1",  # milliseconds: a cluster a frame, written when it is whole
        "flush_packets": "1",
    }
    encoders: ClassVar[dict[str, str]] = {"vp9": "libvpx-vp9", "av1": "libsvtav1"}
    prompt: ClassVar[dict[str, dict[str, str]]] = {
        "vp9": {"lag-in-frames": "0"},
        "av1": _PROMPT_AV1,
    }

    quality: int = Field(28, ge=0, le=63, description="from 0, lossless, to 63, tiny")
    codec: Literal["vp9", "av1"] = Field("vp9", description="av1 is smaller, and younger")

    def options(self) -> dict[str, str]:
        fast = {"deadline": "good", "cpu-used": "4", "row-mt": "1", "b": "0"}
        return super().options() | (fast if self.codec == "vp9" else {})


def check_encoder(encoder: str, codec: str, codecs: Iterable[str]) -> None:
    """Raise BadInput if PyAV is missing, or was built without the encoder of one of ``codecs``."""
    try:
        import av
    except ImportError:
        raise BadInput(f"writing {NEEDED}") from None
    try:
        av.codec.Codec(encoder, "w")
    except av.codec.codec.UnknownCodecError:
        others = " or ".join(name for name in codecs if name != codec)
        raise BadInput(
            f"this PyAV was built without {encoder}: pip install --force-reinstall av, or set "
            f"output.codec to {others}"
        ) from None


def _write_frame(file: Any, frame: Frame) -> None:
    file.write_frame(_convert_to_bt709(frame), pixel_format="yuv444p")


def _convert_to_bt709(frame: Frame) -> np.ndarray:
    """Return a frame as Y, Cb and Cr, uint8 (3, H, W), in the range of video."""
    import av

    from dreamgen.imaging.dither import dither

    levels = dither(frame.flatten()).transpose(1, 2, 0)
    shown = av.VideoFrame.from_ndarray(levels.copy(), "rgb24")
    return shown.reformat(format="yuv444p", dst_colorspace=BT709).to_ndarray()


@contextmanager
def raise_plain_errors() -> Iterator[None]:
    """Turn FFmpeg's errors into OSError, which callers report in one sentence."""
    import av

    try:
        yield
    except av.FFmpegError as problem:
        raise OSError(getattr(problem, "errno", None), problem.strerror) from problem
