"""Run many tasks, lazily: a million of them take no more memory than a few."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.errors import InputWarning
from dreamgen.tasks.outcome import Outcome
from dreamgen.tasks.placing import Placing
from dreamgen.tasks.progress import Progress
from dreamgen.tasks.proof import Proof
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task

if TYPE_CHECKING:
    from dreamgen.executors.base import Executor

Report = Callable[[Outcome], None]
Watch = Callable[[Task, Progress], None]


def run_tasks(
    tasks: Iterable[Task],
    executor: Executor,
    setup: Setup,
    placing: Placing,
    report: Report,
    proof: Proof | None = None,
    watch: Watch | None = None,
) -> None:
    """Make every task and put its result in place; ``report`` hears of each, as it is finished."""
    for outcome in make_tasks(tasks, executor, setup, placing, report, proof, watch):
        report(outcome)


def make_tasks(
    tasks: Iterable[Task],
    executor: Executor,
    setup: Setup,
    placing: Placing,
    skip: Report,
    proof: Proof | None = None,
    watch: Watch | None = None,
) -> Iterator[Outcome]:
    """Make every task, put its result in place, and yield what became of it.

    ``skip`` hears of those that need not, or cannot, be made. ``proof`` says which are made twice, and
    compares them; ``watch`` hears of how far each is. Tasks are drawn from the iterable only as fast
    as the executor takes them, and no list of them, or of what became of them, is kept. A task that
    fails stops no other one.
    """
    running: dict[int, Task] = {}
    proof = proof or Proof()

    def feed() -> Iterator[Task]:
        for task in tasks:
            outcome = placing.find_outcome(task)
            if outcome is not None:
                skip(outcome)
                continue
            running[task.number] = task
            yield task

    def hear(progress: Progress) -> None:
        task = running.get(progress.number)
        if watch is not None and task is not None:
            watch(task, progress)

    setup = setup if watch is None else replace(setup, hear=hear)
    for each in executor.run(proof.double(feed()), setup):
        made = proof.settle(each)
        if made is None:
            continue
        for text in made.warnings:
            warnings.warn(text, InputWarning, stacklevel=2)
        yield placing.put(running.pop(made.number), made)
