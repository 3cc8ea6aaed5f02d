"""Which stream of a video is the film, and its packets decoded: with opacity, and deinterlaced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

OnDamage = Callable[[], None]
_WITH_ALPHA = {"vp8": "libvpx", "vp9": "libvpx-vp9"}
"""Decoders that heed opacity, which FFmpeg's own of the same codecs leave out."""


def find_pictures(file: Any) -> Any:
    """Return the first stream of moving pictures of an open file, or None; a cover is none."""
    import av

    cover = av.stream.Disposition.attached_pic
    return next((each for each in file.streams.video if not each.disposition & cover), None)


def decode(packets: Iterable[Any], stream: Any, on_damage: OnDamage) -> Iterator[Any]:
    """Yield the frames that can be decoded; one that is damaged is left out, as players do."""
    yield from _deinterlace(_decode(packets, stream, on_damage))


def _decode(packets: Iterable[Any], stream: Any, on_damage: OnDamage) -> Iterator[Any]:
    import av

    decoder = _open_decoder(stream)
    for packet in packets:
        try:
            yield from (frame for frame in decoder.decode(packet) if frame.pts is not None)
        except av.error.InvalidDataError:
            on_damage()


def can_seek(stream: Any) -> bool:
    """Say whether decoding can begin at a key frame; where one of opacity is, no file says."""
    return _name_alpha_decoder(stream) is None


def _open_decoder(stream: Any) -> Any:
    import av

    name = _name_alpha_decoder(stream)
    try:
        return stream.codec_context if name is None else av.CodecContext.create(name, "r")
    except av.codec.codec.UnknownCodecError:  # of a PyAV without it
        return stream.codec_context


def _name_alpha_decoder(stream: Any) -> str | None:
    tags = {(key.lower(), value) for key, value in stream.metadata.items()}
    return _WITH_ALPHA.get(stream.codec_context.name) if ("alpha_mode", "1") in tags else None


def _deinterlace(frames: Iterable[Any]) -> Iterator[Any]:
    """Yield frames, from the first interlaced one on through a filter that leaves others alone."""
    graph, shape = None, None
    for frame in frames:
        if graph is None and not frame.interlaced_frame:
            yield frame
            continue
        now = frame.width, frame.height, frame.format.name
        if graph is not None and now != shape:
            yield from _finish(graph)
            graph = None
        if graph is None:
            graph, shape = _open_filter(frame), now
        graph.push(frame)
        yield from _pull(graph)
    if graph is not None:
        yield from _finish(graph)


def _open_filter(frame: Any) -> Any:
    """Return FFmpeg's "Bob Weaver" filter, one frame out for each one in."""
    import av

    graph = av.filter.Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=frame.format, time_base=frame.time_base
    )
    bwdif = graph.add("bwdif", "mode=send_frame:deint=interlaced")
    source.link_to(bwdif)
    bwdif.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _finish(graph: Any) -> Iterator[Any]:
    graph.push(None)
    yield from _pull(graph)


def _pull(graph: Any) -> Iterator[Any]:
    import av

    while True:
        try:
            yield graph.pull()
        except (av.error.BlockingIOError, av.error.EOFError):
            return
