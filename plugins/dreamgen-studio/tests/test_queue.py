"""The queue against a plain simulation of what fair means."""

from __future__ import annotations

import random

import pytest

from dreamgen_studio.jobs.queue import FairQueue, Lane, Order
from dreamgen_studio.request import Refused


def order(name: str, turn: str, lane: Lane = "dreams") -> Order:
    return Order(name, turn, turn, "still", {}, lane)


class PlainSimulation:
    """Whoever waited longest since coming, or since being served, is next; their oldest goes first."""

    def __init__(self) -> None:
        self.clock = 0
        self.since: dict[str, int] = {}
        self.waiting: list[Order] = []

    def put(self, each: Order) -> None:
        self.clock += 1
        if not any(other.turn == each.turn for other in self.waiting):
            self.since[each.turn] = self.clock
        self.waiting.append(each)

    def take(self) -> Order:
        self.clock += 1
        turn = min((other.turn for other in self.waiting), key=lambda turn: self.since[turn])
        chosen = next(other for other in self.waiting if other.turn == turn)
        self.waiting.remove(chosen)
        self.since[turn] = self.clock
        return chosen


def test_turns_are_as_in_a_plain_simulation():
    rng, queue, plain = random.Random(0), FairQueue(1000, 1000), PlainSimulation()
    taken = 0
    for number in range(3000):
        if plain.waiting and rng.random() < 0.5:
            found = queue.take(0)
            assert found is not None
            assert found.id == plain.take().id
            taken += 1
        else:
            each = order(str(number), f"visitor {rng.randrange(rng.choice([2, 9]))}")
            queue.put(each)
            plain.put(each)
    assert taken > 1000


def test_the_list_is_the_order_in_which_they_are_taken():
    rng, queue = random.Random(1), FairQueue(1000, 1000)
    for number in range(200):
        queue.put(order(str(number), f"visitor {rng.randrange(7)}"))
    listed = queue.list_ids()
    assert [queue.take(0).id for _ in range(200)] == listed  # type: ignore[union-attr]


def test_nobody_waits_longer_than_a_round_however_much_another_asks_for():
    queue = FairQueue(1000, 1000)
    for number in range(500):
        queue.put(order(f"greedy {number}", "greedy"))
    queue.take(0)
    queue.put(order("modest", "modest"))
    assert "modest" in [queue.take(0).id for _ in range(2)]  # type: ignore[union-attr]


def test_lanes_go_one_after_another():
    queue = FairQueue(10, 10)
    for lane in ("background", "dreams", "quick"):
        queue.put(order(lane, "me", lane))  # type: ignore[arg-type]
    assert queue.list_ids() == ["quick", "dreams", "background"]


def test_however_many_quick_ones_come_dreams_go_on():
    queue = FairQueue(100, 100)
    for number in range(9):
        queue.put(order(f"look {number}", "curious", "quick"))
        queue.put(order(f"dream {number}", "patient"))
    listed = queue.list_ids()
    taken = [queue.take(0).id for _ in range(18)]  # type: ignore[union-attr]
    assert listed == taken
    assert [name.partition(" ")[0] for name in taken[:8]] == 2 * ["look", "look", "look", "dream"]


def test_it_is_bounded_for_each_and_for_all():
    queue = FairQueue(20, 200)
    for number in range(20):
        queue.put(order(str(number), "one"))
    with pytest.raises(Refused, match="at most 20 dreams of yours"):
        queue.put(order("too many", "one"))
    for number in range(180):
        queue.put(order(f"other {number}", f"visitor {number}"))
    with pytest.raises(Refused, match="200 dreams are waiting"):
        queue.put(order("too many", "another"))
    assert queue.remove("other 7") is not None
    queue.put(order("now there is room", "another"))
    assert queue.remove("no such order") is None


def test_it_waits_for_what_comes():
    assert FairQueue(1, 1).take(0.01) is None
