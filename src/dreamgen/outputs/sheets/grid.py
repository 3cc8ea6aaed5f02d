"""What a sheet or a page of many pictures holds: the pictures, and what each row and column varies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


@dataclass(frozen=True)
class Heading:
    """One value of an axis: what is shown, and in smaller type the option that sets it."""

    text: str
    detail: str = ""


@dataclass(frozen=True)
class Cell:
    """A picture of mode RGB, its caption, the options that it alone has, and its whole command."""

    image: Image.Image
    caption: str
    detail: str = ""
    command: str = ""


@dataclass(frozen=True)
class Block:
    """A table of a grid: one value of every axis but the last two, which its title says."""

    title: Heading | None
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Grid:
    """Pictures in the order of the product of their axes, those of the last axis changing fastest.

    With one axis they are a run of captioned pictures. With two they are a table, the first axis
    down and the second across; with more there is a table for each choice of the axes before.
    """

    cells: Sequence[Cell]
    axes: Sequence[Sequence[Heading]] = ()
    heading: str = ""
    source: Cell | None = None

    @property
    def is_table(self) -> bool:
        return len(self.axes) > 1

    @property
    def explanation(self) -> str:
        """The line above all: the command of what the pictures share, and what to add to it."""
        where = "at its row and column" if self.is_table else "under each"
        return f"{self.heading}  and what stands {where}" if self.heading else ""

    @property
    def run(self) -> list[Cell]:
        """All pictures one after another, the source first."""
        return [*([] if self.source is None else [self.source]), *self.cells]

    @property
    def rows(self) -> Sequence[Heading]:
        return self.axes[-2]

    @property
    def columns(self) -> Sequence[Heading]:
        return self.axes[-1]

    @property
    def titles(self) -> list[Heading | None]:
        """One title a table; None for the only one."""
        return [_join(choices) for choices in product(*self.axes[:-2])]

    def blocks(self) -> Iterator[Block]:
        """Yield the tables, each with a title unless it is the only one."""
        wide, high = len(self.columns), len(self.rows)
        rows = [self.cells[n : n + wide] for n in range(0, len(self.cells), wide)]
        for number, title in enumerate(self.titles):
            yield Block(title, rows[number * high : (number + 1) * high])


def _join(choices: Sequence[Heading]) -> Heading | None:
    if not choices:
        return None
    text = " · ".join(each.text for each in choices)
    return Heading(text, " ".join(each.detail for each in choices))
