"""End a render early, from another thread or by a listener, and note it beside the recipe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from dreamgen.render.job import Job

if TYPE_CHECKING:
    from dreamgen.engine.events import Listener, Milestone, Step


class Stop:
    """A listener that passes all on, and ends the ascent at the next step once it is :meth:`set`.

    ``reason`` is what it raises then: StopAscent keeps what is there, any other exception does not.
    """

    def __init__(self, listener: Listener | None = None):
        self._listener = listener
        self._asked = Event()
        self._reason: BaseException | None = None
        self.place = ""
        """Where the ascent was ended, as "octave 2 of 5, step 3 of 16"; empty if it was not."""

    def set(self, reason: BaseException | None = None) -> None:
        """End the ascent at its next step, from any thread: StopAscent unless a reason is given."""
        self._reason = reason
        self._asked.set()

    @property
    def is_set(self) -> bool:
        return self._asked.is_set()

    def __call__(self, event: Step | Milestone) -> None:
        from dreamgen.engine.events import Step, StopAscent

        try:
            if self._listener is not None:
                self._listener(event)
            if self._asked.is_set():
                raise self._reason or StopAscent
        except StopAscent:
            if isinstance(event, Step) and event.done < 1:
                octave = f"octave {event.octave} of {event.octaves}"
                self.place = f"{octave}, step {event.step} of {event.steps}"
            raise

    def note(self, job: Job) -> Job:
        """Return a job whose result says where it was stopped, if it was."""
        return replace(job, made={**job.made, "stopped": self.place}) if self.place else job


class _Ended(Exception):
    """The listener wants no more frames."""


@contextmanager
def ends_early(listener: Listener | None) -> Iterator[Listener]:
    """Give a listener whose StopAscent ends a zoom or film here, and not one dream of it alone.

    So there are no more frames, and no half-finished dream is kept.
    """
    from dreamgen.engine.events import StopAscent

    def hear(event: Step | Milestone) -> None:
        try:
            if listener is not None:
                listener(event)
        except StopAscent:
            raise _Ended from None

    with suppress(_Ended):
        yield hear
