"""Some tasks are made twice, on different workers where there are several, and the results compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path

from dreamgen.tasks.outcome import Made
from dreamgen.tasks.placing import remove
from dreamgen.tasks.task import FIRST, SECOND, Task

MOST_LISTED = 100
"""Differences that are listed; beyond that they are counted."""


class Proof:
    """Doubles a share of the tasks, compares what is made of both, and counts.

    >>> from dreamgen.recipe.schema import Recipe
    >>> tasks = (Task(number, Recipe(), Path("a.png")) for number in range(4))
    >>> [task.number for task in Proof(0.5).double(tasks)]
    [0, -1, 1, 2, -3, 3]
    """

    def __init__(self, share: float = 0.0):
        self._share = share
        self._waiting: dict[int, Made | None] = {}
        self._twice = self._other = self._apart = 0
        self.differences: list[str] = []
        """What differs, a sentence for each result."""

    def double(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Yield tasks, and after every so many-th the same one again, by a number of its own."""
        for task in tasks:
            if not self._chooses(task.number):
                yield task
                continue
            self._waiting[task.number] = None
            yield replace(task, proof=FIRST)
            yield replace(task, number=-1 - task.number, proof=SECOND)

    def _chooses(self, number: int) -> bool:
        """Say whether a task is made twice: evenly as many as the share says, and the first one."""
        return ceil((number + 1) * self._share) > ceil(number * self._share)

    def settle(self, made: Made) -> Made | None:
        """Return what became of a task; None while what it is to be compared with is not there."""
        number = made.number if made.number >= 0 else -1 - made.number
        if number not in self._waiting:
            return made
        before = self._waiting[number]
        if before is None:
            self._waiting[number] = made
            return None
        del self._waiting[number]
        first, second = sorted((before, made), key=lambda each: each.number, reverse=True)
        self._compare(first, second)
        if second.path is not None:
            remove(second.path)
        return first

    def _compare(self, first: Made, second: Made) -> None:
        if first.problem and second.problem:
            return  # nothing was made twice
        apart = first.place != second.place and bool(first.place and second.place)
        self._twice += 1
        self._apart += apart
        difference = find_difference(first, second)
        if difference:
            self._other += 1
            where = f", on {first.place} and {second.place}," if apart else ""
            if len(self.differences) < MOST_LISTED:
                self.differences.append(f"number {first.number + 1}{where} {difference}")

    def __str__(self) -> str:
        same = f"{self._twice - self._other} of {self._twice} results made twice are the same"
        if self._apart == self._twice:
            return f"{same}, each on two workers"
        return f"{same}, {self._apart} of them on two workers"


def find_difference(one: Made, other: Made) -> str:
    """Return how two results differ, or an empty string if every byte and pixel agrees."""
    if one.problem != other.problem:
        return f"failed once alone: {one.problem or other.problem}"
    if one.path is None or other.path is None:
        return ""
    first, second = _read(one.path), _read(other.path)
    if first == second:
        return ""
    return _measure(one.path, other.path) or "differs in its bytes"


def _read(path: Path) -> dict[str, bytes]:
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return {str(file.relative_to(path)): file.read_bytes() for file in files if file.is_file()}


def _measure(one: Path, other: Path) -> str:
    """Return how the pixels of two pictures differ; nothing for what is no picture."""
    import numpy as np
    from PIL import Image

    try:
        first, second = (np.asarray(Image.open(path), np.int16) for path in (one, other))
    except OSError:
        return ""
    if first.shape != second.shape:
        return "differs in its size"
    off = np.abs(first - second)
    if not off.any():
        return ""
    return f"differs in {np.count_nonzero(off):,} of {off.size:,} values, by at most {off.max()} of 255"
