"""White space and letter case of text, which CSS says and the renderer does not know."""

from __future__ import annotations

from collections.abc import Callable

from dreamgen.loaders.svg.tree import Element

_SPACES = {"pre": "preserve", "pre-wrap": "preserve", "break-spaces": "preserve"}
_SPACES |= {"normal": "default", "nowrap": "default", "pre-line": "default"}
_CASES: dict[str, Callable[[str], str]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda text: " ".join(word[:1].upper() + word[1:] for word in text.split(" ")),
}


def translate_text(root: Element) -> None:
    """Apply ``white-space`` and ``text-transform``."""
    stack: list[tuple[Element, str]] = [(root, "none")]
    while stack:
        element, case = stack.pop()
        space = element.style.get("white-space", "").split(" ")[0]
        if space in _SPACES:
            element.attributes["xml:space"] = _SPACES[space]
        case = element.style.get("text-transform", case)
        if case in _CASES:
            element.children = [
                _CASES[case](child) if isinstance(child, str) else child
                for child in element.children
            ]
        stack += [(child, case) for child in element.elements]
