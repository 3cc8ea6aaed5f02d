"""A worker: a process on some machine of the cluster that holds a session with its networks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import ray

from dreamgen import Made, MovedFiles, Progress, Setup, Task, Worker
from dreamgen_ray.scratch import Scratch
from dreamgen_ray.shipping import Shipment
from dreamgen_ray.versions import list_versions


class Order(NamedTuple):
    """A task as it travels: its message, and the files that its recipe names."""

    message: dict[str, Any]
    files: dict[str, Shipment]


class Result(NamedTuple):
    """What became of a task: its message without the path, and the bytes of what was made.

    ``files`` are by their names in the folder that was made; a single file's name is empty.
    """

    message: dict[str, Any]
    files: dict[str, bytes]


class News(NamedTuple):
    """How far a worker is with a task: a message, and the bytes of what it has finished of it."""

    message: dict[str, Any]
    files: dict[str, bytes]


class Hello(NamedTuple):
    """What a worker says of itself when it is ready."""

    place: str
    device: str
    versions: dict[str, str]


class Actor:
    """Makes batches of tasks; each result is asked for by a call of its own, so that it streams.

    Ray's own streaming needs a driver within the cluster, and this works through ray:// as well.
    """

    def __init__(self, setup: Mapping[str, Any], plugins: Mapping[str, bytes], threads: int):
        import torch

        torch.set_num_threads(threads)
        self._temporary = tempfile.TemporaryDirectory(prefix="dreamgen-ray-")
        folder = Path(self._temporary.name)
        files = [_place_plugin(name, data, folder) for name, data in plugins.items()]
        own = Setup.from_message({**setup, "plugin_files": list(map(str, files))}, self._hear)
        self._session = own.open()
        self._permissions = own.permissions
        self._place = f"{ray.util.get_node_ip_address()}, process {os.getpid()}"
        self._scratch = Scratch(folder / "files")
        made = _make_folder(folder / "made")
        self._worker = Worker(self._session, made, self._place, own.hear, own.together)
        self._news: deque[Progress] = deque()
        self._results: Iterator[Result] = iter(())

    def hello(self) -> Hello:
        """Return where this is and what it has."""
        import torch

        device = "cuda" if torch.cuda.is_available() else "cpu"
        return Hello(self._place, device, list_versions(self._session))

    def begin(self, orders: Sequence[Order]) -> None:
        """Take a batch; each call of :meth:`next` then makes and returns the next of its results."""
        self._results = self._make(orders)

    def next(self) -> Result:
        """Return what became of the next task of the batch."""
        return next(self._results)

    def _hear(self, progress: Progress) -> None:
        """Keep what the worker tells, for :meth:`news`: the last of it, and all that is finished."""
        with suppress(IndexError):  # there is nothing, or the other thread has taken it just now
            if self._news[-1].path is None:
                self._news.pop()
        self._news.append(progress)

    @ray.method(concurrency_group="news")
    def news(self) -> list[News]:
        """Return how far the worker is, while :meth:`next` goes on, unless nothing has changed."""
        return self._take_news()

    def _take_news(self) -> list[News]:
        found = []
        with suppress(IndexError):  # all is taken, by this thread or by the other
            while True:
                told = self._news.popleft()
                found.append(News(replace(told, path=None).to_message(), _take(told.path)))
        return found

    def _make(self, orders: Sequence[Order]) -> Iterator[Result]:
        named = {name: shipment for order in orders for name, shipment in order.files.items()}
        places = {name: self._scratch.place(name, each) for name, each in named.items()}
        self._scratch.drop_oldest(keep=len(places))
        # What the driver may not read it has not sent.
        allowed = self._permissions.files | {str(place) for place in places.values()}
        self._session.permissions = replace(self._permissions, files=allowed)
        self._session.files = MovedFiles(places)
        results = self._worker.make([Task.from_message(order.message) for order in orders])
        yield from map(self._pack, results)

    def _pack(self, made: Made) -> Result:
        restore = self._session.files.restore_text
        texts = tuple(map(restore, made.warnings))
        told = replace(made, path=None, problem=restore(made.problem), warnings=texts)
        rest = {name: data for news in self._take_news() for name, data in news.files.items()}
        return Result(told.to_message(), rest | _take(made.path))


def _make_folder(path: Path) -> Path:
    path.mkdir()
    return path


def _place_plugin(name: str, data: bytes, folder: Path) -> Path:
    """Return where a one-file plugin is: in its own place, if this machine has it there too."""
    own, copy = Path(name), folder / Path(name).name
    if own.is_file() and own.read_bytes() == data:
        return own
    copy.write_bytes(data)
    return copy


def _take(path: Path | None) -> dict[str, bytes]:
    """Return the bytes of what was made by name, and remove it."""
    if path is None:
        return {}
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    taken = {}
    for file in files:
        taken["" if file == path else file.relative_to(path).as_posix()] = file.read_bytes()
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink()
    return taken
