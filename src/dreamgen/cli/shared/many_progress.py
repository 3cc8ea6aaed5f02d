"""Progress over many renders: how many are done, which is, and how long the rest will take."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from dreamgen.errors import make_printable

LINE_EVERY = 1.0  # seconds, where there is no terminal


class ManyProgress:
    """A bar on a terminal, a line a second elsewhere, nothing where quiet."""

    def __init__(self, total: int | None, quiet: bool):
        self._total = total
        self._quiet = quiet
        self._start = self._last = time.monotonic()
        self._skipped = 0
        self._stack = ExitStack()
        self._bar: Any = None

    def __enter__(self) -> ManyProgress:
        if not self._quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            columns = (BarColumn(), TextColumn("{task.description}", markup=False))
            console = Console(stderr=True)
            self._bar = self._stack.enter_context(
                Progress(*columns, console=console, transient=True)
            )
            self._bar.add_task(self._describe("", 0), total=self._total)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def show(self, name: str, done: int, skipped: bool) -> None:
        """Show that ``done`` are finished, the last of which is of the input ``name``."""
        self._skipped += skipped
        text = self._describe(make_printable(name), done)
        if self._bar is not None:
            self._bar.update(0, completed=done, description=text)
        elif not self._quiet and (
            time.monotonic() - self._last >= LINE_EVERY or done == self._total
        ):
            self._last = time.monotonic()
            print(text, file=sys.stderr, flush=True)

    def _describe(self, name: str, done: int) -> str:
        count = str(done) if self._total is None else f"{done}/{self._total}"
        return "  ".join(filter(None, [count, name, self._say_left(done)]))

    def _say_left(self, done: int) -> str:
        worked = done - self._skipped  # what was there already took no time
        if not worked or self._total is None or done >= self._total:
            return ""
        left = (time.monotonic() - self._start) / worked * (self._total - done)
        return f"{left:.0f} s left" if left < 100 else f"{left / 60:.0f} min left"
