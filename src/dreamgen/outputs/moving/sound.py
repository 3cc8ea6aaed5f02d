"""The sound of a film, or a song, laid under a video."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from dreamgen.atomic import temporary_path
from dreamgen.outputs.moving.decode_sound import (
    find_begin,
    find_end,
    find_sound,
    iterate_samples,
    seek,
)

COPIED: dict[str, tuple[str, ...]] = {
    "mp4": ("aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"),
    "mov": ("aac", "mp3", "ac3", "eac3", "alac", "pcm_s16le", "pcm_s24le", "pcm_s16be"),
    "webm": ("opus", "vorbis"),
}
"""Codecs of sound, by container, that go into it as they are; others are encoded anew."""
ENCODERS = {"mp4": "aac", "mov": "aac", "webm": "libopus"}
RATE = 48_000
"""Samples a second of sound that is encoded anew: one that every codec takes."""
BITS = 192_000
"""A second, of such sound: music at this rate is hardly told from its source."""


@dataclass(frozen=True)
class Sound:
    """The sound of the file at ``path`` from ``start`` to ``stop``, in seconds of its own clock.

    Of a video the clock starts with its pictures. Sound that ends before ``stop`` leaves silence, or
    with ``loops`` begins anew at ``start``.
    """

    path: Path
    start: float
    stop: float
    loops: bool = False

    @property
    def seconds(self) -> float:
        """How long it is wanted."""
        return self.stop - self.start


def add_sound(
    video: Path, sound: Sound, container: str, layout: Mapping[str, str], recipe: bytes
) -> None:
    """Lay a sound under a video without sound, in place; the pictures are copied as they are.

    ``layout`` are the container's options, ``recipe`` its comment. Sound that is copied begins and
    ends within one of its packets, some 20 ms. Raise av.FFmpegError for what cannot be read or
    written.
    """
    import av

    with (
        temporary_path(video) as draft,
        av.open(str(video)) as shown,
        av.open(str(sound.path), metadata_errors="replace") as heard,
        av.open(str(draft), "w", format=container, options=dict(layout)) as target,
    ):
        target.metadata["comment"] = recipe.decode()
        pictures = shown.streams.video[0]
        sound = _cut_to(sound, pictures)
        copied = target.add_stream_from_template(pictures)
        packets = [_copy_pictures(shown, pictures, copied)]
        packets.append(_lay_sound(heard, target, sound, container))
        for _, packet in heapq.merge(*packets, key=lambda pair: pair[0]):
            target.mux(packet)
        target.close()
        draft.replace(video)


def _cut_to(sound: Sound, pictures: Any) -> Sound:
    """Return the sound for as long as there are pictures: a film may have been stopped early."""
    if not pictures.duration:
        return sound
    seconds = float(pictures.duration * pictures.time_base)
    return replace(sound, stop=min(sound.stop, sound.start + seconds))


def _copy_pictures(file: Any, stream: Any, target: Any) -> Iterator[tuple[float, Any]]:
    for packet in file.demux(stream):
        if packet.dts is None:
            continue
        packet.stream = target
        yield float(packet.dts * packet.time_base), packet


def _lay_sound(file: Any, target: Any, sound: Sound, container: str) -> Iterator[tuple[float, Any]]:
    stream = find_sound(file, str(sound.path))
    as_it_is = stream.codec_context.name in COPIED[container]
    if as_it_is and not (sound.loops and find_end(str(sound.path)) < sound.stop):
        copied = target.add_stream_from_template(stream)
        return _copy_sound(file, stream, copied, sound, find_begin(file))
    encoder = target.add_stream(ENCODERS[container], rate=RATE, layout="stereo")
    encoder.bit_rate = BITS
    return _encode_sound(encoder, sound)


def _copy_sound(
    file: Any, stream: Any, target: Any, sound: Sound, begin: float
) -> Iterator[tuple[float, Any]]:
    seek(file, stream, sound.start + begin - 1)
    shift = round((sound.start + begin) / stream.time_base)
    for packet in file.demux(stream):
        if packet.pts is None:
            continue
        seconds = float((packet.pts - shift) * packet.time_base)
        if seconds >= sound.seconds:
            return
        if seconds < -float((packet.duration or 0) * packet.time_base) / 2:
            continue
        packet.pts = packet.dts = max(0, packet.pts - shift)
        packet.stream = target
        yield seconds, packet


def _encode_sound(encoder: Any, sound: Sound) -> Iterator[tuple[float, Any]]:
    import av

    done, wanted = 0, round(sound.seconds * RATE)
    for block in _iterate_blocks(sound):
        kept = block[:, : wanted - done]
        frame = av.AudioFrame.from_ndarray(kept.copy(), format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, done, Fraction(1, RATE)
        yield from _timed(encoder.encode(frame))
        done += kept.shape[1]
        if done == wanted:
            break
    yield from _timed(encoder.encode(None))


def _iterate_blocks(sound: Sound) -> Iterator[Any]:
    """Yield the samples of a sound, in stereo; over and over if it loops."""
    while True:
        is_empty = True
        for block in iterate_samples(str(sound.path), str(sound.path), RATE, "stereo", sound.start):
            is_empty = False
            yield block
        if is_empty or not sound.loops:
            return


def _timed(packets: Any) -> Iterator[tuple[float, Any]]:
    for packet in packets:
        yield float(packet.pts * packet.time_base), packet
