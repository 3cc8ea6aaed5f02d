"""What became of a task: as a worker made it, and as it lies in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dreamgen.tasks.task import Task


@dataclass(frozen=True)
class Made:
    """What a worker made of a task.

    number:    the task's.
    path:      the finished file, or folder of frames, in a scratch folder; whoever takes it from
               there removes it. None if the task failed.
    problem:   what went wrong, in one sentence; empty if nothing did.
    seconds:   how long it took.
    objective: the objective after the last step; None if there was none.
    place:     which worker made it.
    warnings:  what the render warned of, where the worker is another process.
    """

    number: int
    path: Path | None = None
    problem: str = ""
    seconds: float = 0.0
    objective: float | None = None
    place: str = ""
    warnings: tuple[str, ...] = ()

    def to_message(self) -> dict[str, Any]:
        """Return it as numbers and texts, for another process."""
        return asdict(self) | {"path": None if self.path is None else str(self.path)}

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Made:
        """Return what :meth:`to_message` made a message of."""
        path = message["path"] if message["path"] is None else Path(message["path"])
        return cls(**{**message, "path": path, "warnings": tuple(message["warnings"])})


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    path:    the result; None if there is none.
    problem: what went wrong, in one sentence; empty if nothing did.
    skipped: the result was there already.
    ``seconds``, ``objective`` and ``place`` are as in :class:`Made`.
    """

    task: Task
    path: Path | None = None
    problem: str = ""
    skipped: bool = False
    seconds: float = 0.0
    objective: float | None = None
    place: str = ""
