"""A drawing's elements, found by tag, id, class and place without another walk over the tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from dreamgen.loaders.svg.tree import Element


class Index:
    """Elements in the order of painting; everything else is a position in that order.

    ``parents`` holds each element's parent's position, -1 for the root.
    """

    def __init__(self, root: Element) -> None:
        self.root = root
        self.elements = list(root.walk())
        self.by_tag: dict[str, list[int]] = defaultdict(list)
        self.by_id: dict[str, list[int]] = defaultdict(list)
        self.by_class: dict[str, list[int]] = defaultdict(list)
        self._positions = {id(element): at for at, element in enumerate(self.elements)}
        self.parents = [
            -1 if each.parent is None else self._positions[id(each.parent)]
            for each in self.elements
        ]
        for at, element in enumerate(self.elements):
            self.by_tag[element.local].append(at)
            if element.id:
                self.by_id[element.id].append(at)
            for name in dict.fromkeys(element.classes):
                self.by_class[name].append(at)

    @cached_property
    def by_attribute(self) -> dict[str, list[tuple[int, str]]]:
        """Each attribute's holders and values, by its name with and without a prefix."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for at, element in enumerate(self.elements):
            for key, value in element.attributes.items():
                for name in {key, key.rpartition(":")[2]}:
                    found[name].append((at, value))
        return found

    def find_inside(self, positions: Iterable[int]) -> list[bool]:
        """Say of each element whether it lies inside one of these, which themselves do not."""
        chosen = set(positions)
        inside = [False] * len(self.elements)
        for at, parent in enumerate(self.parents):
            inside[at] = parent >= 0 and (parent in chosen or inside[parent])
        return inside

    def find_outside(self, elements: Iterable[Element]) -> list[Element]:
        """Return all elements that neither are one of these nor lie inside one."""
        chosen = [self._positions[id(element)] for element in elements]
        inside, chosen_set = self.find_inside(chosen), set(chosen)
        return [
            each for at, each in enumerate(self.elements) if not inside[at] and at not in chosen_set
        ]

    def keep_outermost(self, elements: Iterable[Element]) -> list[Element]:
        """Return the elements that lie inside none of the others."""
        chosen = list(elements)
        inside = self.find_inside(self._positions[id(element)] for element in chosen)
        return [each for each in chosen if not inside[self._positions[id(each)]]]
