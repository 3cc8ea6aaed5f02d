"""The queue: bounded, and fair: whoever waits is served in turn, however much another asks for."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any, Literal

from dreamgen_studio.request import Refused

Lane = Literal["quick", "dreams", "background"]
LANES: tuple[Lane, ...] = ("quick", "dreams", "background")
"""What is quick goes before dreams, and what nobody waits for goes last."""
MOST_QUICK = 3
"""Quick orders that go before one dream: however many come, dreams go on."""


@dataclass(frozen=True)
class Order:
    """What is to be done for whom.

    turn:    who takes turns: a visitor, or one tab of theirs.
    message: what the process that makes dreams is told.
    notes:   what is remembered until it is made.
    """

    id: str
    visitor: str
    turn: str
    kind: str
    message: dict[str, Any]
    lane: Lane = "dreams"
    notes: dict[str, Any] = field(default_factory=dict)


Turns = OrderedDict[str, deque[Order]]


class FairQueue:
    """Orders that wait; :meth:`take` gives each turn's oldest, one turn after another."""

    def __init__(self, most_each: int, most: int):
        self._most_each = most_each
        self._most = most
        self._lanes: dict[Lane, Turns] = {lane: OrderedDict() for lane in LANES}
        self._quick = 0
        self._changed = threading.Condition()

    def check(self, visitor: str, count: int = 1) -> None:
        """Raise Refused if so many more of a visitor would be too many."""
        with self._changed:
            waiting = Counter(each.visitor for each in self._all())
        if waiting[visitor] + count > self._most_each:
            raise Refused(
                f"at most {self._most_each} dreams of yours may wait: let one end, or cancel one"
            )
        if waiting.total() + count > self._most:
            raise Refused(f"{waiting.total()} dreams are waiting already: try again in a while")

    def put(self, order: Order) -> None:
        """Let an order wait; Refused if too many do already."""
        with self._changed:
            self.check(order.visitor)
            self._lanes[order.lane].setdefault(order.turn, deque()).append(order)
            self._changed.notify()

    def take(self, timeout: float) -> Order | None:
        """Return whose turn it is, waiting up to so many seconds; None if nothing came."""
        with self._changed:
            self._changed.wait_for(lambda: any(self._lanes.values()), timeout)
            lane = _choose_lane(self._lanes, self._quick)
            if lane is None:
                return None
            self._quick = self._quick + 1 if lane == "quick" else 0
            return _take_first(self._lanes[lane])

    def remove(self, order: str) -> Order | None:
        """Take an order out; return it, or None if it does not wait."""
        with self._changed:
            for turns in self._lanes.values():
                for turn, waiting in turns.items():
                    for each in waiting:
                        if each.id == order:
                            waiting.remove(each)
                            if not waiting:
                                del turns[turn]
                            return each
            return None

    def list_ids(self) -> list[str]:
        """Return the ids of all that wait, in the order in which they will be taken."""
        with self._changed:
            lanes, quick = _copy(self._lanes), self._quick
        listed = []
        while (lane := _choose_lane(lanes, quick)) is not None:
            quick = quick + 1 if lane == "quick" else 0
            listed.append(_take_first(lanes[lane]).id)
        return listed

    def _all(self) -> list[Order]:
        lanes = self._lanes.values()
        return [order for turns in lanes for waiting in turns.values() for order in waiting]


def _take_first(turns: Turns) -> Order:
    """Take the oldest order of the turn that is first, which then is last."""
    turn, waiting = next(iter(turns.items()))
    order = waiting.popleft()
    if waiting:
        turns.move_to_end(turn)
    else:
        del turns[turn]
    return order


def _choose_lane(lanes: dict[Lane, Turns], quick: int) -> Lane | None:
    """Return the lane that is next, after so many quick orders in a row; None if nothing waits."""
    waiting = [lane for lane in LANES if lanes[lane]]
    if "dreams" in waiting and quick >= MOST_QUICK:
        return "dreams"
    return waiting[0] if waiting else None


def _copy(lanes: dict[Lane, Turns]) -> dict[Lane, Turns]:
    return {
        lane: OrderedDict((turn, deque(waiting)) for turn, waiting in turns.items())
        for lane, turns in lanes.items()
    }
