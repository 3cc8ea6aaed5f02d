"""Custom properties and ``var()`` (CSS Custom Properties 1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tinycss2

_LONGEST = 10_000  # characters; doubling itself thirty times, a value would fill the memory
_DEEPEST = 30


def substitute(value: str, variables: Mapping[str, str]) -> str | None:
    """Return a value with every ``var()`` replaced; None where one has neither value nor fallback."""
    if "var(" not in value.lower():
        return value
    if len(value) > _LONGEST:
        return None
    return _replace(tinycss2.parse_component_value_list(value), variables, 0)


def resolve(declared: Mapping[str, str], inherited: Mapping[str, str]) -> dict[str, str]:
    """Return the custom properties of an element: its own, resolved, over the inherited ones.

    Those that refer to each other in a circle, or to nothing, are left out.
    """
    known = {name: value for name, value in inherited.items() if name not in declared}
    waiting = list(declared)
    unfinished: set[str] = set()
    done: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in done:
            continue
        needed = [each for each in _find_names(declared[name]) if each in declared]
        ahead = [each for each in needed if each not in done]
        if name not in unfinished and ahead:
            unfinished.add(name)
            waiting.append(name)
            waiting += [each for each in ahead if each not in unfinished]
            continue
        done.add(name)
        value = None if ahead else substitute(declared[name], known)
        if value is not None:
            known[name] = value
    return known


def _find_names(value: str) -> list[str]:
    if "var(" not in value.lower() or len(value) > _LONGEST:
        return []
    names: list[str] = []
    stack: list[Any] = list(tinycss2.parse_component_value_list(value))
    while stack:
        token = stack.pop()
        inside = getattr(token, "arguments", None) or getattr(token, "content", None) or []
        if token.type == "function" and token.lower_name == "var":
            names += [each.value for each in inside if each.type == "ident"][:1]
        stack += inside
    return names


def _replace(tokens: list[Any], variables: Mapping[str, str], depth: int) -> str | None:
    if depth > _DEEPEST:
        return None
    pieces: list[str] = []
    for token in tokens:
        piece: str | None
        if token.type == "function" and token.lower_name == "var":
            piece = _look_up(token.arguments, variables, depth)
        elif token.type == "function":
            inside = _replace(token.arguments, variables, depth + 1)
            piece = None if inside is None else f"{token.name}({inside})"
        elif token.type == "() block":
            inside = _replace(token.content, variables, depth + 1)
            piece = None if inside is None else f"({inside})"
        else:
            piece = token.serialize()
        if piece is None:
            return None
        pieces.append(piece)
    text = "".join(pieces)
    return text if len(text) <= _LONGEST else None


def _look_up(arguments: list[Any], variables: Mapping[str, str], depth: int) -> str | None:
    names = [each for each in arguments if each.type == "ident"]
    if not names:
        return None
    if names[0].value in variables:
        return variables[names[0].value]
    comma = next((i for i, each in enumerate(arguments) if each == ","), None)
    if comma is None:
        return None
    fallback = _replace(arguments[comma + 1 :], variables, depth + 1)
    return None if fallback is None else fallback.strip()
