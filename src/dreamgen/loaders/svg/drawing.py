"""A drawing that is safe to hand to a renderer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dreamgen.loaders.svg.text import is_text
from dreamgen.loaders.svg.tree import Element
from dreamgen.loaders.svg.writing import collect_ids, write_attributes, write_children


@dataclass(frozen=True)
class Drawing:
    """A drawing, translated to what the renderer draws.

    layers: how many times it is composed of layers, which take the most time.
    background: the colour of the paper, or None. fonts: font files that it brings along.
    changed: attributes of the root that are written over its own.
    """

    tree: Element
    layers: int
    background: str | None = None
    fonts: tuple[bytes, ...] = ()
    changed: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> dict[str, str]:
        """The attributes of the ``svg`` element itself."""
        return {**self.tree.attributes, **self.changed}

    @cached_property
    def ids(self) -> dict[str, str]:
        """The plain id that stands for each of the drawing's."""
        return collect_ids(self.tree)

    @cached_property
    def body(self) -> str:
        """The markup of everything inside the ``svg`` element."""
        return write_children(self.tree, self.ids)

    @cached_property
    def wordless(self) -> str | None:
        """The same without any text; None if there is no text."""
        words = {id(each) for each in self.tree.walk() if is_text(each.local, each.attributes)}
        if not words:
            return None
        return write_children(self.tree, self.ids, left_out=lambda each: id(each) in words)

    def write(self, body: str, attributes: Mapping[str, str]) -> str:
        """Return a document: ``body`` in an ``svg`` element that has ``attributes`` as well."""
        pairs = write_attributes(self.tree, self.ids, {**self.changed, **attributes}, set())
        return f'<svg xmlns="http://www.w3.org/2000/svg"{pairs}>{body}</svg>'
