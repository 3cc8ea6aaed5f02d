"""Match CSS selectors against a tree, in time linear in its elements.

cssselect2 tests what stands between two combinators. Combinators are followed here and remember
what they found: tried one by one, nested groups would take forever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import cssselect2

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.tree import Element

LONGEST = 64
"""Compounds in a selector."""
_MOST_TESTS = 1_000_000
# These go over all siblings of each element or all inside it.
_OVER_SIBLINGS = {"first-of-type", "last-of-type", "only-of-type", "nth-of-type"}
_OVER_SIBLINGS |= {"nth-last-of-type"}
_OF_SELECTORS = {"is", "not", "where", "matches"}
_DEEPEST_FUNCTION = 4
_MOST_IN_LIST = 1000
_MOST_TOKENS = 2000


class Unsupported(Exception):
    """A selector is not understood, or would take too long."""


class Node:
    """An element, as cssselect2 sees it."""

    in_html_document = False
    lang = ""

    def __init__(
        self, element: Element, parent: Node | None, previous: Node | None, index: int
    ) -> None:
        self.etree_element = self
        self.element = element
        self.parent = parent
        self.previous = previous
        self.index = index
        self.local_name = element.local
        self.attrib = element.attributes
        self.id = element.attributes.get("id")
        self.classes = element.classes if "class" in element.attributes else ()
        self.namespace_url = element.namespace
        self.known: dict[tuple[int, int], bool] = {}

    @property
    def tag(self) -> str:
        return self.local_name

    def get(self, name: str, default: str | None = None) -> str | None:
        return self.attrib.get(name, default)

    @property
    def ancestors(self) -> list[Node]:
        found, above = [], self.parent
        while above is not None:
            found.append(above)
            above = above.parent
        return found

    @cached_property
    def etree_children(self) -> Sequence[_Sibling]:
        return [_Sibling(child.local) for child in self.element.elements]

    @property
    def etree_siblings(self) -> Sequence[_Sibling]:
        return self.parent.etree_children if self.parent else [_Sibling(self.local_name)]

    @property
    def text(self) -> str:
        return "".join(child for child in self.element.children if isinstance(child, str))


@dataclass(frozen=True, slots=True)
class _Sibling:
    tag: str


@dataclass
class Work:
    """Counts tests, so that a hostile style sheet is refused."""

    name: str
    left: int = _MOST_TESTS

    def spend(self, tests: int) -> None:
        self.left -= tests
        if self.left < 0:
            raise BadInput(f"{self.name} has style sheets that take too long to apply")


@dataclass(eq=False)
class Selector:
    """Compounds from the last to the first, and the combinators between them."""

    compounds: list[cssselect2.compiler.CompiledSelector]
    combinators: list[str]
    over_siblings: bool
    specificity: tuple[int, int, int] = field(init=False)

    def __post_init__(self) -> None:
        parts = [compound.specificity for compound in self.compounds]
        a, b, c = (sum(part[i] for part in parts) for i in range(3))
        self.specificity = (a, b, c)

    def matches(self, node: Node, work: Work) -> bool:
        return self._holds(node, 0, work)

    def _holds(self, node: Node, at: int, work: Work) -> bool:
        """Say whether the compounds from ``at`` on match, the first of them this node."""
        work.spend(1 + (len(node.etree_siblings) // 8 if self.over_siblings else 0))
        if not self.compounds[at].test(node):
            return False
        if at == len(self.combinators):
            return True
        combinator = self.combinators[at]
        if combinator in ">+":
            near = node.parent if combinator == ">" else node.previous
            return near is not None and self._holds(near, at + 1, work)
        return self._holds_beyond(node, at + 1, combinator, work)

    def _holds_beyond(self, node: Node, at: int, combinator: str, work: Work) -> bool:
        """Say whether any ancestor (or previous sibling, for ``~``) matches from ``at`` on."""
        key = (id(self), at)
        passed: list[Node] = []
        found = False
        beyond = node.parent if combinator == " " else node.previous
        while beyond is not None and not found:
            if key in beyond.known:
                found = beyond.known[key]
                break
            passed.append(beyond)
            found = self._holds(beyond, at, work)
            beyond = beyond.parent if combinator == " " else beyond.previous
        for each in passed:
            each.known[key] = found
        return found


def compile_selectors(prelude: Sequence[Any]) -> list[Selector]:
    """Return the selectors of a rule; raise :class:`Unsupported` for what is not understood."""
    groups = _split_at_commas(prelude)
    if len(groups) > _MOST_IN_LIST:
        raise Unsupported
    return [_compile(group) for group in groups]


def _split_at_commas(tokens: Sequence[Any]) -> list[list[Any]]:
    """Return the tokens between commas, without white space at the ends of each group."""
    groups: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            groups.append([])
        elif token.type != "comment" and (groups[-1] or token.type != "whitespace"):
            groups[-1].append(token)
    for group in groups:
        while group and group[-1].type == "whitespace":
            group.pop()
    return groups


def _compile(tokens: Sequence[Any]) -> Selector:
    compounds: list[list[Any]] = [[]]
    combinators: list[str] = []
    between = ""
    for token in tokens:
        if token.type == "whitespace":
            between = between or " "
        elif _is_combinator(token):
            between = token.value
        else:
            if between:
                combinators.append(between)
                compounds.append([])
            between = ""
            compounds[-1].append(token)
    if between or not all(compounds) or len(compounds) > LONGEST:
        raise Unsupported
    over_siblings = _check_functions(tokens)
    try:
        compiled = [cssselect2.compile_selector_list(part)[0] for part in compounds]
    except (cssselect2.SelectorError, NotImplementedError, ValueError, IndexError, AttributeError):
        raise Unsupported from None
    except (SyntaxError, MemoryError, RecursionError):  # cssselect2 compiles to Python
        raise Unsupported from None
    return Selector(compiled[::-1], combinators[::-1], over_siblings)


def _is_combinator(token: Any) -> bool:
    return token.type == "literal" and token.value in (">", "+", "~")


def _check_functions(tokens: Sequence[Any], depth: int = 0) -> bool:
    """Say whether siblings are gone over; refuse what would take too long."""
    if depth > _DEEPEST_FUNCTION or len(tokens) > _MOST_TOKENS:
        raise Unsupported
    over_siblings = any(getattr(each, "lower_value", "") in _OVER_SIBLINGS for each in tokens)
    for token in tokens:
        if token.type != "function":
            continue
        inside = token.arguments
        over_siblings |= token.lower_name in _OVER_SIBLINGS
        if token.lower_name in _OF_SELECTORS:
            groups = _split_at_commas(inside)
            if any(
                each.type == "whitespace" or _is_combinator(each)
                for group in groups
                for each in group
            ):
                raise Unsupported
        elif token.lower_name == "has" or any(each == "of" for each in inside):
            raise Unsupported
        over_siblings |= _check_functions(inside, depth + 1)
    return over_siblings
