"""A film whose shots are dreamed elsewhere: they are gathered beside its result, and written here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dreamgen.errors import DreamError
from dreamgen.render.saving.resume import FolderStore, folder_of, has_work, open_store
from dreamgen.render.session import Session
from dreamgen.tasks.attempt import Attempt
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.placing import remove
from dreamgen.tasks.progress import Progress
from dreamgen.tasks.shot import Shot, move_finished
from dreamgen.tasks.task import Task

WORKERS_OWN = ("threads", "torch", "timm", "plugins")
"""What is noted of the workers, not of this process: it may differ between them."""


class Film:
    """Cuts a film into shots, and gathers their frames in its store.

    ``resume`` continues a film that was stopped. Raise BadInput if the frames there are of another
    recipe.
    """

    def __init__(self, attempt: Attempt, session: Session, resume: bool):
        assert attempt.job is not None
        self.attempt = attempt
        self._job = attempt.job
        self._session = session
        self._under_way: dict[int, int] = {}
        """How many frames each shot has, by the number of its task."""
        self._finished = 0
        """Frames of the shots that are no longer under way."""
        self._shares: dict[int, float] = {}
        self._is_cut = False
        out = attempt.task.out
        self._is_noted = resume and has_work(out)
        if self._is_noted:
            self._note(FolderStore(folder_of(out)).recipe())
        self._store = attempt.store = open_store(out, self._job.progress_text(), self._is_noted)
        self.shots = 0

    @property
    def is_over(self) -> bool:
        """Whether all its shots are answered."""
        return self._is_cut and not self._under_way

    def cut(self, numbers: Iterator[int]) -> Iterator[Task]:
        """Yield a task for each shot that is not finished, as soon as its end is found."""
        try:
            for frames in self._session.find_shots(self._job):
                self.shots += 1
                shot = Shot(frames, self._store.folder)
                if shot.is_finished:
                    self._finished += len(frames)
                    continue
                number = next(numbers)
                self._under_way[number] = len(frames)
                yield replace(self.attempt.task, number=number, shot=shot)
        except DreamError as problem:
            self.attempt.problem = str(problem)
        self._is_cut = True

    def take(self, folder: Path) -> None:
        """Take frames that a worker has finished."""
        if not self._is_noted:
            self._note(FolderStore(folder).recipe())
            FolderStore.begin(self._store.folder, self._job.progress_text())
        move_finished(folder, self._store.folder)
        remove(folder)

    def share(self, progress: Progress) -> float:
        """Return how much of the film is done, with what a worker tells of a shot, 0 to 1."""
        self._shares[progress.number] = progress.done
        at = sum(length * self._shares.get(number, 0) for number, length in self._under_way.items())
        return (self._finished + at) / self._job.frames

    def settle(self, made: Made) -> None:
        """Take what became of a shot."""
        self._finished += self._under_way.pop(made.number)
        if made.path is not None:
            self.take(made.path)
        self.attempt.seconds += made.seconds
        self.attempt.objective = made.objective
        self.attempt.problem = self.attempt.problem or made.problem

    def _note(self, recipe: Mapping[str, Any]) -> None:
        """Note what workers are like in the place of what would be noted of this process."""
        here, there = self._job.made, recipe.get("made", {})
        made = {
            key: there[key] if key in WORKERS_OWN else here[key]
            for key in there
            if key in WORKERS_OWN or key in here
        }
        self._job = self.attempt.job = replace(self._job, made=made)
        self._is_noted = True
