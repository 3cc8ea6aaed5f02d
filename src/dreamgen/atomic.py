"""Files that are written whole: at any moment, power loss included, the old one or the new one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LONGEST_STEM = 40  # characters kept of a name, so that a draft's own is never too long


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file in one go. OSError passes through, and then nothing is left behind."""
    with temporary_path(path) as draft:
        draft.write_bytes(data)
        move_into_place(draft, path)


def follow_links(path: Path) -> Path:
    """Return the absolute path of what is written when ``path`` is: a link's target, not the link."""
    return Path(os.path.realpath(path))


@contextmanager
def temporary_path(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """Give a free path of the same suffix, in ``path``'s own folder or another; gone at the end.

    For writers that want a path; :func:`move_into_place` keeps what they wrote. The folder must be
    on the same disk as ``path``.
    """
    from secrets import token_hex

    path = follow_links(path)
    name = f".{path.stem[:_LONGEST_STEM]}.{token_hex(4)}{path.suffix}"
    draft = (folder or path.parent) / name
    try:
        yield draft
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def move_into_place(draft: Path, path: Path, overwrite: bool = True) -> None:
    """Put a finished file in the place of another, once all of it is on the disk.

    It gets the permissions of the file that it replaces. Where ``path`` is a link, its target is
    replaced. Without ``overwrite``, FileExistsError says that a file is there, and it stays.
    """
    path = follow_links(path)
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    if not overwrite:
        _move_beside(draft, path)
        return
    with suppress(FileNotFoundError, PermissionError):
        shutil.copymode(path, draft)
    draft.replace(path)


def _move_beside(draft: Path, path: Path) -> None:
    """Move a file to a name that must be free, without a moment in which another could take it."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links: all that is left is to look first
        if path.exists():
            raise FileExistsError(17, "File exists", str(path)) from None
        draft.replace(path)
    else:
        draft.unlink()
