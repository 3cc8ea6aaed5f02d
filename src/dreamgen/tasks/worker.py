"""A worker: one session that makes task after task, and whom no task can stop."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput, DreamError, is_short_of_memory
from dreamgen.plugins.guard.blame import describe_exception
from dreamgen.render.destination import Destination
from dreamgen.render.plan import ENDLESS
from dreamgen.render.saving import find_output, save
from dreamgen.render.session import Session
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.task import Task

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.engine.events import Milestone, Step
    from dreamgen.render.still import Listener


class Worker:
    """Makes tasks in one process; networks stay loaded from one to the next.

    Each result is as if it had been made alone. ``folder`` is where finished files go;
    ``place`` is what the worker is called; ``listener`` hears of every step.
    """

    def __init__(
        self, session: Session, folder: Path, place: str = "", listener: Listener | None = None
    ):
        self._session = session
        self._folder = folder
        self._place = place
        self._listener = listener

    def make(self, tasks: Iterable[Task]) -> Iterator[Made]:
        """Yield what became of each task, in order; a failure is a sentence, and the next goes on."""
        for task in tasks:
            yield self._make(task)

    def _make(self, task: Task) -> Made:
        start = time.monotonic()
        score = _LastScore(self._listener)
        path, problem = None, ""
        try:
            path = self._render(task, score)
        except Exception as failure:
            problem = _describe(failure)
        seconds = time.monotonic() - start
        return Made(task.number, path, problem, seconds, score.value, self._place)

    def _render(self, task: Task, listener: Listener) -> Path:
        session = self._session
        plan = session.plan(task.recipe)
        output = find_output(plan.recipe, task.out, session.registry)
        if plan.frames == ENDLESS:
            raise BadInput("zoom.endless: among many renders it would be the last: leave it out")
        job = session.prepare(plan, even=output.even)
        draft = self._folder / f"{task.number}{task.out.suffix}"
        output.check_result(draft, job.picture.size, job.text())
        frames = session.frames(job, listener)
        return save(frames, Destination(draft, overwrite=True), output, job.text())


class _LastScore:
    """A listener that keeps the objective of the last step, and passes all on."""

    def __init__(self, listener: Listener | None):
        self._listener = listener
        self._objective: Tensor | None = None

    def __call__(self, event: Step | Milestone) -> None:
        self._objective = getattr(event, "objective", self._objective)
        if self._listener is not None:
            self._listener(event)

    @property
    def value(self) -> float | None:
        return None if self._objective is None else float(self._objective.mean())


def _describe(failure: Exception) -> str:
    if isinstance(failure, DreamError):
        return str(failure)
    if is_short_of_memory(failure):
        return "there is not enough memory for this; a smaller size needs less"
    return describe_exception(failure)
