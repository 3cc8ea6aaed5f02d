"""Hand tasks to workers and take their results, with a bounded number of both at any time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import ray

from dreamgen import Made, Task
from dreamgen_ray.actor import Order, Result
from dreamgen_ray.crew import Crew, Member
from dreamgen_ray.shipping import Shipping
from dreamgen_ray.watch import Watch, write_files

MOST_TRIES = 3
"""How often a task is begun: one that has ended so many workers would end every other one too."""
BATCHES = {"cuda": 8, "cpu": 1}
"""Tasks sent at once, by kind of device: on a GPU they may share their forward passes."""
AHEAD = 2
"""Batches that a worker has: the one that it is at, and the next, so that it need not wait."""
MOST_WAITING = 16
"""Tasks made a second time, to be compared, that wait for another worker."""
PATIENCE = 1.0  # seconds until the cluster is looked at again, though nothing was finished


@dataclass
class Errand:
    """A task on its way.

    tries: how often a worker was lost over it.
    avoid: the worker that makes the same task, where this is its second time, to compare.
    batch: the number of the batch that it was last sent in.
    """

    task: Task
    tries: int = 0
    avoid: str | None = None
    batch: int = 0

    def suits(self, member: Member) -> bool:
        """Say whether a worker may do it: the second time, another one than the first time."""
        return self.avoid != member.place


class Dispatch:
    """Hands tasks to a crew; what has to be done again goes before what is new."""

    def __init__(
        self,
        crew: Crew,
        shipping: Shipping,
        watch: Watch,
        folder: Path,
        batch: int | None,
        together: int,
    ):
        self._crew = crew
        self._shipping = shipping
        self._watch = watch
        self._folder = folder
        self._batch = batch
        self._together = together
        self._again: deque[Errand] = deque()
        self._failed: deque[Made] = deque()
        self._batches = 0
        self._firsts: dict[int, str] = {}
        """Where the first of two that are compared is made, by the number of the second."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Made]:
        """Yield what became of each task, in the order in which they are finished."""
        source, more = iter(tasks), True
        while True:
            self._crew.grow()
            self._hand_out_again()
            if more:
                more = self._hand_out_new(source)
            while self._failed:
                yield self._failed.popleft()
            busy = any(member.due for member in self._crew.members)
            idle = not more and not busy
            if idle and not self._again:
                return
            if idle or len(self._again) > MOST_WAITING:
                self._give_up_proofs()
            yield from self._collect()

    def _hand_out_again(self) -> None:
        """Give each task that is to be done again to a worker that suits, by itself."""
        for errand in list(self._again):
            free = [each for each in self._crew.members if errand.suits(each)]
            member = min(free, key=lambda each: len(each.due), default=None)
            if member is not None and len(member.due) <= self._size_of_batch(member):
                self._again.remove(errand)
                self._send(member, [errand])

    def _hand_out_new(self, source: Iterator[Task]) -> bool:
        """Fill up what each worker has, evenly; return whether there may be more tasks."""
        for share in range(AHEAD):
            for member in self._crew.members:
                size = self._size_of_batch(member)
                if len(member.due) > share * size or _is_long_busy(member):
                    continue
                tasks = _take_batch(source, size)
                if not tasks:
                    return False
                self._send(member, [Errand(task) for task in tasks if task.proof != 2])
                for task in tasks:
                    if task.proof == 2:
                        self._again.append(Errand(task, avoid=self._firsts.pop(task.number, None)))
        return True

    def _size_of_batch(self, member: Member) -> int:
        usual = BATCHES[member.hello.device] if self._together == 1 else self._together
        return self._batch or usual

    def _send(self, member: Member, batch: list[Errand]) -> None:
        orders, sent = [], []
        self._batches += 1
        for errand in batch:
            if errand.task.proof == 1:
                self._firsts[-1 - errand.task.number] = member.place
            try:
                files = self._shipping.ship(errand.task.recipe)
            except OSError as problem:
                text = f"{problem.filename} cannot be read: {problem.strerror}"
                self._failed.append(Made(errand.task.number, problem=text))
                continue
            errand.batch = self._batches
            orders.append(Order(errand.task.to_message(), files))
            sent.append(errand)
        if sent:
            member.handle.begin.remote(orders)
            member.due.extend((errand, member.handle.next.remote()) for errand in sent)

    def _collect(self) -> Iterator[Made]:
        """Wait until something is finished, and take all that is."""
        heads = {member.due[0][1]: member for member in self._crew.members if member.due}
        self._watch.ask(self._crew.members)
        waiting = [*heads, *self._crew.starting, *self._watch.waiting]
        if not waiting:
            return
        ready, _ = ray.wait(waiting, num_returns=1, timeout=PATIENCE)
        if ready:
            ready, _ = ray.wait(waiting, num_returns=len(waiting), timeout=0)
        for ref in ready:
            if ref in heads:
                yield from self._take(heads[ref])
            elif ref in self._watch.waiting:
                self._watch.take(ref)
            elif ref in self._crew.starting:
                self._crew.admit(ref)

    def _take(self, member: Member) -> Iterator[Made]:
        errand, ref = member.due.popleft()
        self._watch.settle(member)
        try:
            result = Result(*ray.get(ref))
        except ray.exceptions.RayTaskError as problem:
            cause = str(problem.cause).strip() or type(problem.cause).__name__
            yield Made(
                errand.task.number, problem=f"the worker failed: {cause}", place=member.place
            )
        except ray.exceptions.RayError:
            yield from self._lose(member, errand)
        else:
            yield self._unpack(result, errand.task)

    def _lose(self, member: Member, errand: Errand) -> Iterator[Made]:
        """Do again what a worker was at when it ended; what it has finished is here already."""
        self._crew.dismiss(member)
        for each in [errand, *(each for each, _ in member.due)]:
            each.tries += each.batch == errand.batch  # the next batch was not begun yet
            if each.tries < MOST_TRIES:
                self._again.append(each)
            else:
                text = f"it has ended its worker {each.tries} times, the last one at {member.place}"
                yield Made(each.task.number, problem=text, place=member.place)

    def _give_up_proofs(self) -> None:
        """Let the same worker make a task twice where there is no other one."""
        if not self._crew.expects_more:
            for errand in self._again:
                errand.avoid = None

    def _unpack(self, result: Result, task: Task) -> Made:
        """Write what a worker has made into the folder for it."""
        made = Made.from_message(result.message)
        if not result.files:
            return made
        path = self._folder / f"{task.number}{task.out.suffix}"
        write_files(path, result.files)
        return Made.from_message({**result.message, "path": str(path)})


def _is_long_busy(member: Member) -> bool:
    """Say whether a worker is at a film's shot or a zoom: whoever is free first takes the next one."""
    return any(errand.task.recipe.is_moving for errand, _ in member.due)


def _take_batch(source: Iterator[Task], size: int) -> list[Task]:
    """Take so many tasks, or fewer: a film's shot or a zoom is long, and ends a batch."""
    tasks: list[Task] = []
    for task in islice(source, size):
        tasks.append(task)
        if task.recipe.is_moving:
            break
    return tasks
