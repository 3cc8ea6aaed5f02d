"""CSS selectors as text (Selectors Level 4): cssselect2 reads them, within bounds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import tinycss2
from cssselect2 import parser

from dreamgen.errors import BadInput

_LONGEST = 1000
"""Characters of a selector that a user writes."""
_MOST_STEPS = 64
_DEEPEST = 10
_PREFIXED = re.compile(r"\[\s*([\w-]+):(?=[\w-])")
_UNQUOTED = re.compile(r"=\s*([\w.:-]+)\s*\]")


class Unsupported(Exception):
    """A selector is not understood."""


def read_selectors(text: str) -> list[parser.Selector]:
    """Return the selectors of a user's list, with the liberties that people take.

    Raise BadInput for what is too long or too deeply nested, :class:`Unsupported` for what is none.
    """
    if len(text) > _LONGEST:
        raise BadInput(f"a selector of more than {_LONGEST} characters is not read")
    if text.count("(") > _DEEPEST:
        raise BadInput(f"the selector {text[:60]!r} ... has too many brackets to be read")
    # CSS wants [index="2"] and [xlink\\:href]; without is written often, and can mean only one thing
    quoted = _UNQUOTED.sub(r'="\1"]', _PREFIXED.sub(r"[\1\\:", text))
    tokens = tinycss2.parse_component_value_list(quoted)
    for token in tokens:
        if token.type == "hash":
            token.is_identifier = True  # "#2024" likewise
    return parse_selectors(tokens)


def parse_selectors(tokens: Sequence[Any]) -> list[parser.Selector]:
    """Return a list of selectors; raise :class:`Unsupported` for what is none, or far too long."""
    _check_length(tokens)
    try:
        return list(parser.parse(tokens))
    except (
        parser.SelectorError,
        AttributeError,
    ):  # for one that ends early, cssselect2 raises either
        raise Unsupported from None


def _check_length(tokens: Sequence[Any], depth: int = 0) -> None:
    """Refuse what cssselect2, which recurses, could not read."""
    steps = 0
    for token in tokens:
        if token == ",":
            steps = 0
        elif token.type == "whitespace" or token in (">", "+", "~"):
            steps += 1
        elif token.type == "function":
            _check_length(token.arguments, depth + 1)
        if steps > _MOST_STEPS or depth > _DEEPEST:
            raise Unsupported
