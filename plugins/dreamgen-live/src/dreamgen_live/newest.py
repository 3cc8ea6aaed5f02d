"""The newest picture: whoever is slower than a camera never falls behind it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Taken:
    """A picture, as a Pillow image, an array of RGB or an encoded file, and when it came.

    ``stamp`` is whatever its sender wants to have back with its dream.
    """

    picture: Any
    stamp: Any = None
    at: float = field(default_factory=time.perf_counter)


class Newest:
    """A place for one picture: a newer one takes the place of one that nobody has taken yet."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken: Taken | None = None

    def put(self, taken: Taken) -> None:
        """Put a picture there."""
        with self._changed:
            self._taken = taken
            self._changed.notify_all()

    def take(self, timeout: float) -> Taken | None:
        """Return a picture that has not been taken yet; None if none comes in ``timeout`` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._taken is not None, timeout)
            taken, self._taken = self._taken, None
            return taken
