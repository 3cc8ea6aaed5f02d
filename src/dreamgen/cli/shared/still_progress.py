"""Progress of a still: octave, step, objective and time left."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dreamgen.engine.events import Milestone, Step

if TYPE_CHECKING:
    from dreamgen.engine.events import Listener

REFRESH = 0.25  # seconds: reading the objective waits for the device, so not at every step


class StillLines:
    """One line for each octave."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, event: Step | Milestone) -> None:
        if isinstance(event, Step) and event.step == event.steps:
            height, width = event.pixels.shape[2:]
            seconds = time.monotonic() - self._start
            print(
                f"octave {event.octave}/{event.octaves}  {width}x{height}  "
                f"objective {float(event.objective.mean()):.4g}  {seconds:.1f} s",
                file=sys.stderr,
                flush=True,
            )


@contextmanager
def still_bar() -> Iterator[Listener]:
    """Give a listener that moves a bar on a terminal."""
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

        def listener(event: Step | Milestone) -> None:
            nonlocal last
            due = time.monotonic() - last >= REFRESH
            if not isinstance(event, Step) or not (due or event.done == 1):
                return
            last = time.monotonic()
            shown.update(
                task,
                completed=event.done,
                octave=f"{event.octave}/{event.octaves}",
                step=f"{event.step}/{event.steps}",
                objective=f"{float(event.objective.mean()):.4g}",
            )

        yield listener
