"""Which rules of style hold for which elements."""

from __future__ import annotations

from collections.abc import Sequence

from dreamgen.loaders.losses import Losses
from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.selectors.matcher import Matcher
from dreamgen.loaders.svg.selectors.reading import Unsupported
from dreamgen.loaders.svg.styles.declarations import Declaration
from dreamgen.loaders.svg.styles.sheets import Rule
from dreamgen.loaders.svg.work import Work


class Matches:
    """The rules that match each element of a drawing.

    Elements that the same rules match have the same number, so that what those rules come to is
    found out once. ``numbers`` holds that of each element; 0 is no rule.
    """

    def __init__(self, index: Index, rules: Sequence[Rule], losses: Losses, work: Work) -> None:
        self.numbers = [0] * len(index.elements)
        self._steps: list[tuple[int, Rule] | None] = [None]
        """Of each number: one with a rule fewer, and the strongest rule, which that one lacks."""
        matcher = Matcher(index, work, in_sheet=True)
        for rule in sorted(rules, key=lambda rule: rule.selector.specificity):
            try:
                matched = matcher.match(rule.selector.parsed_tree, index.everything)
            except Unsupported:
                losses.add(f"the style of {rule.text!r}")
                continue
            work.spend(len(matched))
            longer: dict[int, int] = {}
            for at in matched:
                number = self.numbers[at]
                if number not in longer:
                    longer[number] = len(self._steps)
                    self._steps.append((number, rule))
                self.numbers[at] = longer[number]

    def list_declarations(self, number: int) -> list[tuple[Declaration, ...]]:
        """Return what each rule behind a number declares, from the weakest to the strongest."""
        found: list[tuple[Declaration, ...]] = []
        step = self._steps[number]
        while step is not None:
            number, rule = step
            found.append(rule.declarations)
            step = self._steps[number]
        return found[::-1]
