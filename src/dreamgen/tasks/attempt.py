"""One attempt at a task: everything loaded that it needs, and what has become of it so far."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from dreamgen.errors import DreamError
from dreamgen.render.saving.resume import RECIPE, FolderStore
from dreamgen.render.still import count_together, needs_of
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.shot import OverlayStore, move_finished
from dreamgen.tasks.task import Task

if TYPE_CHECKING:
    from dreamgen.engine.events import Listener
    from dreamgen.imaging.picture import Frame
    from dreamgen.outputs.base import Output
    from dreamgen.render.job import Job
    from dreamgen.render.session import Session


@dataclass
class Attempt:
    """A task that is being made, and what has become of it so far.

    folder: where its result is written.
    job:    what is dreamed; None if it could not be prepared.
    store:  where dreams of a film are kept; None: in a folder that goes afterwards.
    The others are as in :class:`Made`.
    """

    task: Task
    folder: Path
    job: Job | None = None
    output: Output | None = None
    store: FolderStore | None = None
    path: Path | None = None
    problem: str = ""
    seconds: float = 0.0
    objective: float | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def draft(self) -> Path:
        """The file that its result is written to, or the folder for a shot's frames."""
        suffix = self.task.out.suffix if self.task.shot is None else ".shot"
        return self.folder / f"{self.task.number}{suffix}"

    def most(self, together: int) -> int:
        """Return how many tasks like this one make a batch: ``together``, or fewer."""
        job = self.job
        if together == 1 or job is None or job.is_moving or self.task.proof:
            return 1
        return min(together, count_together(job) * (1 + len(job.replicas)))

    def fits(self, batch: Sequence[Attempt]) -> bool:
        """Say whether it can share its forward passes with a batch."""
        last = batch[-1].job
        if self.job is None or last is None or self.task.proof:
            return False
        return needs_of(self.job) == needs_of(last)

    def job_among(self, count: int) -> Job:
        """Return its job with a note that so many are dreamed together: details depend on that."""
        assert self.job is not None
        return replace(self.job, made={**self.job.made, "together": count})

    def make(self, session: Session, listener: Listener) -> Path:
        """Dream and write the result."""
        assert self.job is not None
        if self.task.shot is None:
            return self.save(session.frames(self.job, listener, self.store))
        frames = self.task.shot.frames
        own = FolderStore.begin(self.draft, self.job.progress_text())
        store = OverlayStore(self.task.shot.read_kept(), own)
        session.dream_shot(self.job, frames, store.next_frame(frames), store, listener)
        return self.draft

    def take_finished(self) -> Path | None:
        """Return a folder of what is finished of a shot since the last call, to be removed; or None."""
        if self.task.shot is None or not self.draft.is_dir():
            return None
        parts = Path(mkdtemp(dir=self.folder))
        if move_finished(self.draft, parts):
            shutil.copy(self.draft / RECIPE, parts)
            return parts
        parts.rmdir()
        return None

    def save(self, frames: Iterable[Frame]) -> Path:
        """Write frames as the result."""
        assert self.job is not None
        assert self.output is not None
        sound = self.job.sound
        output = self.output if sound is None else self.output.with_sound(sound)
        # Nothing else looks at a draft, and what is lost with the power is made again.
        try:
            output.write(frames, self.draft, self.job.text())
        except OSError as problem:
            reason = problem.strerror or str(problem)
            raise DreamError(f"{self.draft} cannot be written: {reason}") from None
        return self.draft

    def made(self, place: str) -> Made:
        """Return what has become of the task, made by the worker at ``place``."""
        said = tuple(dict.fromkeys(self.warnings))
        number = self.task.number
        return Made(number, self.path, self.problem, self.seconds, self.objective, place, said)
