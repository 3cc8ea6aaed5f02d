"""A drawing that is safe to hand to a renderer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.writing import Markup


@dataclass(frozen=True)
class Drawing:
    """A drawing, translated to what the renderer draws.

    layers: how many times it is composed of layers, which take the most time.
    background: the colour of the paper, or None. fonts: font files that it brings along.
    changed: attributes of the root that are written over its own.
    """

    markup: Markup
    layers: int
    background: str | None = None
    fonts: tuple[bytes, ...] = ()
    changed: Mapping[str, str] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        """The elements."""
        return self.markup.index

    @property
    def root(self) -> dict[str, str]:
        """The attributes of the ``svg`` element itself."""
        return {**self.index.root.attributes, **self.changed}

    @property
    def has_text(self) -> bool:
        return bool(self.markup.words)

    @cached_property
    def body(self) -> str:
        """The markup of everything inside the ``svg`` element."""
        return self.markup.write()

    @cached_property
    def wordless(self) -> str | None:
        """The same without any text; None if there is no text."""
        return self.markup.write(left_out=self.markup.words) if self.has_text else None

    def write(self, body: str, attributes: Mapping[str, str]) -> str:
        """Return a document: ``body`` in an ``svg`` element that has ``attributes`` as well."""
        pairs = self.markup.write_attributes(self.index.root, {**self.root, **attributes})
        return f'<svg xmlns="http://www.w3.org/2000/svg"{pairs}>{body}</svg>'
