"""References between the elements of a drawing: ``href="#a"`` and ``url(#a)``."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dreamgen.loaders.svg.tree import Element

RASTER = re.compile(r"data:image/(?:png|jpe?g|gif|webp)[;,]", re.IGNORECASE)
"""How a reference begins that holds a picture the renderer reads."""
FOLLOWED = frozenset(
    ["use", "textPath", "tref", "pattern", "filter", "feImage", "linearGradient", "radialGradient"]
)
"""What draws, or goes by, the element that it refers to."""

_URL = re.compile(r"""url\(\s*+(?:"([^"]*+)"|'([^']*+)'|([^"'()\s]*+))\s*+\)""", re.IGNORECASE)
_SAFE_URL = re.compile(r"url\(#a\d+\)")
_NOTHING = "a0"
"""An id that no element gets: what a broken reference leads to, so that its fallback holds."""


def get_href(element: Element) -> str:
    attributes = element.attributes
    return (attributes.get("href") or attributes.get("xlink:href") or "").strip()


def set_href(element: Element, target: str) -> None:
    element.attributes.pop("xlink:href", None)
    element.attributes["href"] = target


def find_target(element: Element) -> str | None:
    """Return the id that an element refers to by ``href``."""
    target = get_href(element)
    return target[1:] if target.startswith("#") else None


def find_urls(value: str) -> list[str]:
    """Return the ids that ``url()`` refers to in a value."""
    found = ("".join(match.groups("")).strip() for match in _URL.finditer(value))
    return [target[1:] for target in found if target.startswith("#")]


def rewrite_href(element: Element, ids: Mapping[str, str]) -> str | None:
    """Return an element's reference with the new id; None if it is to nothing in the file."""
    if element.local in FOLLOWED:
        target = find_target(element)
        if target is not None:
            return f"#{ids[target]}" if target in ids else None
    is_picture = element.local in ("image", "feImage")
    return get_href(element) if is_picture and RASTER.match(get_href(element)) else None


def rewrite_urls(value: str, ids: Mapping[str, str]) -> str | None:
    """Return a value with new ids; None for one that refers to something in no known form."""

    def rewrite(match: re.Match[str]) -> str:
        target = "".join(match.groups("")).strip()
        return f"url(#{ids.get(target[1:], _NOTHING) if target.startswith('#') else _NOTHING})"

    if "\\" in value:
        return None
    if "url" not in value.lower():
        return value
    rewritten = _URL.sub(rewrite, value)
    return None if "url" in _SAFE_URL.sub("", rewritten).lower() else rewritten


def prefix_ids(root: Element, prefix: str) -> None:
    """Give every id of a tree, and every reference to one, a prefix."""

    def rewrite(match: re.Match[str]) -> str:
        target = "".join(match.groups("")).strip()
        return f'url("#{prefix}{target[1:]}")' if target.startswith("#") else match[0]

    for element in root.walk():
        target = find_target(element)
        if target is not None:
            set_href(element, f"#{prefix}{target}")
        for name, value in element.attributes.items():
            if name == "id":
                element.attributes[name] = prefix + value
            elif "url(" in value.lower():
                element.attributes[name] = _URL.sub(rewrite, value)
