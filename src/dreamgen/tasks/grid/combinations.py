"""Combinations of the values of several axes: never listed, as there may be millions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import prod

from dreamgen.tasks.grid.axis import Axis
from dreamgen.tasks.grid.choice import Choice


def choose_first(axes: Sequence[Axis]) -> list[Choice]:
    """Return the first choice of every axis whose values are known."""
    return [next(iter(axis)) for axis in axes if not axis.needs_network]


def choose_each(axes: Sequence[Axis], most: int) -> Iterator[list[Choice]]:
    """Yield the first choices of every axis whose values are known, the second ones, ...

    An axis that has no more stays at its last; ``most`` are yielded at most.
    """
    lists = [list(islice(axis, most)) for axis in axes if not axis.needs_network]
    for number in range(max(map(len, lists), default=1)):
        yield [choices[min(number, len(choices) - 1)] for choices in lists]


def product(axes: Sequence[Axis]) -> Iterator[tuple[Choice, ...]]:
    """Yield every combination of the axes' choices, one by one; those of the last change fastest."""
    if not axes:
        yield ()
        return
    for choice in axes[0]:
        for rest in product(axes[1:]):
            yield (choice, *rest)


@dataclass(frozen=True)
class Variants:
    """Every combination of the axes' values, as texts by the names of the axes; iterated any times."""

    axes: Sequence[Axis]

    def __len__(self) -> int:
        return prod(map(len, self.axes))

    def __iter__(self) -> Iterator[Mapping[str, str]]:
        names = [axis.name for axis in self.axes]
        for choices in product(self.axes):
            yield dict(zip(names, (choice.text for choice in choices), strict=True))

    def __contains__(self, varied: object) -> bool:
        return any(varied == one for one in self)

    def choices(self, varied: Mapping[str, str]) -> list[Choice]:
        """Return the choices of one combination, or of a part of it."""
        return [axis.choose(varied[axis.name]) for axis in self.axes if axis.name in varied]
