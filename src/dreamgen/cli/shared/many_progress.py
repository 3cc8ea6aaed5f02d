"""Progress over many renders: how many are done, what each worker is at, how long the rest takes."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from types import TracebackType
from typing import Any

from dreamgen.errors import make_printable
from dreamgen.tasks.progress import Progress

LINE_EVERY = 1.0
"""Seconds, where there is no terminal, from one line to the next that says what is done."""
WORKERS_EVERY = 10.0
"""The same for lines that say what workers are at while nothing is finished."""
MOST_SHOWN = 8
"""Workers."""


class ManyProgress:
    """A bar and a row for each worker on a terminal, a line now and then elsewhere."""

    def __init__(self, total: int | None, quiet: bool):
        self._total = total
        self._quiet = quiet
        self._last = time.monotonic()
        self._first: tuple[float, float] | None = None
        """When the first work was heard of, in seconds, and how much: workers start slowly."""
        self._done = self._skipped = 0
        self._shares: dict[int, float] = {}
        """Of the renders that workers are at, by their numbers: how much is done."""
        self._workers: dict[str, str] = {}
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
            self._bar.add_task(self._describe(""), total=self._total)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.close()

    def show(self, number: int, name: str, done: int, skipped: bool) -> None:
        """Show that ``done`` are finished, the last of which has a number and the input ``name``."""
        self._done = done
        self._skipped += skipped
        self._shares.pop(number, None)
        self._note_first()
        text = self._describe(make_printable(name))
        if self._bar is not None:
            self._bar.update(0, completed=done, description=text)
        elif done == self._total or self._is_due(LINE_EVERY):
            self._print(text)

    def show_worker(self, name: str, progress: Progress) -> None:
        """Show what a worker is at: a render of the input ``name``."""
        self._shares[progress.number] = progress.done
        self._note_first()
        parts = progress.place, make_printable(name), progress.text
        self._workers[progress.place] = "  ".join(filter(None, parts))
        if self._bar is not None:
            self._update_row(progress)
        elif self._is_due(WORKERS_EVERY):
            shown = list(self._workers.values())[-MOST_SHOWN:]
            self._print("; ".join([self._describe(""), *shown]))

    def _update_row(self, progress: Progress) -> None:
        places = list(self._workers)
        row = places.index(progress.place) + 1
        if row > MOST_SHOWN:
            return
        if row not in self._bar.task_ids:
            self._bar.add_task("", total=1.0)
        self._bar.update(0, completed=self._count_done(), description=self._describe(""))
        text = self._workers[progress.place]
        self._bar.update(row, completed=progress.done, description=text)

    def _is_due(self, seconds: float) -> bool:
        return not self._quiet and time.monotonic() - self._last >= seconds

    def _print(self, text: str) -> None:
        self._last = time.monotonic()
        if not self._quiet:
            print(text, file=sys.stderr, flush=True)

    def _count_done(self) -> float:
        return self._done + sum(self._shares.values())

    def _describe(self, name: str) -> str:
        count = str(self._done) if self._total is None else f"{self._done}/{self._total}"
        return "  ".join(filter(None, [count, name, self._say_left()]))

    def _count_worked(self) -> float:
        return self._count_done() - self._skipped  # what was there already took no time

    def _note_first(self) -> None:
        if self._first is None and self._count_worked() > 0:
            self._first = time.monotonic(), self._count_worked()

    def _say_left(self) -> str:
        if self._first is None or self._total is None or self._done >= self._total:
            return ""
        start, before = self._first
        worked = self._count_worked() - before
        if worked < 0.01:
            return ""
        left = (time.monotonic() - start) / worked * (self._total - self._count_done())
        return f"{left:.0f} s left" if left < 100 else f"{left / 60:.0f} min left"
