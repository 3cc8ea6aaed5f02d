"""Several processes that make tasks: each gets one when it has finished the one before."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from queue import SimpleQueue

from dreamgen.executors.child import Child, Lost
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task

MOST_TRIES = 2
"""Of a task: one that ends two processes would end every other one too."""


def make_in_processes(
    tasks: Iterable[Task], setup: Setup, workers: int, folder: Path
) -> Iterator[Made]:
    """Yield what became of each task, in the order in which they are finished.

    As many tasks are held as there are processes. A process begins when there is a task for it, and
    another takes its place if it is killed.
    """
    crew = _Crew(setup, workers, folder)
    try:
        waiting = iter(tasks)
        for task in waiting:
            crew.give(task)
            if crew.is_busy:
                yield crew.take()
        while crew.tasks:
            yield crew.take()
    finally:
        crew.end()


class _Crew:
    """The processes, and the task that each is at."""

    def __init__(self, setup: Setup, workers: int, folder: Path):
        self._setup = setup
        self._folder = folder
        self._threads = max(1, (os.cpu_count() or 1) // workers)
        self._answers: SimpleQueue[tuple[int, Made | Lost]] = SimpleQueue()
        self._children: dict[int, Child] = {}
        self._free = list(range(workers, 0, -1))
        self.tasks: dict[int, tuple[Task, int]] = {}
        """The task that each process is at, by its number, and how often that was begun."""

    @property
    def is_busy(self) -> bool:
        return not self._free

    def give(self, task: Task, tries: int = 1) -> None:
        """Let a free process make a task."""
        number = self._free.pop()
        if number not in self._children:
            self._children[number] = Child(
                self._setup, self._folder, f"process {number}", self._threads
            )
        self.tasks[number] = (task, tries)
        self._children[number].send(task, lambda answer: self._answers.put((number, answer)))

    def take(self) -> Made:
        """Wait for what becomes of a task."""
        while True:
            number, answer = self._answers.get()
            task, tries = self.tasks.pop(number)
            self._free.append(number)
            if isinstance(answer, Made):
                return answer
            self._children.pop(number).end()
            if tries == MOST_TRIES:
                return Made(task.number, problem=answer.problem)
            self.give(task, tries + 1)

    def end(self) -> None:
        """End every process."""
        for child in self._children.values():
            child.end()
