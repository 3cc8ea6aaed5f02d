"""Films made shot by shot, so that several workers can share one."""

from __future__ import annotations

import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from dreamgen.errors import DreamError, InputWarning
from dreamgen.executors.base import Executor
from dreamgen.tasks.film import Film
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.progress import Progress
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task
from dreamgen.tasks.worker import Worker

MOST_TASKS = 32
"""With more tasks films stay whole: workers have enough to do, and this process would have too much."""


class ByShots(Executor):
    """Lets another executor make the tasks, each film cut into its shots.

    This process finds the cuts, and writes the finished frames and the sound; the workers dream the
    shots. The frames of a film are kept beside its result until that is whole.
    """

    executor: Executor
    total: int
    """How many tasks there are: their numbers are below it."""
    resume: bool = False
    """Whether films that were stopped are continued."""

    def run(self, tasks: Iterable[Task], setup: Setup) -> Iterator[Made]:
        """Yield what became of each task."""
        with TemporaryDirectory(prefix="dreamgen-") as folder:
            films = _Films(self, setup, Path(folder))
            told = replace(setup, hear=films.hear, session=films.session)
            for made in self.executor.run(films.cut(tasks), told):
                yield from films.over()
                yield from films.settle(made)
            yield from films.over()


class _Films:
    """The films that are being made."""

    def __init__(self, how: ByShots, setup: Setup, folder: Path):
        self._how = how
        self._hear = setup.hear
        self.session = setup.open()
        self._worker = Worker(self.session, folder, hear=self._hear_writing)
        self._numbers = count(how.total)
        self._films: dict[int, Film] = {}
        """Films by the numbers of their shots."""
        self._over: deque[Made] = deque()

    def cut(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Yield the shots of films in their place; what is to be compared stays whole."""
        for task in tasks:
            if task.recipe.film is None or task.proof:
                yield task
                continue
            attempt = self._worker.prepare(task)
            try:
                film = None if attempt.problem else Film(attempt, self.session, self._how.resume)
            except DreamError as problem:
                attempt.problem = str(problem)
            if attempt.problem:
                self._over.append(attempt.made(""))
            elif film is not None:
                yield from self._cut(film)

    def _cut(self, film: Film) -> Iterator[Task]:
        for shot in film.cut(self._numbers):
            self._films[shot.number] = film
            yield shot
        name = film.attempt.task.recipe.input
        if film.shots == 1 and self._how.total == 1:
            text = f"{name} is one shot, which workers cannot share: one of them makes it"
            warnings.warn(text, InputWarning, stacklevel=2)
        if film.is_over:
            self._over.append(self._finish(film))

    def settle(self, made: Made) -> Iterator[Made]:
        """Take what became of a task, and yield what a film has become with its last shot."""
        film = self._films.pop(made.number, None)
        if film is None:
            yield made
            return
        film.settle(made)
        if film.is_over:
            yield self._finish(film)

    def over(self) -> Iterator[Made]:
        """Yield what became of films without a worker: those that failed, or were finished before."""
        while self._over:
            yield self._over.popleft()

    def hear(self, progress: Progress) -> None:
        """Take the finished frames of a shot, and tell of its film."""
        film = self._films.get(progress.number)
        if film is not None:
            if progress.path is not None:
                film.take(progress.path)
            number, share = film.attempt.task.number, film.share(progress)
            progress = replace(progress, number=number, done=share, path=None)
        if self._hear is not None:
            self._hear(progress)

    def _hear_writing(self, progress: Progress) -> None:
        """Tell of a film whose shots are all dreamed."""
        if self._hear is not None:
            self._hear(replace(progress, done=1.0, place="here"))

    def _finish(self, film: Film) -> Made:
        """Write the film from its frames, unless one of its shots has failed."""
        if not film.attempt.problem:
            self._worker.dream(film.attempt)
        return film.attempt.made("")
