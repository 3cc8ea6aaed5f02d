"""``switch`` and conditional attributes (SVG 2, Conditional Processing), for readers of English.

The same drawing must give the same picture everywhere, so the language is not the system's.
"""

from __future__ import annotations

import itertools

from dreamgen.loaders.svg.tree import HTML, SVG, Element

_LANGUAGE = "en"
CONDITIONS = {"systemLanguage", "requiredExtensions", "requiredFeatures"}
_KNOWN_EXTENSIONS = {HTML, ""}


def choose_alternatives(root: Element) -> None:
    """Leave only the first child of each ``switch`` whose conditions hold, and drop what fails."""
    for element in root.walk():
        children = element.elements
        if element.local == "switch":
            drawn = (child for child in children if child.namespace == SVG and _holds(child))
            element.children = list(itertools.islice(drawn, 1))
            element.tag = element.local = "g"
        elif any(CONDITIONS & child.attributes.keys() for child in children):
            element.children = [
                child for child in element.children if isinstance(child, str) or _holds(child)
            ]


def _holds(element: Element) -> bool:
    """Say whether an element's conditions hold; they are not asked again by the renderer."""
    element.attributes.pop("requiredFeatures", None)  # SVG 1.1 has it, and SVG 2 ignores it
    languages = element.attributes.pop("systemLanguage", None)
    if languages is not None:
        wanted = [language.strip().lower() for language in languages.split(",")]
        if not any(each == _LANGUAGE or each.startswith(f"{_LANGUAGE}-") for each in wanted):
            return False
    extensions = element.attributes.pop("requiredExtensions", None)
    return extensions is None or set(extensions.split()) <= _KNOWN_EXTENSIONS
