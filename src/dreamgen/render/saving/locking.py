"""One process at a time writes a file: a lock beside it, which the system frees when a process ends."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dreamgen.errors import BadInput

_LONGEST_NAME = 200  # bytes; most disks hold names of 255


class Busy(BadInput):
    """Another process, or another thread of this one, is writing the same file."""


def hidden_beside(target: Path, ending: str) -> Path:
    """Return the path beside ``target`` of what belongs to it: for a.gif, .a.gif.ENDING."""
    name = target.name
    if len(os.fsencode(name)) > _LONGEST_NAME:
        name = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return target.with_name(f".{name}.{ending}")


@contextmanager
def lock(target: Path, shown: Path) -> Iterator[None]:
    """Hold the lock of a file, ``target``, which messages call ``shown``.

    Raise Busy if another holds it. What a killed process left behind is no obstacle. On disks that
    know no locks, nothing is held.
    """
    from filelock import FileLock, Timeout

    path = hidden_beside(target, "lock")
    held = FileLock(path, timeout=0, thread_local=False)
    try:
        held.acquire()
    except Timeout:
        raise Busy(
            f"{shown} is being written by {_holder(path)}: wait for it, or choose another name"
        ) from None
    except PermissionError as problem:  # another user's process was killed
        raise BadInput(
            f"{path} is another user's lock ({problem.strerror}): remove it if nothing writes {shown}"
        ) from None
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            path.write_text(str(os.getpid()))
        yield
    finally:
        # While it is held: afterwards it might be another's already.
        with suppress(OSError):
            path.unlink()
        held.release()


def _holder(path: Path) -> str:
    with suppress(OSError, ValueError):
        return f"another dreamgen, process {int(path.read_text())}"
    return "another dreamgen"
