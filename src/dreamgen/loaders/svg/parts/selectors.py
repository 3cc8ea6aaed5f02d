"""CSS selectors (Selectors Level 4, without states and ``:has``), matched in linear time.

cssselect2 reads them; here each part of a selector becomes the set of all elements that it matches,
and sets are combined. Matching one element at a time takes the power of the depth instead.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

import tinycss2
from cssselect2 import parser
from tinycss2.nth import parse_nth

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.parts.index import Index
from dreamgen.loaders.svg.tree import Element

LONGEST = 1000
_MOST_STEPS = 40
_DEEPEST = 10
_ACCEPTED = (
    "tag, #id, .class, [name=value], :is(), :not(), :nth-child(), :first-child and the like, and"
    " a space, >, + or ~ between them"
)
_PLACES = {  # name: whether counted from the end, whether among its own tag
    "child": (False, False),
    "last-child": (True, False),
    "of-type": (False, True),
    "last-of-type": (True, True),
}
_PREFIXED = re.compile(r"\[\s*([\w-]+):(?=[\w-])")
_UNQUOTED = re.compile(r"=\s*([\w.:-]+)\s*\]")

Positions = set[int]


def select(index: Index, text: str) -> list[Element]:
    """Return the elements that a list of selectors matches, as painted; the root is none of them.

    Raises BadInput for what is no selector, is too long, or is too deeply nested.
    """
    matched: Positions = set()
    matcher = _Matcher(index)
    for selector in _read(text):
        matched |= matcher.match(selector.parsed_tree)
    return [index.elements[at] for at in sorted(matched - {0})]


def _read(text: str) -> list[parser.Selector]:
    if len(text) > LONGEST:
        raise BadInput(f"a selector of more than {LONGEST} characters is not read")
    if len(re.findall(r"[\s>+~]+", text)) > _MOST_STEPS or text.count("(") > _DEEPEST:
        raise BadInput(f"the selector {text[:60]!r} ... has too many steps to be read")
    # CSS wants [index="2"] and [xlink\\:href]; without is written often, and can mean only one thing
    quoted = _UNQUOTED.sub(r'="\1"]', _PREFIXED.sub(r"[\1\\:", text))
    tokens = tinycss2.parse_component_value_list(quoted)
    for token in tokens:
        if token.type == "hash":
            token.is_identifier = True  # "#2024" likewise
    try:
        found = list(parser.parse(tokens))
    except (parser.SelectorError, AttributeError):  # the last for what ends with "|"
        raise _refuse(text) from None
    if any(selector.pseudo_element for selector in found):
        raise _refuse(text)
    return found


def _refuse(text: str) -> BadInput:
    return BadInput(f"the selector {text!r} is not understood; there are {_ACCEPTED}")


class _Matcher:
    """The elements that each part of a selector matches, as positions in the index."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.everything: Positions = set(range(len(index.elements)))

    def match(self, tree: Any) -> Positions:
        if isinstance(tree, parser.CombinedSelector):
            right = self.match(tree.right)
            left = self.match(tree.left) if right else set()
            return _COMBINATORS[tree.combinator](self.index, left, right) if left else set()
        matched = self.everything
        for simple in tree.simple_selectors:
            matched = matched & self.match_simple(simple)
        return matched

    def match_simple(self, simple: Any) -> Positions:
        index = self.index
        match simple:
            case parser.LocalNameSelector():
                return set(index.by_tag.get(simple.local_name, ()))
            case parser.IDSelector():
                return set(index.by_id.get(simple.ident, ()))
            case parser.ClassSelector():
                return set(index.by_class.get(simple.class_name, ()))
            case parser.AttributeSelector():
                return self.match_attribute(simple)
            case parser.MatchesAnySelector() | parser.SpecificityAdjustmentSelector():
                return self.match_any(simple.selector_list)
            case parser.NegationSelector():
                return self.everything - self.match_any(simple.selector_list)
            case parser.PseudoClassSelector(name=name):
                return self.match_place(name, f":{name}")
            case parser.FunctionalPseudoClassSelector(name=name):
                text = f":{name}({tinycss2.serialize(simple.arguments)})"
                return self.match_place(name, text, parse_nth(simple.arguments))
        raise _refuse(str(simple))

    def match_any(self, selectors: Iterable[parser.Selector]) -> Positions:
        return set().union(*(self.match(each.parsed_tree) for each in selectors))

    def match_attribute(self, wanted: Any) -> Positions:
        test = _make_test(wanted)
        return {at for at, value in self.index.by_attribute.get(wanted.name, ()) if test(value)}

    def match_place(self, name: str, text: str, nth: tuple[int, int] | None = None) -> Positions:
        """Return what ``:first-child``, ``:nth-last-of-type(2n)`` and their like match."""
        if name == "root":
            return {0}
        if name == "empty":
            return {at for at, each in enumerate(self.index.elements) if not each.children}
        if name in ("only-child", "only-of-type"):
            kind = name.removeprefix("only-")
            return self.match_place(f"first-{kind}", text) & self.match_place(f"last-{kind}", text)
        if nth is None and name.startswith(("first-", "last-")):
            name, nth = f"nth-{name.removeprefix('first-')}", (0, 1)
        place = _PLACES.get(name.removeprefix("nth-")) if name.startswith("nth-") else None
        if place is None or nth is None:
            raise _refuse(text)
        step, offset = nth
        return {at for at, count in self.count_places(*place) if _is_nth(count, step, offset)}

    def count_places(self, from_end: bool, of_type: bool) -> Iterable[tuple[int, int]]:
        """Yield each element but the root with its place among its siblings, from 1."""
        counts: dict[tuple[int, str], int] = defaultdict(int)
        order = range(1, len(self.index.elements))
        for at in reversed(order) if from_end else order:
            group = self.index.parents[at], self.index.elements[at].local if of_type else ""
            counts[group] += 1
            yield at, counts[group]


def _is_nth(count: int, step: int, offset: int) -> bool:
    """Say whether ``count`` is ``step`` * n + ``offset`` for an n of 0 or more."""
    if step == 0:
        return count == offset
    return (count - offset) % step == 0 and (count - offset) // step >= 0


def _make_test(wanted: Any) -> Callable[[str], bool]:
    value = wanted.value
    if wanted.case_sensitive is False:
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


def _match_descendants(index: Index, left: Positions, right: Positions) -> Positions:
    inside = index.find_inside(left)
    return {at for at in right if inside[at]}


def _match_children(index: Index, left: Positions, right: Positions) -> Positions:
    return {at for at in right if index.parents[at] in left}


def _match_next(index: Index, left: Positions, right: Positions) -> Positions:
    return _match_siblings(index, left, right, only_next=True)


def _match_siblings(
    index: Index, left: Positions, right: Positions, only_next: bool = False
) -> Positions:
    seen: dict[int, bool] = {}  # of each parent, whether its latest, or any, child is in left
    matched: Positions = set()
    for at, parent in enumerate(index.parents):
        if at in right and seen.get(parent):
            matched.add(at)
        seen[parent] = at in left or (not only_next and seen.get(parent, False))
    return matched


_COMBINATORS: dict[str, Callable[[Index, Positions, Positions], Positions]] = {
    " ": _match_descendants,
    ">": _match_children,
    "+": _match_next,
    "~": _match_siblings,
}
