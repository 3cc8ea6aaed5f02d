"""Write a drawing's tree as the markup that the renderer gets.

The renderer's parser may see more references than ours. So every id is replaced by a plain one
(a1, a2, ...), and a reference that is neither to such an id nor embedded is not written at all.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

from dreamgen.loaders.svg.links import rewrite_href, rewrite_urls
from dreamgen.loaders.svg.tree import SVG, Element

# All else with a prefix, and what only browsers act on, is nothing to the renderer.
_UNUSED = re.compile(r"(?!xml:space$)(?:.*:|style$|class$|href$|id$|on|data-|aria-|xmlns)")
_UNWRITTEN = {"style", "script", "foreignObject", "title", "desc", "metadata"}
_PLAIN = re.compile(r"[\w#.,%;: +-]*").fullmatch
# The renderer takes these only from a style attribute.
_STYLE_ONLY = ("mix-blend-mode", "isolation", "font-kerning")

Change = Callable[[Element], Mapping[str, str]]


def collect_ids(root: Element) -> dict[str, str]:
    """Return the plain id of each id in a drawing; where two are equal the first is meant."""
    ids: dict[str, str] = {}
    for element in root.walk():
        if element.id and element.id not in ids:
            ids[element.id] = f"a{len(ids) + 1}"
    return ids


def write_children(
    element: Element,
    ids: Mapping[str, str],
    change: Change | None = None,
    left_out: Callable[[Element], bool] | None = None,
) -> str:
    """Return what is inside an element as markup.

    ids: of :func:`collect_ids`. change: gives attributes of an element that are written over its
    own. left_out: says which elements not to write.
    """
    pieces: list[str] = []
    stack: list[Element | str | tuple[str]] = list(reversed(element.children))
    first: set[str] = set()
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            pieces.append(node[0])
        elif isinstance(node, str):
            pieces.append(escape(node, {"\r": "&#13;"}))
        elif _is_drawn(node) and not (left_out and left_out(node)):
            attributes = write_attributes(node, ids, change(node) if change else {}, first)
            pieces.append(f"<{node.local}{attributes}>")
            stack.append((f"</{node.local}>",))
            stack += reversed(node.children)
    return "".join(pieces)


def write_attributes(
    element: Element, ids: Mapping[str, str], changed: Mapping[str, str], seen: set[str]
) -> str:
    """Return an element's attributes as markup, a space before each."""
    held = {**element.attributes, **changed} if changed else element.attributes
    pairs: list[str] = []
    own = held.get("id")
    if own is not None and own in ids and own not in seen:
        seen.add(own)
        pairs.append(f' id="{ids[own]}"')
    target = rewrite_href(element, ids)
    if target:
        pairs.append(f" href={quoteattr(target)}")
    for key, value in held.items():
        if _is_written(key):
            plain = value if _PLAIN(value) else rewrite_urls(value, ids)
            if plain is not None:
                pairs.append(f' {key}="{plain}"' if _PLAIN(value) else f" {key}={quoteattr(plain)}")
    blend = ";".join(f"{key}:{element.style[key]}" for key in _STYLE_ONLY if key in element.style)
    if blend:
        pairs.append(f' style="{escape(blend)}"')
    return "".join(pairs)


@functools.lru_cache(1024)
def _is_written(attribute: str) -> bool:
    return _UNUSED.match(attribute) is None


def _is_drawn(element: Element) -> bool:
    """Say whether the renderer gets an element: of style sheets, it would apply some again."""
    return element.namespace == SVG and element.local not in _UNWRITTEN
