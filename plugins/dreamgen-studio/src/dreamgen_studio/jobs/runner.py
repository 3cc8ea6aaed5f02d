"""Takes orders from the queue, one at a time, and follows the process that makes them."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from dreamgen_studio.jobs.board import Board
from dreamgen_studio.jobs.child import Child, Ended
from dreamgen_studio.jobs.queue import FairQueue, Order
from dreamgen_studio.jobs.wishes import Wish

LISTENING = 0.25  # seconds between two looks at the clock
PATIENCE = 10.0
"""Seconds in which a dream that is cancelled may end by itself."""

Close = Callable[[Order, str, Mapping[str, Any]], None]
"""Hears how an order ended (done, failed, cancelled), and what its last event told."""


class Runner:
    """A thread, and the process that makes what it takes; a new one begins when one has ended."""

    def __init__(
        self,
        queue: FairQueue,
        board: Board,
        close: Close,
        open_child: Callable[[], Child],
        longest: float | None,
    ):
        self._queue = queue
        self._board = board
        self._close = close
        self._open_child = open_child
        self._longest = longest
        self._child: Child | None = None
        self._order: Order | None = None
        self._wished = 0.0
        self._is_ending = False
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def pid(self) -> int | None:
        """The number of the process, once it has begun."""
        return None if self._child is None else self._child.pid

    def start(self) -> None:
        """Begin the process, and take what comes."""
        self._child = self._open_child()
        self._thread.start()

    def end(self) -> None:
        """End the process at once, whatever it is at."""
        self._is_ending = True
        if self._child is not None:
            self._child.end()
        self._thread.join(PATIENCE)

    def wish(self, job: str, wish: Wish) -> bool:
        """Let the job at hand end; return whether this is it."""
        order, child = self._order, self._child
        if order is None or order.id != job or child is None:
            return False
        if wish == "cancel":
            self._wished = time.monotonic()
        child.send({"id": job, "wish": wish})
        return True

    def _run(self) -> None:
        while not self._is_ending:
            order = self._queue.take(LISTENING)
            if order is not None:
                self._make(order)

    def _make(self, order: Order) -> None:
        self._order, self._wished = order, 0.0
        started = time.monotonic()
        self._board.update(order.id, state="running")
        if self._child is None:
            self._child = self._open_child()
        self._child.send(order.message)
        try:
            ended, event = self._follow(self._child, order)
        except Ended as how:
            if self._is_ending:  # what was at hand is listed as unfinished by the next start
                return
            self._child = None
            problem = f"the process that made it ended ({how}); the next one goes on in a new one"
            ended, event = "failed", {"problem": problem}
            if self._wished:
                ended, event = "cancelled", {}
        self._order = None
        self._close(order, ended, {**event, "seconds": round(time.monotonic() - started, 2)})

    def _follow(self, child: Child, order: Order) -> tuple[str, Mapping[str, Any]]:
        """Put on the board what the process says, until it says how the order ended."""
        latest = time.monotonic() + self._longest if self._longest else None
        is_late = False
        while True:
            event = child.next(LISTENING)
            now = time.monotonic()
            if self._wished and now - self._wished > PATIENCE:
                child.end()
                raise Ended("it did not stop when it was told to")
            if latest is not None and now > latest and not is_late:
                is_late = True
                self.wish(order.id, "cancel")
            if event is None or event.get("id") != order.id:
                continue
            kind = event.pop("event")
            if kind == "cancelled" and is_late:
                minutes = (self._longest or 0) / 60
                most = f"{minutes:g} minutes" if minutes >= 1 else f"{self._longest:g} seconds"
                return "failed", {"problem": f"it took longer than {most}, the most here"}
            if kind in ("done", "failed", "cancelled"):
                return kind, event
            self._board.update(order.id, **_read(kind, event))


def _read(kind: str, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an event changes of a job's state."""
    if kind == "preview":
        return {"jpeg": base64.b64decode(event["jpeg"])}
    if kind == "step":
        places = {key: event[key] for key in ("octave", "octaves", "step", "steps")}
        return {**places, "done": event["done"]}
    if kind == "began":
        facts = {"size": tuple(event["size"]), "frames": event["frames"]}
        return {**facts, "keyframes": event["keyframes"]}
    if kind == "frame":
        return {"frame": event["number"]}
    if kind == "keyframe":
        return {"keyframe": event["number"], "keyframes": event["count"]}
    return {}
