"""Counts what a drawing draws once every reference within it is followed.

Ten copies of ten copies of ten copies fit into a few lines and take forever to draw. Counting them
takes only a walk over the references.
"""

from __future__ import annotations

from collections import defaultdict

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.links import FOLLOWED, find_target, find_urls
from dreamgen.loaders.svg.tree import Element

MOST_DRAWN = 1_000_000
"""Elements, each as often as it is drawn; resvg itself gives up at as many."""

_COSTLY = {"filter", "mask", "clip-path", "opacity", "mix-blend-mode"}


class References:
    """The references of a drawing, which :meth:`count` follows.

    A node is the root or an element with an id; it stands for the elements inside it down to the
    next id. An edge leads to each node inside it, and to each that it refers to.
    """

    def __init__(self, index: Index) -> None:
        self._drawn: dict[str, int] = defaultdict(int)
        self._layers: dict[str, int] = defaultdict(int)
        self._edges: dict[str, list[str]] = defaultdict(list)
        nodes = [""]  # above the root, and then each element's
        for element, parent in zip(index.elements, index.parents, strict=True):
            nodes.append(self._add(element, nodes[parent + 1]))

    def _add(self, element: Element, above: str) -> str:
        """Record an element and return its node; ``above`` is that of its parent."""
        node = element.id or above
        if node != above:
            self._edges[above].append(node)
        self._drawn[node] += 1
        for held in (element.attributes, element.style):
            self._layers[node] += not _COSTLY.isdisjoint(held)
        target = find_target(element) if element.local in FOLLOWED else None
        if target:
            self._edges[node].append(target)
        for value in element.attributes.values():
            if "url(" in value:
                self._edges[node] += find_urls(value)
        return node

    def count(self, name: str) -> int:
        """Return how many layers are laid over each other: each costs the renderer dearly.

        Raises BadInput for what refers to itself or multiplies beyond :data:`MOST_DRAWN`.
        """
        order = self._sort_from_leaves(name)
        drawn: dict[str, int] = {}
        layers: dict[str, int] = {}
        for node in order:
            targets = self._edges[node]
            drawn[node] = self._drawn[node] + sum(drawn[target] for target in targets)
            layers[node] = self._layers[node] + sum(layers[target] for target in targets)
            if drawn[node] > MOST_DRAWN:
                raise BadInput(
                    f"{name} multiplies by its references to more than {MOST_DRAWN:,} elements"
                )
        return layers[""]

    def _sort_from_leaves(self, name: str) -> list[str]:
        """Return the nodes that the root leads to, each after all that it leads to."""
        order: list[str] = []
        unfinished, done = set(), set()
        stack = [""]
        while stack:
            node = stack[-1]
            if node in done:
                stack.pop()
            elif node in unfinished:
                stack.pop()
                done.add(node)
                order.append(node)
            else:
                unfinished.add(node)
                ahead = [target for target in self._edges[node] if target not in done]
                if any(target in unfinished for target in ahead):
                    raise BadInput(f"{name} has a part that contains itself and would never end")
                stack += ahead
        return order
