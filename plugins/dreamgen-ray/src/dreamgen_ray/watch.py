"""Ask workers how far they are: a few of them a second, in turn."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import ray

from dreamgen import DreamError, Progress
from dreamgen_ray.actor import News
from dreamgen_ray.crew import Member

MOST = 8
"""Workers that are asked at once, and in a second: the driver has other things to do."""
EVERY = 1.0  # seconds from one question to a worker to the next


class Watch:
    """Hears of progress from workers, and passes it on to ``hear``, None to ask nobody.

    What they have finished of a task is written into ``folder``.
    """

    def __init__(self, hear: Any, folder: Path):
        self._hear = hear
        self._folder = folder
        self._asked: dict[Any, Member] = {}
        self._times: dict[str, float] = {}

    @property
    def waiting(self) -> list[Any]:
        """What to wait for until somebody answers."""
        return list(self._asked)

    def ask(self, members: Iterable[Member]) -> None:
        """Ask those at work who have not been asked for longest."""
        if self._hear is None:
            return
        now = time.monotonic()
        recent = sum(now - then < EVERY for then in self._times.values())
        due = [each for each in members if each.due and now - self._last(each) >= EVERY]
        for member in sorted(due, key=self._last)[: max(0, MOST - recent)]:
            self._times[member.place] = now
            self._asked[member.handle.news.remote()] = member

    def _last(self, member: Member) -> float:
        return self._times.get(member.place, 0.0)

    def take(self, ref: Any) -> None:
        """Take an answer; of a worker that has ended meanwhile there is none."""
        del self._asked[ref]
        with suppress(ray.exceptions.RayError):
            for each in ray.get(ref):
                self._pass_on(News(*each))

    def settle(self, member: Member) -> None:
        """Take what a worker has been asked for, as what it makes is taken next."""
        for ref in [ref for ref, asked in self._asked.items() if asked is member]:
            self.take(ref)

    def _pass_on(self, news: News) -> None:
        told = Progress.from_message(news.message)
        if news.files:
            path = Path(mkdtemp(dir=self._folder))
            write_files(path, news.files)
            told = replace(told, path=path)
        self._hear(told)


def write_files(path: Path, files: Mapping[str, bytes]) -> None:
    """Write what a worker has made: a file, whose name is empty, or those of a folder."""
    try:
        for name, data in files.items():
            file = path / name if name else path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    except OSError as problem:
        raise DreamError(f"{path.parent} cannot be written: {problem.strerror}") from None
