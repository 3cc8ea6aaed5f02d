"""White space and letter case of text, which CSS says and the renderer does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dreamgen.loaders.svg.tree import Element

_SPACES = {"pre": "preserve", "pre-wrap": "preserve", "break-spaces": "preserve"}
_SPACES |= {"normal": "default", "nowrap": "default", "pre-line": "default"}
_CASES: dict[str, Callable[[str], str]] = {
    "uppercase": str.upper,
    "lowercase": str.lower,
    "capitalize": lambda text: " ".join(word[:1].upper() + word[1:] for word in text.split(" ")),
}


def translate_text(styled: Iterable[Element]) -> None:
    """Apply ``white-space`` and ``text-transform`` of elements that have a style."""
    for element in styled:
        space = element.style.get("white-space", "").split(" ")[0]
        if space in _SPACES:
            element.attributes["xml:space"] = _SPACES[space]
        case = element.style.get("text-transform")
        if case in _CASES:
            for each in element.walk():
                if each is element or "text-transform" not in each.style:
                    _change_case(each, _CASES[case])


def _change_case(element: Element, change: Callable[[str], str]) -> None:
    element.children = [
        change(child) if isinstance(child, str) else child for child in element.children
    ]
