"""How far a worker has come with a task, told now and then while it works."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from dreamgen.engine.events import Milestone, Step
from dreamgen.render.count import Count

TOLD_EVERY = 0.5  # seconds


@dataclass(frozen=True)
class Progress:
    """How far a worker has come with a task.

    number: the task's.
    done:   its share, 0 to 1.
    text:   what the worker is at, as "frame 12/48".
    place:  which worker it is.
    path:   a folder of finished frames of a film's shot; whoever takes them removes it.
    """

    number: int
    done: float
    text: str = ""
    place: str = ""
    path: Path | None = None

    def to_message(self) -> dict[str, Any]:
        """Return it as numbers and texts, for another process."""
        return asdict(self) | {"path": None if self.path is None else str(self.path)}

    @classmethod
    def from_message(cls, message: Mapping[str, Any]) -> Progress:
        """Return what :meth:`to_message` made a message of."""
        path = message["path"]
        return cls(**{**message, "path": None if path is None else Path(path)})


Hear = Callable[[Progress], None]


class ProgressReporter:
    """A listener of the engine that reports how far a task is, a few times a second at most.

    dreams: how many pictures are dreamed in it.
    part:   returns a folder of what is finished since it was asked last, or None.
    """

    def __init__(
        self,
        tell: Hear,
        number: int,
        place: str,
        dreams: int = 1,
        part: Callable[[], Path | None] = lambda: None,
    ):
        self._tell = tell
        self._told = Progress(number, 0.0, place=place)
        self._part = part
        self._count = Count(dreams)
        self._is_still = dreams == 1
        self._last = 0.0

    def __call__(self, event: Step | Milestone) -> None:
        self._count.hear(event)
        if self._count.seconds - self._last < TOLD_EVERY:
            return
        self._last = self._count.seconds
        if not self._is_still:
            told = replace(self._told, done=self._count.share, text=str(self._count))
            self._tell(replace(told, path=self._part()))
        elif isinstance(event, Step):
            text = f"octave {event.octave}/{event.octaves}, step {event.step}/{event.steps}"
            self._tell(replace(self._told, done=event.done, text=text))
