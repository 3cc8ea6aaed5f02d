"""The board: how far every job is, for all who ask."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from dreamgen_studio.jobs.job import JobState
from dreamgen_studio.jobs.queue import Order
from dreamgen_studio.request import NotFound

KEPT = 60
"""Jobs of a visitor that are remembered after they have ended."""


@dataclass
class Entry:
    """A job as the board has it."""

    order: Order
    state: JobState
    started: float = 0.0
    preview: bytes | None = None
    answer: dict[str, Any] = field(default_factory=dict)


class Board:
    """Jobs by their ids. A visitor's version rises with every change of any of theirs."""

    def __init__(self, places: Callable[[], list[str]]):
        self._places = places
        self._entries: dict[str, Entry] = {}
        self._versions: dict[str, int] = defaultdict(int)
        self._lock = threading.RLock()

    def add(self, order: Order, **facts: Any) -> None:
        """Put a new job on the board."""
        with self._lock:
            self._entries[order.id] = Entry(order, JobState(order.id, order.kind, **facts))
            self._drop_oldest(order.visitor)
            self.touch(order.visitor)

    def update(self, job: str, **facts: Any) -> None:
        """Change what is known of a job; a preview's number rises with each."""
        with self._lock:
            entry = self._get(job)
            if facts.get("state") == "running":
                entry.started = time.monotonic()
            if "answer" in facts:
                entry.answer = facts.pop("answer")
            if "jpeg" in facts:
                entry.preview = facts.pop("jpeg")
                facts["preview"] = entry.state.preview + 1
            entry.state = replace(entry.state, **facts)
            self.touch(entry.order.visitor)

    def drop(self, job: str) -> None:
        """Forget a job that was never begun."""
        with self._lock:
            self._entries.pop(job, None)

    def state(self, job: str) -> JobState:
        """Return how far a job is; NotFound if there is none."""
        with self._lock:
            return self._with_place(self._get(job), self._places())

    def states(self, visitor: str) -> list[JobState]:
        """Return the jobs of a visitor, newest first."""
        with self._lock:
            places = self._places()
            entries = [each for each in self._entries.values() if each.order.visitor == visitor]
            return [self._with_place(entry, places) for entry in reversed(entries)]

    def order(self, job: str) -> Order:
        """Return what a job was ordered with."""
        with self._lock:
            return self._get(job).order

    def preview(self, job: str) -> bytes | None:
        """Return a job's newest preview."""
        with self._lock:
            return self._get(job).preview

    def answer(self, job: str) -> dict[str, Any]:
        """Return what the last event of a job told."""
        with self._lock:
            return self._get(job).answer

    def version(self, visitor: str) -> int:
        """Return a number that rises with every change of a visitor's jobs."""
        return self._versions[visitor]

    def touch(self, visitor: str) -> None:
        """Let a visitor's version rise."""
        with self._lock:
            self._versions[visitor] += 1

    def _get(self, job: str) -> Entry:
        if job not in self._entries:
            raise NotFound(f"there is no job {job[:40]!r}")
        return self._entries[job]

    def _with_place(self, entry: Entry, places: list[str]) -> JobState:
        state = entry.state
        if state.state == "waiting":
            place = places.index(state.id) + 1 if state.id in places else 1
            return replace(state, place=place)
        if state.state == "running" and state.done > 0:
            gone = time.monotonic() - entry.started
            return replace(state, left=gone * (1 - state.done) / state.done)
        return state

    def _drop_oldest(self, visitor: str) -> None:
        own = [key for key, each in self._entries.items() if each.order.visitor == visitor]
        ended = [key for key in own if self._entries[key].state.has_ended]
        for key in ended[: max(0, len(own) - KEPT)]:
            del self._entries[key]
