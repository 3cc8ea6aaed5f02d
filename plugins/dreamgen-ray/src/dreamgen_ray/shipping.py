"""Files on their way to the workers: each is put into Ray's object store once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import ray

from dreamgen import Permissions, Recipe, find_named_files

PIECE = 2**24
"""Bytes of a film that travel as one: more than that, no process needs in memory."""
KEPT_BYTES = 2**28
"""Of files that may be asked for again; those on their way come on top."""


class Shipped(NamedTuple):
    """A file in the object store: its name without folders, the digest of its bytes, and where.

    The references, one to each piece, are in a list, so that Ray does not fetch the bytes for a
    worker that has them.
    """

    name: str
    digest: str
    refs: list[Any]


class Shipment(NamedTuple):
    """What a recipe has one name for: a file, or a folder of files."""

    is_folder: bool
    files: list[Shipped]


class Shipping:
    """Puts the files that recipes name into the object store.

    The same bytes are put once, whatever they are called, and a machine fetches them once. Files
    used last stay in the store, up to ``KEPT_BYTES``.
    """

    def __init__(self, permissions: Permissions):
        self._permissions = permissions
        self._digests: dict[tuple[str, int, int], str] = {}
        self._stored: OrderedDict[str, tuple[int, list[Any]]] = OrderedDict()
        self._bytes = 0

    def ship(self, recipe: Recipe) -> dict[str, Shipment]:
        """Return the files of a recipe by its own names. OSError if one cannot be read any more."""
        named = find_named_files(recipe, self._permissions)
        return {
            name: Shipment(Path(name).is_dir(), [self._ship(path) for path in paths])
            for name, paths in named.items()
        }

    def _ship(self, path: Path) -> Shipped:
        state = path.stat()
        key = (str(path), state.st_size, state.st_mtime_ns)
        digest = self._digests.get(key)
        if digest is None or digest not in self._stored:
            digest = _digest(path)
            if len(self._digests) > 10_000:  # names alone, but of a million files
                self._digests.clear()
            self._digests[key] = digest
            if digest not in self._stored:
                self._stored[digest] = state.st_size, [ray.put(piece) for piece in _read(path)]
                self._bytes += state.st_size
        self._stored.move_to_end(digest)
        shipped = Shipped(path.name, digest, self._stored[digest][1])
        self._drop_oldest()
        return shipped

    def _drop_oldest(self) -> None:
        while self._bytes > KEPT_BYTES and len(self._stored) > 1:
            _, (size, _) = self._stored.popitem(last=False)
            self._bytes -= size


def _digest(path: Path) -> str:
    whole = hashlib.sha256()
    for piece in _read(path):
        whole.update(piece)
    return whole.hexdigest()


def _read(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces: one at least."""
    with path.open("rb") as file:
        yield file.read(PIECE)
        yield from iter(lambda: file.read(PIECE), b"")
