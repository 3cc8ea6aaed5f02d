"""Progress for people: a bar on a terminal, plain lines in a pipe, or nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dreamgen.engine.events import Step
    from dreamgen.render.job import Listener

REFRESH = 0.25  # seconds: reading the objective waits for the device, so not at every step


@contextmanager
def progress(quiet: bool) -> Iterator[Listener | None]:
    """Give a listener for the engine's steps that shows them on standard error."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar() as listener:
            yield listener
    else:
        yield _Lines()


class _Lines:
    """One line for each octave."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, step: Step) -> None:
        if step.step == step.steps:
            height, width = step.pixels.shape[2:]
            seconds = time.monotonic() - self._start
            print(
                f"octave {step.octave}/{step.octaves}  {width}x{height}  "
                f"objective {float(step.objective.mean()):.4g}  {seconds:.1f} s",
                file=sys.stderr,
                flush=True,
            )


@contextmanager
def _bar() -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("octave {task.fields[octave]}  step {task.fields[step]}"),
        BarColumn(),
        TextColumn("objective {task.fields[objective]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=1.0, octave="-", step="-", objective="-")
        last = 0.0

        def listener(step: Step) -> None:
            nonlocal last
            if time.monotonic() - last < REFRESH and step.done < 1:
                return
            last = time.monotonic()
            shown.update(
                task,
                completed=step.done,
                octave=f"{step.octave}/{step.octaves}",
                step=f"{step.step}/{step.steps}",
                objective=f"{float(step.objective.mean()):.4g}",
            )

        yield listener
