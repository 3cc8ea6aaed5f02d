"""Progress for people: a bar on a terminal, plain lines in a pipe, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dreamgen.cli.shared.still_progress import StillLines, still_bar
from dreamgen.cli.shared.zoom_progress import zoom_bar, zoom_lines
from dreamgen.engine.events import Listener
from dreamgen.render.count import Count
from dreamgen.render.job import Job


@contextmanager
def show_progress(job: Job, quiet: bool) -> Iterator[Listener | None]:
    """Give a listener that shows a job's progress on standard error."""
    if quiet:
        yield None
    elif not job.is_moving:
        with still_progress() as listener:
            yield listener
    else:
        with zoom_progress(job.dreams) as listener:
            yield listener


@contextmanager
def still_progress() -> Iterator[Listener]:
    """Give a listener that shows the steps of a still."""
    if sys.stderr.isatty():
        with still_bar() as listener:
            yield listener
    else:
        yield StillLines()


@contextmanager
def zoom_progress(dreams: int) -> Iterator[Listener]:
    """Give a listener that shows how many of a zoom's pictures are dreamed, and its frames."""
    count = Count(dreams)
    if sys.stderr.isatty():
        with zoom_bar(count) as listener:
            yield listener
    else:
        yield zoom_lines(count)
        seconds = count.seconds
        print(f"{count.frame} frames in {seconds:.1f} s", file=sys.stderr, flush=True)
