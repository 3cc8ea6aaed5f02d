"""Finds the rules that match an element without trying them all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from dreamgen.loaders.svg.styles.declarations import Declaration
from dreamgen.loaders.svg.styles.selectors import Node, Selector, Work

Rule = tuple[Selector, int, tuple[Declaration, ...]]


class RuleIndex:
    """Rules by the id, class or tag that the last compound of their selector asks for."""

    def __init__(self, rules: Iterable[tuple[Selector, tuple[Declaration, ...]]]) -> None:
        self._by_id: dict[str, list[Rule]] = defaultdict(list)
        self._by_class: dict[str, list[Rule]] = defaultdict(list)
        self._by_tag: dict[str, list[Rule]] = defaultdict(list)
        self._others: list[Rule] = []
        self.is_empty = True
        for order, (selector, declarations) in enumerate(rules):
            last, rule = selector.compounds[0], (selector, order, declarations)
            self.is_empty = False
            if last.id is not None:
                self._by_id[last.id].append(rule)
            elif last.class_name is not None:
                self._by_class[last.class_name].append(rule)
            elif last.local_name is not None:
                self._by_tag[last.local_name].append(rule)
            else:
                self._others.append(rule)

    def find(self, node: Node, work: Work) -> list[tuple[Declaration, ...]]:
        """Return the declarations of matching rules, from the weakest to the strongest."""
        candidates: list[Sequence[Rule]] = [self._others, self._by_tag.get(node.local_name, ())]
        if node.id is not None:
            candidates.append(self._by_id.get(node.id, ()))
        candidates += [self._by_class.get(each, ()) for each in dict.fromkeys(node.classes)]
        found = [rule for rules in candidates for rule in rules if rule[0].matches(node, work)]
        found.sort(key=lambda rule: (rule[0].specificity, rule[1]))
        return [rule[2] for rule in found]
