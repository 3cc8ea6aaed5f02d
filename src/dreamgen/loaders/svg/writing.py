"""Write a drawing's tree as the markup that the renderer gets.

The renderer's parser may see more references than ours. So every id is replaced by a plain one
(a1, a2, ...), and a reference that is neither to such an id nor embedded is not written at all.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Mapping
from functools import cached_property
from xml.sax.saxutils import escape, quoteattr

from dreamgen.loaders.svg.index import Index, Positions
from dreamgen.loaders.svg.links import rewrite_href, rewrite_urls
from dreamgen.loaders.svg.text import is_text
from dreamgen.loaders.svg.tree import SVG, Element

# All else with a prefix, and what only browsers act on, is nothing to the renderer.
_UNUSED = re.compile(r"(?!xml:space$)(?:.*:|style$|class$|href$|id$|on|data-|aria-|xmlns)")
_UNWRITTEN = {"style", "script", "foreignObject", "title", "desc", "metadata"}
_PLAIN = re.compile(r"[\w#.,%;: +-]*").fullmatch
# The renderer takes these only from a style attribute.
_STYLE_ONLY = ("mix-blend-mode", "isolation", "font-kerning")


class Markup:
    """A drawing's elements as markup: each is written once, however often the drawing is drawn."""

    def __init__(self, index: Index) -> None:
        self.index = index

    @cached_property
    def ids(self) -> dict[str, str]:
        """The plain id that stands for each of the drawing's; where two are equal, for the first."""
        return {name: f"a{count}" for count, name in enumerate(self.index.by_id, 1)}

    @cached_property
    def words(self) -> Positions:
        """What in the drawing is text."""
        elements = self.index.elements
        return {at for at, each in enumerate(elements) if is_text(each.local, each.attributes)}

    def write(
        self,
        changes: Mapping[int, Mapping[str, str]] | None = None,
        left_out: Collection[int] = (),
    ) -> str:
        """Return what is inside the root.

        changes: attributes of some elements that are written over their own. left_out: elements
        that are not written.
        """
        pieces: list[str] = []
        stack: list[Element | str | tuple[str]] = list(reversed(self.index.root.children))
        tags, changes = self._tags, changes or {}
        while stack:
            node = stack.pop()
            if isinstance(node, Element):
                at = node.order
                tag = tags[at]
                if not tag or at in left_out:
                    continue
                if at in changes:
                    tag = self._change(node, changes[at])
                if node.children:
                    pieces.append(f"{tag}>")
                    stack.append((f"</{node.local}>",))
                    stack += reversed(node.children)
                else:
                    pieces.append(f"{tag}/>")
            else:
                pieces.append(_escape(node) if isinstance(node, str) else node[0])
        return "".join(pieces)

    def write_alone(self, shape: Element, attributes: Mapping[str, str]) -> str:
        """Return an element by itself, with other attributes."""
        return f"<{shape.local}{self.write_attributes(shape, attributes)}/>"

    def write_attributes(self, element: Element, held: Mapping[str, str]) -> str:
        """Return ``held``, which stands for an element's own attributes, a space before each."""
        pairs: list[str] = []
        if "href" in held or "xlink:href" in held:
            target = rewrite_href(element, self.ids)
            pairs += [f" href={quoteattr(target)}"] if target else []
        all_plain = _PLAIN("".join(held.values())) is not None
        for key, value in held.items():
            if not _is_written(key):
                continue
            if all_plain or _PLAIN(value):
                pairs.append(f' {key}="{value}"')
            else:
                rewritten = rewrite_urls(value, self.ids)
                pairs += [f" {key}={quoteattr(rewritten)}"] if rewritten is not None else []
        style = element.style
        blend = ";".join(f"{key}:{style[key]}" for key in _STYLE_ONLY if key in style)
        return "".join(pairs) + (f' style="{escape(blend)}"' if blend else "")

    @cached_property
    def _tags(self) -> list[str]:
        """Each element's tag without its end; nothing for what the renderer does not get."""
        return [self._write_tag(each, each.attributes) for each in self.index.elements]

    def _change(self, element: Element, changed: Mapping[str, str]) -> str:
        if element.attributes.keys().isdisjoint(changed):
            return self._tags[element.order] + "".join(
                f' {key}="{value}"' for key, value in changed.items()
            )
        return self._write_tag(element, {**element.attributes, **changed})

    def _write_tag(self, element: Element, held: Mapping[str, str]) -> str:
        # Of style sheets the renderer would apply some again.
        if element.namespace != SVG or element.local in _UNWRITTEN:
            return ""
        tag = f"<{element.local}"
        if "id" in held and self._firsts.get(element.id) == element.order:
            tag += f' id="{self.ids[element.id]}"'
        return tag + self.write_attributes(element, held)

    @cached_property
    def _firsts(self) -> dict[str, int]:
        return {name: min(positions) for name, positions in self.index.by_id.items()}


@functools.lru_cache(1024)
def _is_written(attribute: str) -> bool:
    return _UNUSED.match(attribute) is None


@functools.lru_cache(1024)
def _escape(text: str) -> str:
    return escape(text, {"\r": "&#13;"})
