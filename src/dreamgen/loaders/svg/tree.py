"""A drawing as a tree, for finding its parts; it has been made safe before it comes here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from dreamgen.loaders.svg.sanitise import Drawing


@dataclass(eq=False, slots=True)
class Element:
    """An element of a drawing; two are the same only if they are one.

    local is the tag without its prefix; order counts the elements as they are painted, from 0.
    """

    tag: str
    local: str
    attributes: dict[str, str]
    parent: Element | None
    order: int
    children: list[Element | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        """The children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def id(self) -> str:
        return self.attributes.get("id", "")

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

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
            stack += reversed(element.elements)


def parse(drawing: Drawing) -> Element:
    """Return the root of a cleaned drawing's tree."""
    pairs = "".join(f" {key}={quoteattr(value)}" for key, value in drawing.root.items())
    builder = _Builder()
    builder.parser.Parse(f"<{drawing.tag}{pairs}>{drawing.body}</{drawing.tag}>", True)
    return builder.root


class _Builder:
    """Expat's callbacks."""

    def __init__(self) -> None:
        self.count = 0
        self.root: Element = None  # type: ignore[assignment]  # set by the first element
        self.open: Element | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.text

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        element = Element(tag, tag.rpartition(":")[2], attributes, self.open, self.count)
        if self.open is None:
            self.root = element
        else:
            self.open.children.append(element)
        self.count += 1
        self.open = element

    def end(self, tag: str) -> None:
        self.open = self.open.parent if self.open else None

    def text(self, data: str) -> None:
        if self.open is not None:
            self.open.children.append(data)


def write_children(element: Element, style: Callable[[Element], str]) -> str:
    """Return what is inside an element as markup; ``style`` is added to each element's own."""
    pieces: list[str] = []
    for child in element.children:
        if isinstance(child, str):
            pieces.append(escape(child, {"\r": "&#13;"}))
            continue
        attributes, added = child.attributes, style(child)
        if added:
            # What stands last in a style attribute wins over the rest of it and over any rule.
            own = attributes.get("style", "").rstrip().rstrip(";")
            attributes = attributes | {"style": f"{own};{added}".lstrip(";")}
        pairs = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        pieces.append(f"<{child.tag}{pairs}>{write_children(child, style)}</{child.tag}>")
    return "".join(pieces)
