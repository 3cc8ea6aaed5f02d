"""Which elements of a drawing a user means: by a part's name, or by any CSS selector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from dreamgen.errors import BadInput, nearest
from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.parts import (
    d3,
    gnuplot,
    matplotlib,
    named,
    named_groups,
    plotly,
    r_devices,
    vega,
)
from dreamgen.loaders.svg.parts.visibility import find_hidden
from dreamgen.loaders.svg.selectors.select import select
from dreamgen.loaders.svg.tree import Element

PARTS = ("marks", "panel", "axes", "grid", "legend", "title")
TEXT, LEGEND, PANEL = "text", "legend", "panel"
_PROGRAMS: tuple[Callable[[Index], dict[str, list[Element]]], ...] = (
    vega.find_parts,
    matplotlib.find_parts,
    plotly.find_parts,
    gnuplot.find_parts,
    named_groups.find_parts,
    d3.find_parts,
    r_devices.find_parts,
    named.find_parts,
)


@dataclass(frozen=True)
class Region:
    """Elements that are meant. An ``area`` is all that lies within them, not only what shows.

    A ``frame`` is an area that is known by the lines that span it.
    """

    elements: tuple[Element, ...]
    area: bool = False
    frame: bool = False


class Parts:
    """The parts of a drawing, by the first program's rules that know each."""

    def __init__(self, index: Index) -> None:
        self.index = index

    @cached_property
    def by_name(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for find_parts in _PROGRAMS:
            for name, elements in find_parts(self.index).items():
                if elements and not found.get(name):
                    found[name] = elements
        return {name: shown for name, each in found.items() if (shown := self._drop_hidden(each))}

    @cached_property
    def _hidden(self) -> set[int]:
        return {at for at, is_hidden in enumerate(find_hidden(self.index)) if is_hidden}

    def _drop_hidden(self, elements: Iterable[Element]) -> list[Element]:
        return [element for element in elements if element.order not in self._hidden]

    @property
    def is_diagram(self) -> bool:
        """Whether the drawing is of nodes and edges, which have no panel."""
        return named_groups.is_diagram(self.index)

    def find_panel(self) -> Region | None:
        """Return the panel, by an element of its own or by what frames it; None if neither is."""
        for part in (PANEL, "frame"):
            if part in self.by_name:
                return Region(self._order(self.by_name[part]), area=True, frame=part == "frame")
        return None

    def find_region(self, items: Sequence[str], name: str, required: bool) -> Region | None:
        """Return what parts and selectors mean in the drawing called ``name``; None if nothing.

        With ``required``, BadInput says then what there is instead, but of an item with a question
        mark after it.
        """
        chosen: list[Element] = []
        for item in items:
            found = self.find(item.removesuffix("?").strip())
            if not found and required and not item.endswith("?"):
                raise BadInput(self.describe_lack(item, name))
            chosen += found
        return Region(self._order(chosen)) if chosen else None

    def find(self, plain: str) -> list[Element]:
        """Return the elements that a part or a selector means."""
        if not plain:
            raise BadInput(f"a question mark follows a part ({', '.join(PARTS)}) or a CSS selector")
        if plain in PARTS:
            return self.by_name.get(plain, [])
        return self._drop_hidden(select(self.index, plain))

    def _order(self, elements: Iterable[Element]) -> tuple[Element, ...]:
        """Return the elements as they are painted, each once."""
        unique = {element.order: element for element in elements}
        return tuple(unique[order] for order in sorted(unique))

    def find_lacking(self, items: Sequence[str]) -> list[str]:
        """Return the selectors without a question mark that match nothing."""
        return [
            item
            for item in items
            if item not in PARTS and not item.endswith("?") and not self.find(item)
        ]

    def describe_lack(self, item: str, name: str) -> str:
        """Say that nothing in the drawing called ``name`` is ``item``, and what there is."""
        ids = [f"#{one}" for one in self.index.by_id if one != self.index.root.id]
        known = [part for part in PARTS if part in self.by_name]
        guess = nearest(item, [*known, *ids[:2000]])
        there = ", ".join([*known, *ids[:12]]) or "neither known parts nor ids"
        more = ", ..." if len(ids) > 12 else ""
        return f"nothing in {name} is {item!r}{guess}; it has {there}{more}"
