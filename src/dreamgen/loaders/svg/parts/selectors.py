"""CSS selectors, as far as they apply to a drawing.

Type, ``*``, ``#id``, ``.class``, ``[attribute]`` with ``= ~= ^= $= *=``, ``:first-child``, a space
and ``>`` between them, and lists with commas (Selectors Level 3, without sibling combinators).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from dreamgen.errors import BadInput
from dreamgen.loaders.item_lists import split_list
from dreamgen.loaders.svg.tree import Element

_NAME = r"(?:[\w-]|\\.|[^\x00-\x7f])+"
_VALUE = r"""(?:"([^"]*)"|'([^']*)'|([\w.:-]+))"""
_SIMPLE = re.compile(
    rf"(?P<id>#{_NAME})|(?P<class>\.{_NAME})|(?P<first>:first-child)|(?P<any>\*)|(?P<type>{_NAME})"
    rf"|\[\s*(?P<attribute>[\w:-]+)\s*(?:(?P<how>[~^$*]?=)\s*{_VALUE}\s*)?\]"
)
_COMBINATOR = re.compile(r"\s*>\s*|\s+")
LONGEST = 1000

Test = Callable[[Element], bool]


@dataclass(frozen=True)
class Selector:
    """Compounds from the last to the first, each with whether only the parent may match it."""

    tests: tuple[tuple[Test, bool], ...]

    def matches(self, element: Element) -> bool:
        return self.tests[0][0](element) and self._matches_above(element, 0)

    def _matches_above(self, element: Element, at: int) -> bool:
        if at + 1 == len(self.tests):
            return True
        test, direct = self.tests[at + 1][0], self.tests[at][1]
        for ancestor in element.ancestors():
            if test(ancestor) and self._matches_above(ancestor, at + 1):
                return True
            if direct:
                return False
        return False


def read_selectors(text: str) -> list[Selector]:
    """Read a list of selectors; raise BadInput that shows where it is not understood."""
    if len(text) > LONGEST:
        raise BadInput(f"a selector of more than {LONGEST} characters is not read")
    return [_read_selector(part.strip(), text) for part in split_list(text)]


def _read_selector(text: str, whole: str) -> Selector:
    compounds: list[list[Test]] = [[]]
    direct: list[bool] = []
    at = 0
    while at < len(text):
        gap = _COMBINATOR.match(text, at) if compounds[-1] else None
        if gap:
            direct.append(">" in gap[0])
            compounds.append([])
            at = gap.end()
        simple = _SIMPLE.match(text, at)
        if simple is None:
            raise BadInput(
                f"the selector {whole!r} is not understood at {text[at : at + 12]!r}; there are"
                " tag, #id, .class, [name=value], :first-child, spaces, > and commas"
            )
        compounds[-1].append(_make_test(simple))
        at = simple.end()
    tests = [_combine(compound) for compound in compounds][::-1]
    return Selector(tuple(zip(tests, [*direct[::-1], False], strict=True)))


def _combine(tests: list[Test]) -> Test:
    return lambda element: all(test(element) for test in tests)


def _make_test(found: re.Match[str]) -> Test:
    if found["id"]:
        wanted = _unescape(found["id"][1:])
        return lambda element: element.id == wanted
    if found["class"]:
        wanted = _unescape(found["class"][1:])
        return lambda element: wanted in element.classes
    if found["first"]:
        return lambda element: bool(element.parent and element.parent.elements[0] is element)
    if found["any"]:
        return lambda element: True
    if found["type"]:
        wanted = found["type"]
        return lambda element: element.local == wanted
    value = next((part for part in found.groups()[-3:] if part is not None), "")
    return _make_attribute_test(found["attribute"], found["how"], value)


def _make_attribute_test(name: str, how: str | None, value: str) -> Test:
    compare: dict[str | None, Callable[[str], bool]] = {
        None: lambda held: True,
        "=": lambda held: held == value,
        "~=": lambda held: value in held.split(),
        "^=": lambda held: held.startswith(value) and value != "",
        "$=": lambda held: held.endswith(value) and value != "",
        "*=": lambda held: value in held and value != "",
    }
    test = compare[how]
    return lambda element: name in element.attributes and test(element.attributes[name])


def _unescape(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)
