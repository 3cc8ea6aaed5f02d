"""Which elements selectors match, in time that grows with the drawing, not its depth.

Each part of a selector becomes the set of all elements that it matches, and sets are combined.
Matching one element at a time takes the power of the depth instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cssselect2 import parser
from tinycss2.nth import parse_nth

from dreamgen.loaders.svg.index import Index, Positions
from dreamgen.loaders.svg.selectors.reading import Unsupported
from dreamgen.loaders.svg.work import Work

_COST_OF_STEP = 4
"""Of following a combinator, to what it takes to look at an element."""
_PLACES = {  # name: whether counted from the end, whether among its own tag
    "nth-child": (False, False),
    "nth-last-child": (True, False),
    "nth-of-type": (False, True),
    "nth-last-of-type": (True, True),
}
_ENDS = {  # each says that all of these places are the first
    "first-child": ("nth-child",),
    "last-child": ("nth-last-child",),
    "only-child": ("nth-child", "nth-last-child"),
    "first-of-type": ("nth-of-type",),
    "last-of-type": ("nth-last-of-type",),
    "only-of-type": ("nth-of-type", "nth-last-of-type"),
}
_STATES = """
active autofill blank buffering checked current default defined disabled enabled focus focus-visible
focus-within fullscreen future hover in-range indeterminate invalid local-link modal muted
out-of-range past paused placeholder-shown playing read-only read-write required seeking stalled
target target-within user-invalid user-valid valid visited
"""
_NO_STATE = frozenset(_STATES.split())
"""What only somebody who does something, or a form, brings about: a picture shows none of it."""


class Matcher:
    """Finds the elements that selectors match, as positions in an index.

    ``in_sheet``: the selectors are a style sheet's, where ``:hover`` is known but matches nothing,
    and ``[href]`` means no ``xlink:href``. A user's ``:hover`` would be a mistake.
    """

    def __init__(self, index: Index, work: Work, in_sheet: bool = False) -> None:
        self.index = index
        self.work = work
        self.in_sheet = in_sheet

    def match(self, tree: Any, among: Positions) -> Positions:
        """Return what a selector's parsed tree matches among some elements.

        Raises :class:`Unsupported` for what is not understood.
        """
        if isinstance(tree, parser.CombinedSelector):
            right = self.match(tree.right, among)
            left = self.match(tree.left, self.find_before(tree.combinator, right))
            return self.index.find_after(tree.combinator, left, right)
        for simple in sorted(tree.simple_selectors, key=_is_slow):
            among = self.match_simple(simple, among)
        return among

    def match_any(self, selectors: Iterable[parser.Selector], among: Positions) -> Positions:
        return set().union(*(self.match(each.parsed_tree, among) for each in selectors))

    def match_simple(self, simple: Any, among: Positions) -> Positions:
        index = self.index
        match simple:
            case parser.LocalNameSelector():
                return self.intersect(among, index.by_tag.get(simple.local_name, set()))
            case parser.IDSelector():
                return self.intersect(among, index.by_id.get(simple.ident, set()))
            case parser.ClassSelector():
                return self.intersect(among, index.by_class.get(simple.class_name, set()))
            case parser.AttributeSelector():
                return self.match_attribute(simple, among)
            case parser.MatchesAnySelector() | parser.SpecificityAdjustmentSelector():
                return self.match_any(simple.selector_list, among)
            case parser.NegationSelector():
                self.work.spend(len(among))
                return among - self.match_any(simple.selector_list, among)
            case parser.RelationalSelector():
                found = (self.find_having(each) for each in simple.selector_list)
                return among & set().union(*found)
            case parser.PseudoClassSelector(name=name):
                return self.match_pseudo_class(name, among)
            case parser.FunctionalPseudoClassSelector(name=name, arguments=arguments):
                return self.match_place(name, parse_nth(arguments), among)
        raise Unsupported

    def intersect(self, among: Positions, others: Positions) -> Positions:
        self.work.spend(min(len(among), len(others)))
        return among & others

    def match_attribute(self, wanted: Any, among: Positions) -> Positions:
        names = [wanted.name]
        if wanted.namespace is None or not self.in_sheet:
            names += self.find_prefixed(wanted.name)
        return self.test_attribute(names, _make_test(wanted), among)

    def find_prefixed(self, name: str) -> list[str]:
        """Return what an attribute is called with the prefix of any namespace."""
        suffix = f":{name}"
        self.work.spend(len(self.index.by_attribute))
        return [each for each in self.index.by_attribute if each.endswith(suffix)]

    def test_attribute(
        self, names: Iterable[str], test: Callable[[str], bool], among: Positions
    ) -> Positions:
        """Return what has an attribute, under any of these names, whose value passes a test."""
        elements, holders = self.index.elements, self.index.by_attribute
        return {
            at
            for name in names
            for at in self.intersect(among, holders.get(name, set()))
            if test(elements[at].attributes[name])
        }

    def match_pseudo_class(self, name: str, among: Positions) -> Positions:
        self.work.spend(len(among))
        if name in ("root", "scope"):
            return among & {0}
        if name == "empty":
            return {at for at in among if not self.index.elements[at].children}
        if name in ("link", "any-link"):
            links = self.intersect(among, self.index.by_tag.get("a", set()))
            return self.test_attribute(["href", "xlink:href"], bool, links)
        if name in _NO_STATE and self.in_sheet:
            return set()
        if name not in _ENDS:
            raise Unsupported
        for place in _ENDS[name]:
            among = self.match_place(place, (0, 1), among)
        return among

    def match_place(self, name: str, nth: tuple[int, int] | None, among: Positions) -> Positions:
        """Return what ``:nth-child(2)``, ``:nth-last-of-type(2n)`` and their like match."""
        place = _PLACES.get(name)
        if place is None or nth is None:
            raise Unsupported
        self.work.spend(len(among))
        counts = self.index.count_places(*place)
        return {at for at in among if _is_nth(counts[at], *nth)}

    def find_before(self, combinator: str, right: Positions) -> Positions:
        found = self.index.find_before(combinator, right)
        self.work.spend(_COST_OF_STEP * (len(right) + len(found)))
        return found

    def find_having(self, relative: parser.RelativeSelector) -> Positions:
        """Return what has the elements of ``:has(> a b)``, followed from the last to the first."""
        tree, found = relative.selector.parsed_tree, self.index.everything
        while isinstance(tree, parser.CombinedSelector):
            found = self.find_before(tree.combinator, self.match(tree.right, found))
            tree = tree.left
        return self.find_before(relative.combinator, self.match(tree, found))


def _is_slow(simple: Any) -> bool:
    quick = (parser.IDSelector, parser.ClassSelector, parser.LocalNameSelector)
    return not isinstance(simple, quick)


def _is_nth(count: int, step: int, offset: int) -> bool:
    """Say whether ``count`` is ``step`` * n + ``offset`` for an n of 0 or more."""
    if step == 0:
        return count == offset
    return (count - offset) % step == 0 and (count - offset) // step >= 0


def _make_test(wanted: Any) -> Callable[[str], bool]:
    value = wanted.value
    if wanted.case_sensitive is False and value is not None:
        value = value.lower()
    compare: dict[str | None, Callable[[str], bool]] = {
        None: lambda held: True,
        "=": lambda held: held == value,
        "~=": lambda held: value in held.split(),
        "|=": lambda held: held == value or held.startswith(f"{value}-"),
        "^=": lambda held: held.startswith(value) and value != "",
        "$=": lambda held: held.endswith(value) and value != "",
        "*=": lambda held: value in held and value != "",
    }
    test = compare[wanted.operator]
    return (lambda held: test(held.lower())) if wanted.case_sensitive is False else test
