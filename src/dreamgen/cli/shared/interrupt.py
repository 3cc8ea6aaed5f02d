"""Ctrl-C during long work: stop soon, but in good order."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from dreamgen.errors import DreamError

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(DreamError):
    """The user stopped it; the message says what is kept."""

    exit_code = 130


class _StopDreaming(Exception):
    pass


@contextmanager
def stop_when_terminated() -> Iterator[None]:
    """While entered, a request to end (SIGTERM) is as Ctrl-C: what is held and half-written goes."""

    def stop(number: int, stack: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # only the main thread hears of signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Interrupt:
    """While entered, the first Ctrl-C ends the stream of frames at the next step of the ascent.

    What writes the frames sees a stream that is merely shorter, and completes its file. A second
    Ctrl-C stops at once.
    """

    def __init__(self) -> None:
        self.happened = False
        self.frames = 0
        self._is_whole = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interrupt:
        with suppress(ValueError):  # only the main thread hears of signals
            self._before = {number: signal.signal(number, self._note) for number in _SIGNALS}
        return self

    def __exit__(self, *problem: object) -> None:
        self._restore()

    def _restore(self) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before = {}

    def _note(self, number: int, stack: object) -> None:
        self.happened = True
        self._restore()

    @property
    def cut_short(self) -> bool:
        """Whether frames are missing: during the last one it comes too late to change anything."""
        return self.happened and not self._is_whole

    def wrap(self, listener: Callable[[Any], None] | None) -> Callable[[Any], None]:
        """Return a listener for the engine that passes events on until the interruption."""

        def hear(event: Any) -> None:
            if self.happened:
                raise _StopDreaming
            if listener is not None:
                listener(event)

        return hear

    def until(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield frames until the interruption, counting them."""
        with suppress(_StopDreaming):
            for frame in frames:
                self.frames += 1
                yield frame
                self._is_whole = frame.index + 1 == frame.count
                if self.happened:
                    return
