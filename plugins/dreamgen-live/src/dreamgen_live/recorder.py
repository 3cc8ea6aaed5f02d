"""A recording: an MP4 that plays whatever happens to the program or the disk."""

from __future__ import annotations

import io
import time
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dreamgen import BadInput, encode_comment

if TYPE_CHECKING:
    import numpy as np

CLOCK = 1000
"""Ticks of a second: frames are shown as long as they were shown live."""
FRAGMENT = 20
"""Frames after which what there is has been written, and plays without what follows."""
ENCODER: Final = "libx264"
QUALITY = "20"
PIECES = {"movflags": "frag_keyframe+empty_moov+default_base_moof", "flush_packets": "1"}


class Whole:
    """Writes all of what it is given to ``file``, which may take a part; raise OSError if it cannot.

    A disk takes what there is room for, and says that it is full the next time.
    """

    def __init__(self, file: io.FileIO):
        self._file = file
        self.tell, self.seek = file.tell, file.seek

    def write(self, data: bytes) -> int:
        left = memoryview(data)
        while left:
            left = left[self._file.write(left) :]
        return len(data)


class Recorder:
    """Writes frames, uint8 (height, width, 3), to ``path`` when they are shown.

    The first one says how large the film is; others are brought to its size. ``recipe`` is kept in
    the file. Raise BadInput if it cannot be written; what was recorded before plays, and where that
    is nothing there is no file.
    """

    def __init__(self, path: Path, size: tuple[int, int], recipe: str):
        import av

        self.path = path
        self._size = tuple(max(2, side - side % 2) for side in size)
        self._failure = (OSError, av.FFmpegError, ValueError)  # the last: there is no such encoder
        self._begun: float | None = None
        self._last = -1
        self._head = self._whole = 0
        try:
            # Never in place of another file, and unbuffered: what is written is on the disk.
            self._target = path.open("xb", buffering=0)
        except OSError as problem:
            raise BadInput(f"{path} cannot be written: {_tell(problem)}") from None
        try:
            self._file = av.open(Whole(self._target), "w", format="mp4", options=PIECES)
            self._file.metadata["comment"] = encode_comment(recipe).decode()
            self._stream = self._file.add_stream(ENCODER, rate=30)
            self._stream.width, self._stream.height = self._size
            self._stream.pix_fmt = "yuv420p"
            self._stream.time_base = self._stream.codec_context.time_base = Fraction(1, CLOCK)
            self._stream.codec_context.gop_size = FRAGMENT
            self._stream.options = {"crf": QUALITY, "preset": "veryfast", "tune": "zerolatency"}
            self._file.start_encoding()
            self._head = self._whole = self._target.tell()
        except self._failure as problem:
            self._give_up()
            raise BadInput(f"{path} cannot be written: {_tell(problem)}") from None

    def add(self, levels: np.ndarray) -> None:
        """Add a frame that is shown now. Raise BadInput if it cannot be written."""
        import av

        now = time.monotonic()
        self._begun = now if self._begun is None else self._begun
        moment = max(self._last + 1, round((now - self._begun) * CLOCK))
        frame = av.VideoFrame.from_ndarray(levels, format="rgb24")
        width, height = self._size
        frame = frame.reformat(width, height, format="yuv420p", interpolation="BICUBIC")
        frame.pts, frame.time_base = moment, Fraction(1, CLOCK)
        self._last = moment
        try:
            self._file.mux(self._stream.encode(frame))
            self._whole = self._target.tell()
        except self._failure as problem:
            raise BadInput(
                f"the recording has ended: {_tell(problem)}; {self._give_up()}"
            ) from None

    def close(self) -> None:
        """End the film. Raise BadInput if the last of it cannot be written."""
        try:
            self._file.mux(self._stream.encode(None))
            self._file.close()
            self._target.close()
        except self._failure as problem:
            raise BadInput(
                f"the end of the recording is lost: {_tell(problem)}; {self._give_up()}"
            ) from None

    def _give_up(self) -> str:
        """Close the file without the piece that is half written, and say what is left of it."""
        with suppress(*self._failure):
            self._file.close()
        self._target.truncate(self._whole)
        self._target.close()
        if self._whole > self._head:
            return f"{self.path} plays what was recorded"
        self.path.unlink()
        return "nothing had been recorded yet"


def _tell(problem: Exception) -> str:
    return getattr(problem, "strerror", None) or f"{type(problem).__name__}: {problem}"
