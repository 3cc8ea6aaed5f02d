"""The priority of an encoder's threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_THREADS = Path("/proc/self/task")  # of Linux, where alone it matters


@contextmanager
def without_real_time() -> Iterator[None]:
    """Let no thread that is started meanwhile run in real time.

    SVT-AV1's threads do if they may, which is as root; everything else on the machine waits for them.
    """
    before = _list_threads()
    yield
    for thread in _list_threads() - before:
        with suppress(OSError):  # it has ended
            if os.sched_getscheduler(thread) == os.SCHED_FIFO:
                os.sched_setscheduler(thread, os.SCHED_OTHER, os.sched_param(0))


def _list_threads() -> set[int]:
    return {int(path.name) for path in _THREADS.iterdir()} if _THREADS.is_dir() else set()
