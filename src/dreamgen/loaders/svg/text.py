"""What in a drawing is text."""

from __future__ import annotations

import re
from collections.abc import Mapping

_MATPLOTLIB_TEXT = re.compile(r"text_\d+")
_CAIRO_GLYPH = re.compile(r"#glyph-?\d+-\d+")


def is_text(local: str, attributes: Mapping[str, str]) -> bool:
    """Say whether an element is text, or outlines that a program wrote in the place of text.

    matplotlib groups the outlines of a string as ``<g id="text_3">``; cairo, and so R's ``svg()``
    and ``pdftocairo``, places each with ``<use href="#glyph-0-3">``.
    """
    if local == "text":
        return True
    if local == "g":
        return _MATPLOTLIB_TEXT.fullmatch(attributes.get("id", "")) is not None
    if local == "use":
        target = attributes.get("href") or attributes.get("xlink:href") or ""
        return _CAIRO_GLYPH.fullmatch(target) is not None
    return False
