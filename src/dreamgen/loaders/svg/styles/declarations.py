"""Read CSS declarations, such as ``fill: red; stroke: none``."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

import tinycss2

_LONGEST_CACHED = 500  # characters
_DEEPEST = 60
_BRACKETS = re.compile(r"[\[\](){}]")
# Without quotes, escapes, comments and braces, a semicolon outside brackets ends a declaration.
_PLAIN = re.compile(r"[^\"'\\{}@/<!]*")
_PIECE = re.compile(r"((?:[^;()]|\([^()]*\))*+);?")


@dataclass(frozen=True, slots=True)
class Declaration:
    """A property, in lower case but for custom ones, and its value as written."""

    name: str
    value: str
    important: bool = False


def read_declarations(text: str) -> tuple[Declaration, ...]:
    """Return the declarations of a style attribute; what is no declaration is left out."""
    return _read_cached(text) if len(text) <= _LONGEST_CACHED else _read(text)


def is_too_deep(text: str) -> bool:
    """Say whether brackets are nested too deep for what reads them, which recurses."""
    if sum(map(text.count, "([{")) <= _DEEPEST:
        return False
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth = max(0, depth + (1 if match[0] in "([{" else -1))
        if depth > _DEEPEST:
            return True
    return False


def convert_declarations(content: Iterable[object]) -> tuple[Declaration, ...]:
    """Return the declarations in a rule's content, as tinycss2 has tokenised it."""
    nodes = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return tuple(_convert(node) for node in nodes if node.type == "declaration")


@functools.lru_cache(4096)
def _read_cached(text: str) -> tuple[Declaration, ...]:
    return _read(text)


def _read(text: str) -> tuple[Declaration, ...]:
    """Most style attributes are plain, and reading those here is thirty times as fast."""
    if is_too_deep(text):
        return ()
    if not _PLAIN.fullmatch(text) or text.count("(") != text.count(")"):
        return convert_declarations(tinycss2.parse_component_value_list(text))
    found: list[Declaration] = []
    for match in _PIECE.finditer(text):
        name, colon, value = match[1].partition(":")
        if colon and name.strip():
            found.append(Declaration(_fold(name.strip()), value.strip()))
    return tuple(found)


def _convert(node: tinycss2.ast.Declaration) -> Declaration:
    value = tinycss2.serialize(node.value).strip()
    return Declaration(_fold(node.name), value, node.important)


def _fold(name: str) -> str:
    return name if name.startswith("--") else name.lower()
