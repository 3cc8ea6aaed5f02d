"""Which elements of a drawing are hidden: tooltips, overlays, what shows only on hover."""

from __future__ import annotations

import re

from dreamgen.loaders.svg.index import Index
from dreamgen.loaders.svg.tree import Element

_SAYING = ("style", "display", "opacity", "visibility")


def find_hidden(index: Index) -> list[bool]:
    """Say of each element whether it draws nothing, by its own attributes or those above it."""
    gone = [False] * len(index.elements)  # with all that is inside
    unseen = [False] * len(index.elements)  # but what is inside may say that it shows
    says = set().union(*(index.by_attribute.get(name, set()) for name in _SAYING))
    for at, (element, parent) in enumerate(zip(index.elements, index.parents, strict=True)):
        if parent >= 0:
            gone[at], unseen[at] = gone[parent], unseen[parent]
        if at not in says:
            continue
        gone[at] |= _get_property(element, "display") == "none"
        gone[at] |= _is_zero(_get_property(element, "opacity"))
        visibility = _get_property(element, "visibility")
        unseen[at] = visibility in ("hidden", "collapse") if visibility else unseen[at]
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
