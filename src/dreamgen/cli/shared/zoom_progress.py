"""Progress of a zoom: which dream, which frame, how fast, and how long still."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dreamgen.engine.events import Listener, Milestone, Step
from dreamgen.render.count import Count
from dreamgen.render.plan import ENDLESS

REFRESH = 0.25  # seconds between two looks of a bar
LINE_EVERY = 5.0  # seconds, where there is no terminal


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
