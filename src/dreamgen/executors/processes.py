"""Several processes that make tasks: each gets some when it has finished those before."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from queue import SimpleQueue

from dreamgen.executors.child import Child, Lost
from dreamgen.tasks.outcome import Made
from dreamgen.tasks.progress import Progress
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import FIRST, SECOND, Task

MOST_TRIES = 2
"""How often a task is begun: one that has ended two processes would end every other one too."""


def make_in_processes(
    tasks: Iterable[Task], setup: Setup, workers: int, folder: Path
) -> Iterator[Made]:
    """Yield what became of each task, in the order in which they are finished.

    As many are held as the processes make at once. A process begins when there is a task for it,
    and another takes its place if it is killed.
    """
    crew, waiting = _Crew(setup, workers, folder), iter(tasks)
    try:
        while some := list(islice(waiting, setup.together)):
            for each in _split(some):
                while not crew.accepts(each):
                    yield from crew.take()
                crew.give(each)
            while crew.is_busy:
                yield from crew.take()
        while crew.is_working:
            yield from crew.take()
    finally:
        crew.end()


def _split(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    """Yield the stills that one process makes, and then each task that is for another one."""
    others = [task for task in tasks if task.proof == SECOND or task.recipe.is_moving]
    firsts = [task for task in tasks if task not in others]
    if firsts:
        yield firsts
    yield from ([task] for task in others)


class _Crew:
    """The processes, and the tasks that each is at.

    What a process was at when it was killed is made again, each task by itself, so that one that
    ends its process takes no other with it.
    """

    def __init__(self, setup: Setup, workers: int, folder: Path):
        self._setup = setup
        self._folder = folder
        self._threads = max(1, (os.cpu_count() or 1) // workers)
        self._answers: SimpleQueue[tuple[int, Made | Progress | Lost]] = SimpleQueue()
        self._children: dict[int, Child] = {}
        self._free = list(range(workers, 0, -1))
        self._at: dict[int, tuple[deque[Task], int]] = {}
        """The tasks that each process is at, by its number, and how often they were begun."""
        self._again: deque[tuple[Task, int]] = deque()
        self._firsts: dict[int, int] = {}
        """The processes that have the first of two tasks, by the number of the second."""

    @property
    def is_busy(self) -> bool:
        return not self._free

    @property
    def is_working(self) -> bool:
        return bool(self._at)

    def accepts(self, tasks: Sequence[Task]) -> bool:
        """Say whether a process is free for tasks: for a second one another than had the first."""
        return any(number != self._firsts.get(tasks[0].number) for number in self._free)

    def give(self, tasks: Sequence[Task], tries: int = 1) -> None:
        """Let a free process make tasks."""
        avoided = self._firsts.pop(tasks[0].number, None)
        number = max(self._free, key=lambda each: each != avoided)
        self._free.remove(number)
        for task in tasks:
            if task.proof == FIRST:
                self._firsts[-1 - task.number] = number
        if number not in self._children:
            self._children[number] = Child(
                self._setup, self._folder, f"process {number}", self._threads
            )
        self._at[number] = (deque(tasks), tries)
        self._children[number].send(tasks, lambda answer: self._answers.put((number, answer)))

    def take(self) -> Iterator[Made]:
        """Wait for what becomes of a task, and yield it unless it has to be made again."""
        number, answer = self._answers.get()
        if isinstance(answer, Progress):
            if self._setup.hear is not None:
                self._setup.hear(answer)
            return
        tasks, tries = self._at[number]
        if isinstance(answer, Made):
            tasks.popleft()
            yield answer
        else:
            self._children.pop(number).end()
            yield from self._lose(tasks, tries, answer)
            tasks.clear()
        if not tasks:
            del self._at[number]
            self._free.append(number)
        while self._again and self._free:
            task, tries = self._again.popleft()
            self.give([task], tries)

    def _lose(self, tasks: Iterable[Task], tries: int, lost: Lost) -> Iterator[Made]:
        for task in tasks:
            if tries == MOST_TRIES:
                yield Made(task.number, problem=lost.problem)
            else:
                self._again.append((task, tries + 1))

    def end(self) -> None:
        """End every process."""
        for child in self._children.values():
            child.end()
