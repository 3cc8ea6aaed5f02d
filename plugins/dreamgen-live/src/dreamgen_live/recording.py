"""Recordings, one after another: begun and ended by a key, none of them ever overwritten."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen_live.recorder import Recorder

if TYPE_CHECKING:
    import numpy as np

USUAL = Path("dreamgen-live.mp4")
LONGEST_SIDE = 1280


class Recordings:
    """Writes MP4s beside ``path``: the first under its name, others with a number.

    ``made`` are those that have been begun, ``path`` is the one that is recorded now, None if there
    is none. ``side`` is the longest side of a film in pixels.
    """

    def __init__(self, first: Path | None, side: int):
        self.made: list[Path] = []
        self._first = first or USUAL
        self._side = min(side, LONGEST_SIDE)
        self._recipe: str | None = None
        self._recorder: Recorder | None = None
        self._lock = threading.RLock()

    @property
    def path(self) -> Path | None:
        """The file that is recorded now, until the last of it is written."""
        return None if self._recipe is None else self.made[-1]

    def toggle(self, recipe: str) -> None:
        """Begin a recording with the next frame, or end the one that there is."""
        with self._lock:
            if self._recipe is not None:
                self.stop()
            else:
                self.made.append(next(path for path in self._names() if not path.exists()))
                self._recipe = recipe

    def add(self, levels: np.ndarray) -> None:
        """Add a frame, if there is a recording. Raise BadInput if it had to end."""
        with self._lock:
            if self._recipe is None:
                return
            try:
                if self._recorder is None:
                    size = self._choose_size(levels.shape[1], levels.shape[0])
                    self._recorder = Recorder(self.made[-1], size, self._recipe)
                self._recorder.add(levels)
            except BaseException:
                self._recipe = self._recorder = None
                raise

    def stop(self) -> None:
        """End the recording, if there is one."""
        with self._lock:
            try:
                if self._recorder is not None:
                    self._recorder.close()
            finally:
                self._recorder = self._recipe = None

    def _names(self) -> Iterator[Path]:
        if self._first not in self.made:
            yield self._first
        number = 2
        while True:
            yield self._first.with_stem(f"{self._first.stem}-{number}")
            number += 1

    def _choose_size(self, width: int, height: int) -> tuple[int, int]:
        scale = self._side / max(width, height)
        return round(width * scale), round(height * scale)
