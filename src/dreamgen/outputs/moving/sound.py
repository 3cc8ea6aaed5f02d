"""The sound of a film, laid under a video that was made of it."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from dreamgen.atomic import temporary_path

COPIED: dict[str, tuple[str, ...]] = {
    "mp4": ("aac", "mp3", "ac3", "eac3", "alac", "opus", "flac"),
    "mov": ("aac", "mp3", "ac3", "eac3", "alac", "pcm_s16le", "pcm_s24le", "pcm_s16be"),
    "webm": ("opus", "vorbis"),
}
"""Codecs of sound, by container, that go into it as they are; others are encoded anew."""
ENCODERS = {"mp4": "aac", "mov": "aac", "webm": "libopus"}
RATE = 48_000
"""Samples a second of sound that is encoded anew: one that every codec takes."""


@dataclass(frozen=True)
class Sound:
    """The sound track of a film at ``path``, from ``start`` to ``stop`` in seconds of its pictures."""

    path: Path
    start: float
    stop: float


def add_sound(
    video: Path, sound: Sound, container: str, layout: Mapping[str, str], recipe: bytes
) -> None:
    """Lay a sound under a video without sound, in place; the pictures are copied as they are.

    ``layout`` are the container's options, ``recipe`` its comment. Sound begins and ends within one
    of its packets, some 20 ms. Raise av.FFmpegError for what cannot be read or written.
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
        begin = _find_begin(heard)
        packets.append(_lay_sound(heard, target, sound, begin, container))
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


def _find_begin(file: Any) -> float:
    """Return when a film's pictures begin on its own clock, in seconds."""
    stream = file.streams.video[0]
    return float((stream.start_time or 0) * stream.time_base)


def _copy_pictures(file: Any, stream: Any, target: Any) -> Iterator[tuple[float, Any]]:
    for packet in file.demux(stream):
        if packet.dts is None:
            continue
        packet.stream = target
        yield float(packet.dts * packet.time_base), packet


def _lay_sound(
    file: Any, target: Any, sound: Sound, begin: float, container: str
) -> Iterator[tuple[float, Any]]:
    stream = file.streams.audio[0]
    if stream.codec_context.name in COPIED[container]:
        return _copy_sound(file, stream, target.add_stream_from_template(stream), sound, begin)
    encoder = target.add_stream(ENCODERS[container], rate=RATE)
    return _encode_sound(file, stream, encoder, sound, begin)


def _seek(file: Any, stream: Any, seconds: float) -> None:
    if seconds > 0:
        file.seek(max(0, round(seconds / stream.time_base)), stream=stream)


def _copy_sound(
    file: Any, stream: Any, target: Any, sound: Sound, begin: float
) -> Iterator[tuple[float, Any]]:
    _seek(file, stream, sound.start + begin - 1)
    shift = round((sound.start + begin) / stream.time_base)
    for packet in file.demux(stream):
        if packet.pts is None:
            continue
        seconds = float((packet.pts - shift) * packet.time_base)
        if seconds >= sound.stop - sound.start:
            return
        if seconds < -float((packet.duration or 0) * packet.time_base) / 2:
            continue
        packet.pts = packet.dts = max(0, packet.pts - shift)
        packet.stream = target
        yield seconds, packet


def _encode_sound(
    file: Any, stream: Any, encoder: Any, sound: Sound, begin: float
) -> Iterator[tuple[float, Any]]:
    import av

    resampler = av.AudioResampler(format=encoder.format, layout=encoder.layout, rate=RATE)
    _seek(file, stream, sound.start + begin - 1)
    done = 0
    for frame in file.decode(stream):
        seconds = frame.time - begin - sound.start
        if seconds >= sound.stop - sound.start:
            break
        if seconds < -frame.samples / frame.sample_rate / 2:
            continue
        for part in resampler.resample(frame):
            # Counted anew from zero: gaps and jumps of the source's clock would not be encoded.
            part.pts, part.time_base = done, Fraction(1, RATE)
            done += part.samples
            yield from _timed(encoder.encode(part))
    yield from _timed(encoder.encode(None))


def _timed(packets: Any) -> Iterator[tuple[float, Any]]:
    for packet in packets:
        yield float(packet.pts * packet.time_base), packet
