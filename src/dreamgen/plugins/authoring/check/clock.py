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
    waited = 0
    with suppress(OSError, ValueError, IndexError):
        waited = int(_SCHEDULER.read_text().split()[1])  # nanoseconds
    return time.perf_counter() - waited / 1e9
