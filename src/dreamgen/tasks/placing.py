"""Put finished results where they belong: never at the cost of another file, never twice."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dreamgen.atomic import move_into_place, temporary_path
from dreamgen.errors import BadInput, DreamError
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.texts import list_texts
from dreamgen.render.saving.destination import check_sources
from dreamgen.render.saving.resume import FolderStore, folder_of, has_work
from dreamgen.render.saving.save import find_output
from dreamgen.tasks.finished import check_finished
from dreamgen.tasks.outcome import Made, Outcome
from dreamgen.tasks.task import Task


@dataclass(frozen=True)
class Placing:
    """What happens where a result is there already: it is refused, replaced or kept.

    force:  it is replaced.
    resume: it is kept, if it is of the same recipe.
    advice: how to allow either, for the end of a refusal.
    """

    registry: Registry
    force: bool = False
    resume: bool = False
    advice: str = "force replaces it, and resume keeps it"

    def find_outcome(self, task: Task) -> Outcome | None:
        """Return the outcome of a task that need not, or cannot, be made; None for one to make."""
        try:
            if self._is_finished(task):
                return Outcome(task, task.out, skipped=True)
        except DreamError as problem:
            return Outcome(task, problem=str(problem))
        return None

    def _is_finished(self, task: Task) -> bool:
        """Say whether a task's result is there. Raise BadInput where none can be put."""
        if not os.path.lexists(task.out):
            make_folder(task.out.parent)
            return False
        check_sources(task.out, list_texts(task.recipe))
        output = find_output(task.recipe, task.out, self.registry)
        if not output.is_taken(task.out):
            return False
        if self._continues(task):
            return False
        if self.resume:
            check_finished(task, self.registry)
            return True
        if not self.force:
            raise BadInput(f"{task.out} exists already: {self.advice}")
        return False

    def _continues(self, task: Task) -> bool:
        """Say whether an interrupted zoom or film is there, which is to be continued."""
        return self.resume and task.recipe.is_moving and has_work(task.out)

    def put(self, task: Task, made: Made) -> Outcome:
        """Put what was made of a task in its place, and return the outcome."""
        path, problem = None, made.problem
        if made.path is not None:
            try:
                path = self._take(made.path, task)
            except FileExistsError:
                problem = f"{task.out} has appeared meanwhile, and stays: {self.advice}"
            except OSError as failure:
                problem = f"{task.out} cannot be written: {failure.strerror or failure}"
        return Outcome(task, path, problem, False, made.seconds, made.objective, made.place)

    def _take(self, made: Path, task: Task) -> Path:
        """Move a result from its scratch folder, which may be on another disk."""
        out = task.out
        make_folder(out.parent)
        if made.is_dir():
            shutil.copytree(made, out, dirs_exist_ok=True)
        else:
            with temporary_path(out) as draft:
                shutil.copyfile(made, draft)
                move_into_place(draft, out, overwrite=self.force or self._continues(task))
        remove(made)
        if task.recipe.is_moving:
            FolderStore(folder_of(out)).clear()
        return out


def make_folder(folder: Path) -> None:
    """Make a folder and those above it. Raise BadInput if it cannot be made, or not be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise BadInput(f"the folder {folder} cannot be made: {problem.strerror}") from None
    if not os.access(folder, os.W_OK):
        raise BadInput(f"the folder {folder} cannot be written to")


def remove(made: Path) -> None:
    """Remove a result from its scratch folder."""
    if made.is_dir():
        shutil.rmtree(made, ignore_errors=True)
    else:
        with suppress(OSError):
            made.unlink()
