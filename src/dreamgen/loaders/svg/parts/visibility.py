"""Which elements of a drawing are hidden: tooltips, overlays, what shows only on hover."""

from __future__ import annotations

import re

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.tree import Element


def find_hidden(index: Index) -> list[bool]:
    """Say of each element whether it draws nothing, by its own attributes or those above it."""
    gone = [False] * len(index.elements)  # with all that is inside
    unseen = [False] * len(index.elements)  # but what is inside may say that it shows
    for at, (element, parent) in enumerate(zip(index.elements, index.parents, strict=True)):
        gone[at] = (parent >= 0 and gone[parent]) or (
            _get_property(element, "display") == "none"
            or _is_zero(_get_property(element, "opacity"))
        )
        visibility = _get_property(element, "visibility")
        inherited = parent >= 0 and unseen[parent]
        unseen[at] = visibility in ("hidden", "collapse") if visibility else inherited
    return [one or other for one, other in zip(gone, unseen, strict=True)]


def _get_property(element: Element, name: str) -> str:
    style = element.attributes.get("style", "")
    if name in style:
        for declaration in reversed(style.split(";")):
            key, _, value = declaration.partition(":")
            if key.strip() == name:
                return value.replace("!important", "").strip()
    return element.attributes.get(name, "").strip()


def _is_zero(opacity: str) -> bool:
    return re.fullmatch(r"0*\.?0*%?", opacity) is not None and "0" in opacity
