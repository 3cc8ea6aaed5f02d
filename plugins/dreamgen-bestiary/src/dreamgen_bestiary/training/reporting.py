"""Progress with the time left, for people: a bar on a terminal, a line now and then in a pipe."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from dreamgen_bestiary.training.train import Progress as Trained

EVERY = 30.0  # seconds between lines in a pipe
FOLLOW = 0.05  # how quickly the shown averages follow


class Report:
    """Hears of pictures drawn and of steps taken."""

    def __init__(self, bar: Progress | None, quiet: bool):
        self._bar = bar
        self._quiet = quiet
        self._task = None if bar is None else bar.add_task("drawing", total=None)
        self._loss = self._accuracy = None
        self._last = self._start = time.monotonic()
        self._first = 0.0

    def drawing(self, done: int, total: int) -> None:
        """Hear of pictures that were drawn."""
        self._show(f"pictures {done}/{total}", done / total)

    def training(self, step: Trained) -> None:
        """Hear of a step."""
        if self._loss is None:
            self._loss, self._accuracy = step.loss, step.accuracy
            self._start, self._first = time.monotonic(), step.share
        self._loss += FOLLOW * (step.loss - self._loss)
        self._accuracy += FOLLOW * (step.accuracy - self._accuracy)
        told = f"step {step.step}/{step.steps}  {step.side} px  radius {step.radius:.2f}"
        told += f"  loss {self._loss:.3f}  right {self._accuracy:.1%}"
        self._show(told, step.share)

    def _show(self, told: str, share: float) -> None:
        """Show what has been done, a share in 0..1 of all."""
        if self._quiet:
            return
        if self._bar is not None:
            self._bar.update(self._task, description=told, completed=share, total=1)
        elif time.monotonic() - self._last > EVERY or share == 1:
            self._last = time.monotonic()
            pace = (self._last - self._start) / max(1e-9, share - self._first)
            print(f"{told}  {pace * (1 - share) / 60:.1f} min left", file=sys.stderr, flush=True)


@contextmanager
def reporting(quiet: bool) -> Iterator[Report]:
    """Give a report that shows itself on standard error for as long as it is entered."""
    if quiet or not sys.stderr.isatty():
        yield Report(None, quiet)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Report(bar, quiet)
