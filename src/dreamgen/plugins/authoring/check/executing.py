"""Check executors."""

from __future__ import annotations

from contextlib import suppress

from dreamgen.errors import BadInput
from dreamgen.executors.base import Executor
from dreamgen.plugins.guard.require import require


def check_executor(executor: Executor) -> None:
    """Without a task it makes nothing; one that finds no machines here says so with BadInput."""
    from dreamgen.tasks.setup import Setup

    with suppress(BadInput):
        made = list(executor.run(iter(()), Setup()))
        require(made == [], f"without a task it made {made}")
