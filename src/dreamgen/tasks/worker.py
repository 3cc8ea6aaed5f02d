"""A worker: one session that makes task after task; one that fails does not stop it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput, DreamError, is_short_of_memory
from dreamgen.plugins.guard.blame import describe_exception
from dreamgen.render.plan import ENDLESS
from dreamgen.render.saving.save import check_result, find_output
from dreamgen.render.session import Session
from dreamgen.tasks.attempt import Attempt
from dreamgen.tasks.last_score import LastScore
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.progress import Hear, ProgressReporter
from dreamgen.tasks.task import Task
from dreamgen.tasks.warned import gather_warnings

if TYPE_CHECKING:
    from dreamgen.engine.events import Listener
    from dreamgen.render.job import Job


class Worker:
    """Makes tasks in one process; networks stay loaded from one to the next.

    folder:   where finished files go.
    place:    what the worker is called.
    hear:     told now and then of how far a task is.
    together: how many neighbours may share their forward passes, where they differ only in their
              seed, picture or objectives on the same layers. With 1 each result is bit for bit as
              if it had been made alone; else it is so within rounding, which many steps magnify.
    """

    def __init__(
        self,
        session: Session,
        folder: Path,
        place: str = "",
        hear: Hear | None = None,
        together: int = 1,
    ):
        self._session = session
        self._folder = folder
        self._place = place
        self._hear = hear
        self._together = together
        self._last: Job | None = None

    def make(self, tasks: Iterable[Task]) -> Iterator[Made]:
        """Yield what became of each task, in order; a failure is a sentence, and the next goes on."""
        batch: list[Attempt] = []
        for task in tasks:
            yield from self._add(batch, self.prepare(task))
        yield from self._make(batch)

    def _add(self, batch: list[Attempt], attempt: Attempt) -> Iterator[Made]:
        """Put a task into a batch, which is made first if it does not fit, and then if it is full."""
        if batch and not attempt.fits(batch):
            yield from self._make(batch)
        batch.append(attempt)
        if len(batch) >= attempt.most(self._together):
            yield from self._make(batch)

    def prepare(self, task: Task) -> Attempt:
        """Load what a task needs; what it cannot use is noted."""
        session, start = self._session, time.monotonic()
        attempt = Attempt(task, self._folder)
        with gather_warnings(attempt.warnings):
            try:
                plan = session.plan(task.recipe)
                if plan.frames == ENDLESS:
                    raise BadInput("zoom.endless: it would be the last of many: leave it out")
                if self._last and self._last.loaded and not self._last.loaded.suits(plan.recipe):
                    self._last = None  # so that two large pictures need not be in memory
                attempt.output = find_output(plan.recipe, task.out, session.registry)
                job = session.prepare(plan, even=attempt.output.even, like=self._last)
                check_result(attempt.output, task.out, job)
                attempt.job = self._last = job
            except Exception as failure:
                attempt.problem = describe_failure(failure)
        attempt.seconds = time.monotonic() - start
        return attempt

    def _make(self, batch: list[Attempt]) -> Iterator[Made]:
        """Yield what becomes of tasks that can share a batch, and empty it."""
        is_done = len(batch) > 1 and self._dream_together(batch)
        while batch:
            attempt = batch.pop(0)
            if not is_done:
                self.dream(attempt)
            yield attempt.made(self._place)

    def dream(self, attempt: Attempt) -> None:
        """Dream and save what is prepared; what goes wrong is noted."""
        if attempt.job is None:
            return
        start, score = time.monotonic(), LastScore(self._listen(attempt, attempt.job.dreams))
        with gather_warnings(attempt.warnings):
            try:
                attempt.path = attempt.make(self._session, score)
            except Exception as failure:
                attempt.problem = describe_failure(failure)
        attempt.seconds += time.monotonic() - start
        attempt.objective = score.of(0, 1) or attempt.objective

    def _listen(self, attempt: Attempt, dreams: int = 1) -> Listener | None:
        """Return what tells of how far a task is, or the first of a batch."""
        if self._hear is None:
            return None
        shot, number = attempt.task.shot, attempt.task.number
        dreams = dreams if shot is None else len(shot.frames)
        return ProgressReporter(self._hear, number, self._place, dreams, attempt.take_finished)

    def _dream_together(self, batch: Sequence[Attempt]) -> bool:
        """Dream and save a batch; return whether it could be dreamed: else each is tried alone."""
        jobs = [attempt.job_among(len(batch)) for attempt in batch]
        start, score = time.monotonic(), LastScore(self._listen(batch[0]))
        with gather_warnings(batch[0].warnings):
            try:
                frames = list(self._session.stills(jobs, score))
            except Exception:
                return False
        share = (time.monotonic() - start) / len(batch)
        for number, (attempt, job, frame) in enumerate(zip(batch, jobs, frames, strict=True)):
            attempt.job = job
            attempt.seconds += share
            attempt.objective = score.of(number, len(batch))
            try:
                attempt.path = attempt.save([frame])
            except Exception as failure:
                attempt.problem = describe_failure(failure)
        return True


def describe_failure(failure: Exception) -> str:
    """Return what went wrong, in one sentence."""
    if isinstance(failure, DreamError):
        return str(failure)
    if is_short_of_memory(failure):
        return "there is not enough memory for this; a smaller size needs less"
    return describe_exception(failure)
