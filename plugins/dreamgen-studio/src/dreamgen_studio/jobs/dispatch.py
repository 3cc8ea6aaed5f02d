"""Orders on their way: into the queue, to a process, and off the board."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from dreamgen import Setup
from dreamgen_studio.jobs.board import Board
from dreamgen_studio.jobs.child import Child
from dreamgen_studio.jobs.devices import count_workers, share_devices
from dreamgen_studio.jobs.queue import FairQueue, Order
from dreamgen_studio.jobs.runner import Runner
from dreamgen_studio.jobs.wishes import Wish
from dreamgen_studio.settings import Settings

Finish = Callable[[Order, Mapping[str, Any]], dict[str, Any]]
"""Keeps what an order made; returns what the board is to tell of it. DreamError if it cannot."""


class Dispatch:
    """The queue, the board, and a runner for each device.

    ``struck`` hears of every order that ends, and of the problem if it failed.
    """

    def __init__(
        self, settings: Settings, setup: Setup, finish: Finish, struck: Callable[[Order, str], None]
    ):
        self._settings = settings
        self._setup = setup
        self._finish = finish
        self._struck = struck
        self.queue = FairQueue(*settings.most_waiting)
        self.board = Board(self.queue.list_ids)
        self._runners: list[Runner] = []

    def start(self) -> None:
        """Begin the processes."""
        count = self._settings.workers or count_workers()
        for environment in share_devices(count):
            open_child = partial(Child, {"setup": self._setup.to_message()}, environment)
            longest = self._settings.longest
            runner = Runner(self.queue, self.board, self._close, open_child, longest)
            self._runners.append(runner)
            runner.start()

    def end(self) -> None:
        """End the processes, whatever they are at."""
        for runner in self._runners:
            runner.end()

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes."""
        return [runner.pid for runner in self._runners if runner.pid is not None]

    def put(self, order: Order) -> str:
        """Let an order wait; return its id. Refused if too many do."""
        self.board.add(order, state="waiting")
        try:
            self.queue.put(order)
        except Exception:
            self.board.drop(order.id)
            raise
        return order.id

    def wish(self, job: str, wish: Wish) -> None:
        """End a job: one that waits goes at once, one that runs at its next step."""
        order = self.queue.remove(job)
        if order is not None:
            self._close(order, "cancelled", {})
            return
        if not any(runner.wish(job, wish) for runner in self._runners):
            self.board.state(job)  # says so if there is none; one that has ended stays as it is

    def _close(self, order: Order, ended: str, event: Mapping[str, Any]) -> None:
        facts: dict[str, Any] = {"state": ended, "warnings": tuple(event.get("warnings", ()))}
        if ended == "done":
            try:
                facts |= {"done": 1.0, **self._finish(order, event)}
            except Exception as problem:  # a full disk
                facts |= {"state": "failed", "problem": f"it could not be kept: {problem}"}
        else:
            facts |= {"problem": event.get("problem", "")}
        self._struck(order, facts.get("problem", ""))
        self.board.update(order.id, **facts)
