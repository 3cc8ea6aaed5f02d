"""The elements that a user's own selectors match."""

from __future__ import annotations

from dreamgen.errors import BadInput
from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.selectors.matcher import Matcher
from dreamgen.loaders.svg.selectors.reading import Unsupported, read_selectors
from dreamgen.loaders.svg.tree import Element
from dreamgen.loaders.svg.work import Work

_ACCEPTED = (
    "tag, #id, .class, [name=value], :is(), :not(), :has(), :nth-child(), :first-child and the"
    " like, and a space, >, + or ~ between them"
)


def select(index: Index, text: str) -> list[Element]:
    """Return the elements that a user's list of selectors matches, as painted, without the root.

    Raises BadInput for what is no selector, is too long, or is too deeply nested.
    """
    matcher = Matcher(index, Work(f"the selector {text[:60]!r} takes too long to match"))
    try:
        selectors = read_selectors(text)
        if any(selector.pseudo_element for selector in selectors):
            raise Unsupported
        matched = matcher.match_any(selectors, index.everything)
    except Unsupported:
        raise BadInput(f"the selector {text!r} is not understood; there are {_ACCEPTED}") from None
    return [index.elements[at] for at in sorted(matched - {0})]
