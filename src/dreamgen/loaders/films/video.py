"""Videos, read by PyAV (FFmpeg's libraries): upright, with square pixels, in sRGB."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from dreamgen.errors import BadInput, InputWarning
from dreamgen.loaders.films.decoding import can_seek, decode, find_pictures
from dreamgen.loaders.films.reel import FASTEST, USUAL_RATE, Reel, Shown
from dreamgen.loaders.raster.coded_colours import BT709, HLG, PQ, PRIMARIES, CodedColours
from dreamgen.loaders.sizing import check_pixels
from dreamgen.recipe.embedding.iso_boxes import find_box

NEEDED = 'reading video needs PyAV: pip install "dreamgen[film]"'
_UNSPECIFIED, _BT709, _BT601 = 2, 1, 5
HD_LINES = 720
"""From this height on, a video that does not say so has the colours of HD."""
_SOON = 1e-6  # seconds
_NEAR = 0.02
"""How far a rate that a file claims may be from what is counted, as a share of it."""


class Video(Reel):
    """A file of moving pictures. Raise BadInput for one that is damaged, empty, or sound alone."""

    def __init__(self, path: Path):
        self._path = path
        with self._open() as (file, stream):
            first = next(self._decode(file, stream), None)
            if first is None:
                raise BadInput(f"{path} holds no picture that can be decoded")
            self._begin = _moment_of(first)
            self._shape = _find_shape(first, stream)
            self.size = self._shape.upright
            check_pixels(*self.size, str(path))
            self.has_sound = bool(file.streams.audio)
            self.range_name = _find_colours(first).range_name
            self.may_be_transparent = _has_alpha(first)
            self.can_seek = can_seek(stream)
            rates = [float(rate) for rate in (stream.average_rate, stream.guessed_rate) if rate]
        self.seconds, self.rate = self._measure(rates)

    def play(self, start: float = 0.0) -> Iterator[Shown]:
        with self._open() as (file, stream):
            if start > 0 and self.can_seek:
                file.seek(round((start + self._begin) / stream.time_base), stream=stream)
            last: Any = None
            for frame in self._decode(file, stream):
                seconds = _moment_of(frame) - self._begin
                if seconds > start + _SOON and last is not None:
                    yield self._show(last)
                    last = None
                if seconds <= start + _SOON:
                    last = frame
                    continue
                yield self._show(frame)
            if last is not None:
                yield self._show(last)

    def _show(self, frame: Any) -> Shown:
        return Shown(_moment_of(frame) - self._begin, self._shape.turn(_to_image(frame)))

    def _measure(self, rates: list[float]) -> tuple[float, float]:
        """Return how long the pictures last, in seconds, and how many a second there are.

        Packets tell, without decoding: what the head of a file says is missing or wrong too often.
        ``rates`` are what it says; one of them is true where it is near to what is counted.
        """
        last, ends, count = 0.0, 0.0, 0
        with self._open() as (file, stream), _plain_errors(self._path):
            for packet in file.demux(stream):
                begins = -1.0
                if packet.pts is not None:
                    begins = float(packet.pts * packet.time_base) - self._begin
                if begins < -_SOON:  # it is cut off, by an edit list
                    continue
                count, last = count + 1, max(last, begins)
                ends = max(ends, begins + float((packet.duration or 0) * packet.time_base))
        counted = (count - 1) / last if count > 1 and last > 0 else 0.0
        near = [rate for rate in rates if abs(rate - counted) < _NEAR * rate]
        rate = min(FASTEST, next(iter([*near, counted, *rates] if counted else rates), USUAL_RATE))
        # Some formats keep no lengths: the last picture is then as long as the others.
        return (ends if ends > last else last + 1 / rate), rate

    @contextmanager
    def _open(self) -> Iterator[tuple[Any, Any]]:
        """Open the file; give it and its stream of pictures."""
        try:
            import av
        except ImportError:
            raise BadInput(NEEDED) from None
        if self._path.stat().st_size == 0:
            raise BadInput(f"{self._path} is empty")
        with _plain_errors(self._path):
            file = av.open(str(self._path), metadata_errors="replace")
        try:
            stream = find_pictures(file)
            if stream is None:
                what = "sound alone" if file.streams.audio else "no moving picture"
                raise BadInput(f"{self._path} holds {what}; a film needs pictures")
            stream.thread_type = "AUTO"
            yield file, stream
        finally:
            file.close()

    def _decode(self, file: Any, stream: Any) -> Iterator[Any]:
        return decode(_demux(file, stream, self._path), stream, self._warn_of_damage)

    def _warn_of_damage(self) -> None:
        text = f"{self._path} is damaged or cut short: frames that cannot be decoded are left out"
        warnings.warn(text, InputWarning, stacklevel=2)


def _demux(file: Any, stream: Any, path: Path) -> Iterator[Any]:
    with _plain_errors(path):
        yield from file.demux(stream)


def _moment_of(frame: Any) -> float:
    return float(frame.pts * frame.time_base)


class _Shape:
    """How a video's pixels become upright and square."""

    def __init__(self, width: int, height: int, aspect: float, quarter_turns: int):
        self._stored = width, height
        self._square = max(1, round(width * aspect)), height
        self._turns = quarter_turns
        self.upright = self._square[::-1] if quarter_turns % 2 else self._square

    def turn(self, image: Image.Image) -> Image.Image:
        if self._square != self._stored:
            image = image.resize(self._square, Image.Resampling.LANCZOS)
        turns = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180}
        turns[3] = Image.Transpose.ROTATE_270
        return image.transpose(turns[self._turns]) if self._turns else image


def _find_shape(frame: Any, stream: Any) -> _Shape:
    aspect = float(stream.sample_aspect_ratio or 1) or 1.0
    # PyAV gives degrees counter-clockwise by which the picture is to be turned.
    return _Shape(frame.width, frame.height, aspect, round(frame.rotation / 90) % 4)


def _find_colours(frame: Any) -> CodedColours:
    primaries, transfer = int(frame.color_primaries), int(frame.color_trc)
    if transfer not in (PQ, HLG):
        return CodedColours(PRIMARIES.get(primaries, BT709), 13)
    return CodedColours(PRIMARIES.get(primaries, PRIMARIES[9]), transfer)


def _has_alpha(frame: Any) -> bool:
    return any(part.is_alpha for part in frame.format.components)


def _to_image(frame: Any) -> Image.Image:
    """Return a frame as RGB or RGBA in sRGB, of 8 bits; a high dynamic range is compressed."""
    matrix = int(frame.colorspace)
    if matrix == _UNSPECIFIED:
        matrix = _BT709 if frame.height >= HD_LINES else _BT601
    colours = _find_colours(frame)
    if colours.is_srgb:
        kind = "rgba" if _has_alpha(frame) else "rgb24"
        return Image.fromarray(frame.reformat(format=kind, src_colorspace=matrix).to_ndarray())
    deep = frame.reformat(format="rgb48le", src_colorspace=matrix).to_ndarray()
    values = deep.transpose(2, 0, 1).astype(np.float32) / np.float32(65535)
    levels = np.round(colours.to_srgb(values) * 255).astype(np.uint8)
    return Image.fromarray(np.ascontiguousarray(levels.transpose(1, 2, 0)))


@contextmanager
def _plain_errors(path: Path) -> Iterator[None]:
    """Turn what FFmpeg says of a file into one sentence."""
    import av

    try:
        yield
    except av.FFmpegError as problem:
        if _lacks_index(path):
            raise BadInput(
                f"{path} is cut short: the index of a video, at its end, is missing"
            ) from None
        reason = problem.strerror or str(problem)
        raise BadInput(f"{path} cannot be read as a film: {reason}") from None


def _lacks_index(path: Path) -> bool:
    """Say whether a file is an MP4 or MOV of which the end is missing, where most have their index."""
    with path.open("rb") as file:
        is_iso = file.read(8)[4:] == b"ftyp"
        return is_iso and find_box(file, b"moov") is None
