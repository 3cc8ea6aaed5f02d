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
    """Shows progress: pictures drawn, steps taken, pictures tested."""

    def __init__(self, bar: Progress | None, quiet: bool):
        self._bar = bar
        self._quiet = quiet
        self._task = None if bar is None else bar.add_task("drawing", total=None)
        self._averages: tuple[float, float] | None = None  # of loss and accuracy
        self._kind = ""
        self._last = self._start = time.monotonic()
        self._first = 0.0

    def say(self, text: str) -> None:
        """Print a line."""
        if self._bar is not None:
            self._bar.console.print(text)
        elif not self._quiet:
            print(text, file=sys.stderr, flush=True)

    def show_drawing(self, done: int, total: int) -> None:
        """Show how many pictures are drawn."""
        self._show("drawn", f"{done}/{total}", done / total)

    def show_testing(self, done: int, total: int) -> None:
        """Show how many pictures are tested."""
        self._show("tested", f"{done}/{total}", done / total)

    def show_training(self, step: Trained) -> None:
        """Show a step of the training."""
        loss, accuracy = self._averages or (step.loss, step.accuracy)
        loss += FOLLOW * (step.loss - loss)
        accuracy += FOLLOW * (step.accuracy - accuracy)
        self._averages = loss, accuracy
        text = f"{step.step}/{step.steps}  {step.side} px  radius {step.radius:.2f}"
        text += f"  loss {loss:.3f}  right {accuracy:.1%}"
        self._show("step", text, step.share)

    def _show(self, kind: str, text: str, share: float) -> None:
        """Show what has been done of one kind of work, a share in 0..1 of all."""
        if self._quiet:
            return
        now = time.monotonic()
        if kind != self._kind:  # its pace is its own
            self._kind, self._start, self._first = kind, now, share
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=f"{kind} {text}", completed=share, total=1)
        elif now - self._last > EVERY or share == 1:
            self._last = now
            pace = (now - self._start) / max(1e-9, share - self._first)
            left = pace * (1 - share) / 60
            print(f"{kind} {text}  {left:.1f} min left", file=sys.stderr, flush=True)


@contextmanager
def open_report(quiet: bool) -> Iterator[Report]:
    """Yield a report that shows progress on standard error while the context lasts."""
    if quiet or not sys.stderr.isatty():
        yield Report(None, quiet)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Report(bar, quiet)
