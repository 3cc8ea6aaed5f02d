"""Whoever wants to hear when there is something new to see."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Audience:
    """Listeners, which are called from the thread that has something new."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: set[Callable[[], None]] = set()

    @contextmanager
    def listening(self, listener: Callable[[], None]) -> Iterator[None]:
        """Call a listener whenever there is something new."""
        with self._lock:
            self._listeners.add(listener)
        try:
            yield
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def notify(self) -> None:
        """Call all listeners."""
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener()
