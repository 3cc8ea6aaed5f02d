"""One process at a time listens to a song.

librosa's functions are compiled by numba when they are first called, and kept on the disk. Two
processes that do so at once leave broken machine code there, which ends whatever calls it later.
"""

from __future__ import annotations

import getpass
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait until no other process of this user listens. Where no lock can be had, do not wait."""
    lock = FileLock(lock_path())
    with suppress(OSError):
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def lock_path() -> Path:
    """Return the file whose lock a process holds while it listens."""
    user = os.getuid() if hasattr(os, "getuid") else getpass.getuser()
    return Path(tempfile.gettempdir()) / f"dreamgen-music-{user}.lock"
