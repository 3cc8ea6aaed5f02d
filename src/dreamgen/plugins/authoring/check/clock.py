"""A clock for how long a plugin takes, that a busy machine does not put forward."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

_SCHEDULER = Path("/proc/thread-self/schedstat")


def read_clock() -> float:
    """Return seconds that pass while this thread runs, sleeps or reads, not while others run.

    Where the system does not tell how long a thread waited for a processor, as outside Linux, all
    seconds count.
    """
    while True:
        waited, now = _read_wait(), time.perf_counter()
        if _read_wait() == waited:  # else others ran in between: the two do not belong together
            return now - waited / 1e9


def _read_wait() -> int:
    """Return for how many nanoseconds this thread has waited for a processor."""
    with suppress(OSError, ValueError, IndexError):
        return int(_SCHEDULER.read_text().split()[1])
    return 0
