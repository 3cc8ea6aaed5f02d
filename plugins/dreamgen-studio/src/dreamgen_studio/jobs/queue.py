"""The queue: bounded, and fair: whoever waits is served in turn, however much another asks for."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any, Literal

from dreamgen_studio.request import Refused

Lane = Literal["quick", "dreams", "background"]
LANES: tuple[Lane, ...] = ("quick", "dreams", "background")
"""What waits in the first of them goes before all that waits in the next."""


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


class FairQueue:
    """Orders that wait; :meth:`take` gives each turn's oldest, one turn after another."""

    def __init__(self, most_each: int, most: int):
        self._most_each = most_each
        self._most = most
        self._lanes: dict[Lane, OrderedDict[str, deque[Order]]] = {
            lane: OrderedDict() for lane in LANES
        }
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
            for turns in self._lanes.values():
                if turns:
                    return _take_first(turns)
            return None

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
            return [order.id for turns in self._lanes.values() for order in _in_order(turns)]

    def _all(self) -> list[Order]:
        lanes = self._lanes.values()
        return [order for turns in lanes for waiting in turns.values() for order in waiting]


def _take_first(turns: OrderedDict[str, deque[Order]]) -> Order:
    """Take the oldest order of the turn that is first, which then is last."""
    turn, waiting = next(iter(turns.items()))
    order = waiting.popleft()
    if waiting:
        turns.move_to_end(turn)
    else:
        del turns[turn]
    return order


def _in_order(turns: OrderedDict[str, deque[Order]]) -> list[Order]:
    ranked = [
        (round_, position, order)
        for position, waiting in enumerate(turns.values())
        for round_, order in enumerate(waiting)
    ]
    return [order for _, _, order in sorted(ranked, key=lambda entry: entry[:2])]
