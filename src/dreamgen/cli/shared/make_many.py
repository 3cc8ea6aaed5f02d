"""Make many pictures: paths as they are finished, progress over all, failures listed at the end."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from dreamgen.cli.shared.interrupt import Interrupted, stop_when_terminated
from dreamgen.cli.shared.json_output import describe_recipe, describe_result, print_json
from dreamgen.cli.shared.many_progress import ManyProgress
from dreamgen.cli.shared.naming import print_path
from dreamgen.errors import make_printable
from dreamgen.executors.base import Executor
from dreamgen.plugins.registry import Registry
from dreamgen.render.saving.destination import Destination
from dreamgen.render.saving.read_recipe import read_recipe
from dreamgen.tasks.outcome import Outcome
from dreamgen.tasks.placing import Placing
from dreamgen.tasks.progress import Progress
from dreamgen.tasks.proof import Proof
from dreamgen.tasks.run import Watch, run_tasks
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task

MOST_LISTED = 1000
"""Failures that are listed at the end; beyond that they are counted."""
ADVICE = "--force replaces it, --resume skips what is finished"


class Results:
    """Hears what becomes of tasks: prints paths, shows progress, keeps what failed."""

    def __init__(self, registry: Registry, quiet: bool, as_json: bool):
        self._registry = registry
        self._quiet = quiet
        self._as_json = as_json
        self._progress = ManyProgress(None, quiet=True)
        self._failures: list[str] = []
        self._failed = self._made = self._skipped = 0

    @contextmanager
    def show_progress(self, total: int | None) -> Iterator[None]:
        """Show progress while entered; ``total``: how many tasks there are, if that is known."""
        with ManyProgress(total, self._quiet) as self._progress:
            yield

    def __call__(self, outcome: Outcome) -> None:
        source = outcome.task.recipe.input
        if outcome.problem:
            self.fail(source or str(outcome.task.out), outcome.problem)
        elif outcome.skipped:
            self._skipped += 1
        else:
            self._made += 1
        if outcome.path is not None and (self._as_json or not outcome.skipped):
            self._print(outcome, outcome.path)
        done = self._made + self._skipped + self._failed
        self._progress.show(outcome.task.number, source or "", done, outcome.skipped)

    @property
    def watch(self) -> Watch | None:
        """What hears of how far tasks are; None where nothing is shown."""
        return None if self._quiet else self._watch

    def _watch(self, task: Task, progress: Progress) -> None:
        self._progress.show_worker(task.recipe.input or "", progress)

    def _print(self, outcome: Outcome, path: Path) -> None:
        if self._as_json:
            text = read_recipe(path, self._registry)
            seconds, objective = outcome.seconds, outcome.objective
            print_json(describe_result(path, text, seconds, objective, kept=outcome.skipped))
        else:
            print_path(Destination(path), path)

    def fail(self, what: str, problem: str) -> None:
        """Keep the sentence of a failure; ``what`` it is about unless the sentence says so."""
        self._failed += 1
        if len(self._failures) < MOST_LISTED:
            self._failures.append(problem if what in problem else f"{what}: {problem}")

    def __str__(self) -> str:
        parts = [f"{self._made} made"]
        parts += [f"{self._skipped} skipped, for they are there"] if self._skipped else []
        parts += [f"{self._failed} failed"] if self._failed else []
        return ", ".join(parts)

    def finish(self) -> None:
        """End with exit code 1 if anything failed."""
        if self._failed:
            raise typer.Exit(1)

    def list_failures(self) -> None:
        """Say what failed, one sentence each."""
        for problem in self._failures:
            print(f"dreamgen: {make_printable(problem)}", file=sys.stderr)
        if self._failed > len(self._failures):
            print(f"dreamgen: {self._failed - len(self._failures)} more failed", file=sys.stderr)


def make_many(
    tasks: Iterable[Task],
    total: int | None,
    executor: Executor,
    setup: Setup,
    placing: Placing,
    results: Results,
    proof: Proof,
) -> None:
    """Make tasks and put them in place. Ctrl-C keeps what is finished."""
    with stop_when_terminated(), results.show_progress(total):
        try:
            run_tasks(tasks, executor, setup, placing, results, proof, results.watch)
        except KeyboardInterrupt:
            results.list_failures()
            raise Interrupted(
                f"interrupted: {results}; the same command with --resume makes the rest"
            ) from None


def print_tasks(tasks: Iterable[Task], as_json: bool) -> None:
    """Print what would be made, a line for each task: its place, its input, what varies."""
    for task in tasks:
        if as_json:
            print_json({"path": str(task.out), **describe_recipe(task.text())})
            continue
        varied = "".join(f"  {key}={value}" for key, value in task.varied.items())
        source = make_printable(task.recipe.input or "")
        typer.echo(f"{make_printable(str(task.out))}  from {source}{varied}")
