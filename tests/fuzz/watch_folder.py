"""Notices that any process opens a file in a folder: Linux's inotify, nothing elsewhere."""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

_OPENED, _NONBLOCK = 0x20, 0o4000  # IN_OPEN and IN_NONBLOCK of inotify(7)
_EVENT = struct.Struct("iIII")


class FolderWatch:
    """The names of files opened in some folders since one last looked, by children too."""

    def __init__(self, *folders: Path):
        libc = ctypes.CDLL(None, use_errno=True)
        if not hasattr(libc, "inotify_init1"):
            self._file = -1
            return
        self._file = libc.inotify_init1(_NONBLOCK)
        for folder in folders:
            libc.inotify_add_watch(self._file, os.fsencode(folder), _OPENED)

    def drain(self) -> set[str]:
        """Return the names, and forget them; folders that are listed have none."""
        names: set[str] = set()
        while self._file >= 0:
            try:
                data = os.read(self._file, 1 << 16)
            except BlockingIOError:
                break
            at = 0
            while at < len(data):
                length = _EVENT.unpack_from(data, at)[3]
                at += _EVENT.size
                names.add(os.fsdecode(data[at : at + length].rstrip(b"\0")))
                at += length
        return names - {"", "work", "scratch", "output", "home"}
