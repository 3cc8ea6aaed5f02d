"""What in a drawing is text."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TEXT_GROUP = re.compile(r"text_\d+")
_GLYPH = re.compile(
    r"#(?:glyph-?\d+-\d+"  # cairo, and so R's svg(), pdftocairo and pdf2svg
    r"|font_[0-9a-f]+_[0-9a-f]+"  # MuPDF
    r"|g\d+-\d+"  # dvisvgm
    r"|MJ\w*-[\w-]+)"  # MathJax
)
_OUTLINES = {"g", "path", "use"}
_OUTLINED = re.compile(r"text[-_]?\d[\w-]*")


def is_text(local: str, attributes: Mapping[str, str]) -> bool:
    """Say whether an element is text, or outlines that a program wrote in the place of text.

    matplotlib groups the outlines of a string as ``<g id="text_3">``, Typst as
    ``<g class="typst-text">``, MathJax a formula as ``<g data-mml-node="math">``, and Inkscape
    leaves what a text said as the ``aria-label`` of its outlines. Others place each glyph with a
    ``use``: cairo of ``#glyph-0-3``, dvisvgm of ``#g0-65``, MathJax of ``#MJX-1-TEX-I-1D465``, and
    MuPDF of ``#font_1_36``.
    """
    if local == "text":
        return True
    if local not in _OUTLINES:
        return False
    if local == "g" and _TEXT_GROUP.fullmatch(attributes.get("id", "")):
        return True
    return _is_outline(local, attributes)


def _is_outline(local: str, attributes: Mapping[str, str]) -> bool:
    if "data-mml-node" in attributes or "data-c" in attributes:  # MathJax 3 and 4
        return True
    if local == "use":
        target = attributes.get("href") or attributes.get("xlink:href") or ""
        return "data-text" in attributes or _GLYPH.fullmatch(target.strip()) is not None
    if "typst-text" in attributes.get("class", "").split():
        return True
    return "aria-label" in attributes and _OUTLINED.fullmatch(attributes.get("id", "")) is not None
