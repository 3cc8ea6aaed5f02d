"""A drawing as a tree of elements: read once, translated in place, then written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

SVG = "http://www.w3.org/2000/svg"
HTML = "http://www.w3.org/1999/xhtml"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

NEVER_DRAWN = frozenset({"defs", "clipPath", "mask", "pattern", "marker", "symbol", "filter"})
NEVER_DRAWN |= {"linearGradient", "radialGradient"}
"""What draws nothing by itself, only where something refers to it."""
TOOLS = frozenset(("clipPath", "mask", "pattern", "marker"))
"""What is no part of the picture but acts on it: hidden, it would clip all away."""


@dataclass(eq=False, slots=True)
class Element:
    """An element of a drawing; two are the same only if they are one.

    local is the tag without its prefix; order counts the elements as they are painted, from 0,
    once an index has numbered them.
    attributes holds what is drawn, every style resolved into it; style, the CSS properties that
    no attribute can say (of HTML elements, all).
    """

    tag: str
    local: str
    attributes: dict[str, str]
    parent: Element | None
    order: int = -1
    children: list[Element | str] = field(default_factory=list)
    namespace: str = SVG
    style: dict[str, str] = field(default_factory=dict)

    @property
    def elements(self) -> list[Element]:
        """The children that are elements."""
        children = self.children
        return [child for child in children if not isinstance(child, str)] if children else []

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All words inside, in the order of reading."""
        pieces: list[str] = []
        stack: list[Element | str] = [self]
        while stack:
            node = stack.pop()
            if isinstance(node, str):
                pieces.append(node)
            else:
                stack += reversed(node.children)
        return "".join(pieces)

    def ancestors(self) -> Iterator[Element]:
        """Yield the element's parent, and so on up to the root."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def walk(self) -> Iterator[Element]:
        """Yield the element and all inside it, in the order of painting."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            if element.children:
                stack += element.elements[::-1]

    def find_inherited(self, name: str, default: str) -> str:
        """Return an inherited property: the element's own attribute, or the nearest above."""
        element: Element | None = self
        while element is not None:
            if name in element.attributes:
                return element.attributes[name]
            element = element.parent
        return default


def make_element(
    local: str, attributes: dict[str, str], parent: Element, *children: Element | str
) -> Element:
    """Return a new SVG element inside ``parent``, which does not list it yet."""
    element = Element(local, local, attributes, parent, children=list(children))
    for child in element.elements:
        child.parent = element
    return element
