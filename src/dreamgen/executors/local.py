"""Tasks made on this machine: in this process, or in several."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from dreamgen.executors.base import TOGETHER, Executor

if TYPE_CHECKING:
    from dreamgen.tasks.outcome import Made
    from dreamgen.tasks.setup import Setup
    from dreamgen.tasks.task import Task


class Local(Executor):
    """Makes tasks on this machine, one after another in this process or in several processes.

    Several share the processor's cores, and each keeps its own networks in memory. One that is
    killed costs only the task that it was at, which is made again.
    """

    workers: int = Field(1, ge=1, le=256, description="processes; 1: this one")

    together: int = Field(1, ge=1, le=256, description=TOGETHER)

    def run(self, tasks: Iterable[Task], setup: Setup) -> Iterator[Made]:
        """Yield what became of each task."""
        setup = replace(setup, together=max(setup.together, self.together))
        with tempfile.TemporaryDirectory(prefix="dreamgen-") as folder:
            if self.workers == 1:
                from dreamgen.tasks.worker import Worker

                worker = Worker(setup.open(), Path(folder), "", setup.hear, setup.together)
                yield from worker.make(tasks)
            else:
                from dreamgen.executors.processes import make_in_processes

                yield from make_in_processes(tasks, setup, self.workers, Path(folder))
