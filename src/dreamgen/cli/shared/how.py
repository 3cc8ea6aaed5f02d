"""How a command makes many results: the options that are not the recipe's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import typer

from dreamgen.cli.shared.command_options import ManyOptions
from dreamgen.cli.shared.make_many import ADVICE, Results, make_many, print_tasks
from dreamgen.errors import BadInput, make_printable
from dreamgen.executors.base import Executor
from dreamgen.executors.by_shots import MOST_TASKS, ByShots
from dreamgen.executors.find import find_executor
from dreamgen.render.session import Session
from dreamgen.tasks.placing import Placing
from dreamgen.tasks.proof import Proof
from dreamgen.tasks.setup import Setup
from dreamgen.tasks.task import Task


@dataclass(frozen=True, kw_only=True)
class How(ManyOptions):
    """How a command makes many: its options that are not the recipe's."""

    session: Session
    resume: bool = False
    dry_run: bool = False

    def results(self) -> Results:
        """Return what hears of the results."""
        return Results(self.session.registry, self.quiet, self.as_json)

    def check(self) -> None:
        """Raise BadInput for options that exclude each other."""
        if self.force and self.resume:
            raise BadInput("--force and --resume: what is there is replaced or kept, not both")

    def find_executor(self) -> Executor:
        """Return what ``--on`` names."""
        return find_executor(self.on, self.session.registry)

    def setup(self, together: int = 1) -> Setup:
        """Return what workers begin with; ``together`` as for a worker."""
        files, permissions = tuple(self.plugin or ()), self.session.permissions
        return Setup(files, not self.no_plugins, permissions, self.session, together)

    def proof(self) -> Proof:
        """Return what makes a share of the tasks twice, as ``--prove`` says."""
        return Proof(self.prove or 0.0)

    def tell(self, proof: Proof) -> None:
        """Say what a proof has found, and end with exit code 1 if anything differs."""
        if self.prove is None:
            return
        for difference in proof.differences:
            print(f"dreamgen: {make_printable(difference)}", file=sys.stderr)
        print(proof, file=sys.stderr)
        if proof.differences:
            raise typer.Exit(1)

    def make(self, tasks: Iterator[Task], total: int | None, results: Results) -> None:
        """Make tasks, or print what would be made; end with exit code 1 if any failed."""
        self.check()
        if self.dry_run:
            print_tasks(tasks, self.as_json)
            results.list_failures()
            results.finish()
            return
        placing = Placing(self.session.registry, self.force, self.resume, ADVICE)
        proof = self.proof()
        executor = self.find_executor()
        if self.on is not None and total is not None and total <= MOST_TASKS:
            executor = ByShots(executor=executor, total=total, resume=self.resume)
        make_many(tasks, total, executor, self.setup(), placing, results, proof)
        if not self.quiet:
            print(results, file=sys.stderr)
        results.list_failures()
        self.tell(proof)
        results.finish()
