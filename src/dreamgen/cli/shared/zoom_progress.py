"""Progress of a zoom: which dream, which frame, how fast, and how long still."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dreamgen.engine.events import Milestone, Step
from dreamgen.render.plan import ENDLESS
from dreamgen.render.still import Listener

REFRESH = 0.25  # seconds between two looks of a bar
LINE_EVERY = 5.0  # seconds, where there is no terminal
DREAMING = 0.85  # share of a nested zoom's time that goes into its keyframes, about


class Count:
    """How far a zoom has come, from the events of the engine."""

    def __init__(self, dreams: int):
        self.dreams = dreams
        self.dreamed = 0
        self.frame = 0
        self.frames = 0
        self._within = 0.0
        self._start = time.monotonic()

    def hear(self, event: Step | Milestone) -> None:
        if isinstance(event, Step):
            self._within = event.done
            return
        self._within = 0.0
        if event.kind == "keyframe":
            self.dreamed = event.number
            return
        self.frame, self.frames = event.number, event.count
        if self.dreams == event.count < ENDLESS:  # feedback dreams every frame
            self.dreamed = event.number

    @property
    def share(self) -> float:
        """Share of the whole work done, 0 to 1."""
        dreamed = min(1.0, (self.dreamed + self._within) / self.dreams)
        return DREAMING * dreamed + (1 - DREAMING) * self.frame / max(1, self.frames)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._start

    @property
    def fps(self) -> float:
        return self.frame / max(1e-9, self.seconds)

    def __str__(self) -> str:
        if self.dreams == ENDLESS:
            dreams = f"dream {self.dreamed}  " if self.dreamed else ""
            return f"{dreams}frame {self.frame}  {self.fps:.2f} fps"
        left = self.seconds * (1 - self.share) / max(1e-9, self.share)
        frames = f"frame {self.frame}/{self.frames}  {self.fps:.2f} fps  " if self.frame else ""
        dream = min(self.dreams, self.dreamed + (self._within > 0))
        return f"dream {dream}/{self.dreams}  {frames}{left:.0f} s left"


def zoom_lines(count: Count) -> Listener:
    last = 0.0

    def listener(event: Step | Milestone) -> None:
        nonlocal last
        count.hear(event)
        if count.seconds - last >= LINE_EVERY:
            last = count.seconds
            print(count, file=sys.stderr, flush=True)

    return listener


@contextmanager
def zoom_bar(count: Count) -> Iterator[Listener]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("", total=None if count.dreams == ENDLESS else 1.0)
        last = -REFRESH

        def listener(event: Step | Milestone) -> None:
            nonlocal last
            count.hear(event)
            if count.seconds - last >= REFRESH:
                last = count.seconds
                shown.update(task, completed=count.share, description=str(count))

        yield listener
