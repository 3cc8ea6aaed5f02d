"""Files that are written whole: at any moment, power loss included, the old one or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file in one go. OSError passes through, and then nothing is left behind."""
    with temporary_path(path) as draft:
        draft.write_bytes(data)
        move_into_place(draft, path)


@contextmanager
def temporary_path(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """Give a free path of the same suffix, in ``path``'s own folder or another; gone at the end.

    For writers that want a path; :func:`move_into_place` keeps what they wrote. The folder must be
    on the same disk as ``path``.
    """
    from secrets import token_hex

    draft = (folder or path.parent) / f".{path.stem}.{token_hex(4)}{path.suffix}"
    try:
        yield draft
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def move_into_place(draft: Path, path: Path) -> None:
    """Put a finished file in the place of another, once all of it is on the disk."""
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(path)
