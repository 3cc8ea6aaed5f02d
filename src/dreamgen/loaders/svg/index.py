"""A drawing's elements, found by tag, id, class, attribute and place without a walk over the tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from dreamgen.loaders.svg.tree import Element

Positions = set[int]


class Index:
    """Elements in the order of painting; everything else is a position in that order.

    The elements are numbered anew: the ``order`` of each is its position.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        self.elements = list(root.walk())
        for at, element in enumerate(self.elements):
            element.order = at
        self._places: dict[tuple[bool, bool], list[int]] = {}

    @cached_property
    def everything(self) -> Positions:
        return set(range(len(self.elements)))

    @cached_property
    def by_tag(self) -> Mapping[str, Positions]:
        return _group([each.local] for each in self.elements)

    @cached_property
    def by_id(self) -> Mapping[str, Positions]:
        return _group([each.id] if each.id else () for each in self.elements)

    @cached_property
    def by_class(self) -> Mapping[str, Positions]:
        return _group(each.classes if "class" in each.attributes else () for each in self.elements)

    @cached_property
    def parents(self) -> list[int]:
        """Each element's parent, -1 for the root."""
        return [-1 if each.parent is None else each.parent.order for each in self.elements]

    @cached_property
    def previous(self) -> list[int]:
        """The sibling before each element, -1 for the first."""
        latest: dict[int, int] = {}
        found = []
        for at, parent in enumerate(self.parents):
            found.append(latest.get(parent, -1))
            latest[parent] = at
        return found

    @cached_property
    def by_attribute(self) -> Mapping[str, Positions]:
        return _group(each.attributes for each in self.elements)

    def has_attribute(self, name: str) -> bool:
        """Say whether any element has an attribute now."""
        return any(name in each.attributes for each in self.elements)

    def count_places(self, from_end: bool, of_type: bool) -> list[int]:
        """Return each element's place among its siblings, or those of its own tag, from 1."""
        if (from_end, of_type) not in self._places:
            counts: dict[tuple[int, str], int] = defaultdict(int)
            places = [0] * len(self.elements)
            order = range(len(self.elements))
            for at in reversed(order) if from_end else order:
                group = self.parents[at], self.elements[at].local if of_type else ""
                counts[group] += 1
                places[at] = counts[group]
            self._places[from_end, of_type] = places
        return self._places[from_end, of_type]

    def find_before(self, combinator: str, positions: Iterable[int]) -> Positions:
        """Return what may stand to the left of a CSS combinator that has these to its right."""
        step, is_far = self._read_combinator(combinator)
        found: Positions = set()
        for at in positions:
            at = step[at]
            while at >= 0 and at not in found:
                found.add(at)
                at = step[at] if is_far else -1
        return found

    def find_after(self, combinator: str, left: Positions, right: Positions) -> Positions:
        """Return what of ``right`` has some of ``left`` to the left of a CSS combinator."""
        step, is_far = self._read_combinator(combinator)
        if not is_far:
            return {at for at in right if step[at] in left}
        known = {-1: False} | dict.fromkeys(left, True)  # whether it, or one beyond it, is of left
        found: Positions = set()
        for at in right:
            passed = []
            at_hand = step[at]
            while at_hand not in known:
                passed.append(at_hand)
                at_hand = step[at_hand]
            known |= dict.fromkeys(passed, known[at_hand])
            if known[step[at]]:
                found.add(at)
        return found

    def _read_combinator(self, combinator: str) -> tuple[list[int], bool]:
        """Return what each element follows by a combinator, and whether all beyond it count."""
        return self.parents if combinator in " >" else self.previous, combinator in " ~"

    def find_inside(self, positions: Iterable[int]) -> list[bool]:
        """Say of each element whether it lies inside one of these, which themselves do not."""
        chosen = set(positions)
        inside = [False] * len(self.elements)
        for at, parent in enumerate(self.parents):
            inside[at] = parent >= 0 and (parent in chosen or inside[parent])
        return inside

    def find_outside(self, elements: Iterable[Element]) -> list[Element]:
        """Return all elements that neither are one of these nor lie inside one."""
        chosen = {element.order for element in elements}
        inside = self.find_inside(chosen)
        return [
            each for at, each in enumerate(self.elements) if not inside[at] and at not in chosen
        ]

    def keep_outermost(self, elements: Iterable[Element]) -> list[Element]:
        """Return the elements that lie inside none of the others."""
        chosen = list(elements)
        inside = self.find_inside(element.order for element in chosen)
        return [each for each in chosen if not inside[each.order]]


def _group(names: Iterable[Iterable[str]]) -> Mapping[str, Positions]:
    """Return the positions of each name, from the names at each position."""
    found: dict[str, Positions] = defaultdict(set)
    for at, held in enumerate(names):
        for name in held:
            found[name].add(at)
    return dict(found)
