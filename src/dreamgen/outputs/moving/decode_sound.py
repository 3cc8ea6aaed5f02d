"""The samples of a sound file, or of a video's sound, through PyAV (FFmpeg's libraries)."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput, InputWarning

if TYPE_CHECKING:
    import numpy as np

NEEDED = 'reading sound needs PyAV: pip install "dreamgen[film]"'
MISSING = 0.05
"""Share of a sound that may be missing at its end without a word."""
GAP = 0.05
"""Seconds that a file's clock may be ahead of its samples before silence is put between."""


def read_sound(data: bytes, name: str, rate: int = 44_100, most: float = 3600.0) -> np.ndarray:
    """Return the sound of a file's bytes: float32 (n,), mono, ``rate`` samples a second.

    WAV, MP3, FLAC, Ogg, M4A and the sound of videos are read. The first sample is heard with a
    video's first picture. A file that is cut off is read as far as it goes, with a warning. Raise
    BadInput, with ``name``, for what is empty, damaged, without sound, or longer than ``most``
    seconds.
    """
    import numpy as np

    if not data:
        raise BadInput(f"{name} is empty")
    with plain_errors(name):
        blocks, done = [], 0
        for block in iterate_samples(io.BytesIO(data), name, rate, "mono"):
            blocks.append(block[0])
            done += len(block[0])
            if done > most * rate:
                raise BadInput(f"{name} lasts longer than {most / 60:g} minutes: cut a part out")
        said = _tell_length(data, name)
    if not done:
        raise BadInput(f"{name} holds no sound that can be decoded")
    if said - done / rate > MISSING * said:
        text = f"{name} is cut short: {done / rate:.1f} of its {said:.1f} s can be read"
        warnings.warn(text, InputWarning, stacklevel=2)
    return np.concatenate(blocks)


def _tell_length(data: bytes, name: str) -> float:
    """Return how long a file says that its sound is, in seconds; 0 where it can only be guessed."""
    import av

    with av.open(io.BytesIO(data), metadata_errors="replace") as file:
        stream = find_sound(file, name)
        guessed = not stream.duration or stream.codec_context.name.startswith("mp3")
        return 0.0 if guessed else float(stream.duration * stream.time_base)


def iterate_samples(
    source: Any, name: str, rate: int, layout: str, start: float = 0.0
) -> Iterator[np.ndarray]:
    """Yield the sound of a path or file object from ``start`` seconds on: float32 (channels, n).

    Where a file's own clock leaves a gap there is silence. Raise av.FFmpegError for what cannot be
    read, and BadInput where there is no sound.
    """
    import av
    import numpy as np

    with av.open(source, metadata_errors="replace") as file:
        stream = find_sound(file, name)
        resampler = av.AudioResampler(format="fltp", layout=layout, rate=rate)
        zero = find_begin(file) + start
        seek(file, stream, zero - 1 if start else 0)
        place = None  # in samples from the start on
        for frame in _resample(_decode(file, stream), resampler):
            block, due = frame.to_ndarray(), place
            if frame.pts is not None:
                due = round((float(frame.pts * frame.time_base) - zero) * rate)
            if place is None:
                place = min(0, due or 0)
            if due is not None and due > place + (GAP * rate if place else 0):
                yield np.zeros((len(block), due - max(0, place)), np.float32)
                place = due
            if place + block.shape[1] > 0:
                yield block[:, max(0, -place) :]
            place += block.shape[1]


def measure_sound(name: str) -> float:
    """Return when a file's sound ends, in seconds: its packets tell, as its head is often wrong.

    The clock starts with a video's pictures. Raise BadInput for what holds no sound.
    """
    with plain_errors(name):
        return find_end(name)


def find_end(path: str) -> float:
    """Return the same; raise av.FFmpegError for what cannot be read."""
    import av

    with av.open(path, metadata_errors="replace") as file:
        stream = find_sound(file, path)
        ends = (
            float((packet.pts + (packet.duration or 0)) * packet.time_base)
            for packet in file.demux(stream)
            if packet.pts is not None
        )
        return max(ends, default=0.0) - find_begin(file)


def find_sound(file: Any, name: str) -> Any:
    """Return a file's first stream of sound. Raise BadInput without any."""
    if not file.streams.audio:
        raise BadInput(f"{name} holds no sound")
    return file.streams.audio[0]


def find_begin(file: Any) -> float:
    """Return when a file's pictures begin on its own clock, or its sound if it has none, in seconds.

    The cover of a song is no picture in this sense.
    """
    import av

    cover = av.stream.Disposition.attached_pic
    moving = [stream for stream in file.streams.video if not stream.disposition & cover]
    stream = (moving or file.streams.audio)[0]
    return float((stream.start_time or 0) * stream.time_base)


def seek(file: Any, stream: Any, seconds: float) -> None:
    """Go to the last place before a moment of the file's clock; none before its start."""
    if seconds > 0:
        file.seek(round(seconds / stream.time_base), stream=stream)


def _decode(file: Any, stream: Any) -> Iterator[Any]:
    """Yield the frames that can be decoded; damaged ones are left out, as players do."""
    import av

    for packet in file.demux(stream):
        try:
            yield from packet.decode()
        except av.error.InvalidDataError:
            continue


def _resample(frames: Iterator[Any], resampler: Any) -> Iterator[Any]:
    for frame in frames:
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


@contextmanager
def plain_errors(name: str) -> Iterator[None]:
    """Turn what FFmpeg says of a file into one sentence."""
    try:
        import av
    except ImportError:
        raise BadInput(NEEDED) from None
    try:
        yield
    except av.FFmpegError as problem:
        reason = problem.strerror or str(problem)
        raise BadInput(f"{name} cannot be read as sound: {reason}") from None
