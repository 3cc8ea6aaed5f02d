"""The recipe inside a page of HTML: a template element, which browsers do not show."""

from __future__ import annotations

import html
import re
from pathlib import Path

_START = b"<!doctype html>"  # as every page of ours begins
_ELEMENT = re.compile(rb'<template id="dreamgen-recipe">([^<]*)</template>')


def embed_in_page(recipe: str) -> str:
    """Return the element that carries a recipe."""
    # A parser of HTML would make line feeds of carriage returns.
    text = html.escape(recipe).replace("\r", "&#13;")
    return f'<template id="dreamgen-recipe">{text}</template>'


def extract_from_page(path: Path) -> str | None:
    """Return the recipe in a page, or None if it carries none, is no page or cannot be read."""
    try:
        with path.open("rb") as file:
            if file.read(len(_START)) != _START:
                return None
            found = _ELEMENT.search(file.read())
    except OSError:
        return None
    return html.unescape(found[1].decode(errors="replace")) if found else None
