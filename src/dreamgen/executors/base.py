"""Where tasks are made."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from dreamgen.tasks.outcome import Made
    from dreamgen.tasks.setup import Setup
    from dreamgen.tasks.task import Task


TOGETHER = (
    "neighbours that share their forward passes, where they differ in seed, picture or objective: "
    "much faster on a GPU, but details then depend on the neighbours"
)
"""What executors say of a parameter by which they may make tasks in batches."""


class Executor(Component):
    """Makes many tasks: in this process, in several, or on other machines.

    ``--on local(workers=2)`` names one as every component is named; ``--on ray://HOST:10001`` is the
    executor called ``ray`` with the whole URL as its ``address``.
    """

    @abstractmethod
    def run(self, tasks: Iterable[Task], setup: Setup) -> Iterator[Made]:
        """Yield what became of each task, in any order.

        Draw from ``tasks`` in the thread of the caller, and only as many as can be worked on soon:
        there may be millions. A task that fails gives a :class:`Made` with a problem; raise
        BadInput or DreamError only if no task can be made at all. ``setup`` opens the session of a
        worker, and says how many neighbours may be made together: hand a worker as many at once.
        When the iterator is closed early, end everything that was begun.
        """
