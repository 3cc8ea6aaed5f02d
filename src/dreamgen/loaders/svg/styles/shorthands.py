"""Shorthand properties, put as the properties that they stand for."""

from __future__ import annotations

import re

import tinycss2

from dreamgen.loaders.svg.styles.declarations import Declaration

_STYLES = {"italic", "oblique"}
_WEIGHTS = {"bold", "bolder", "lighter"} | {str(weight) for weight in range(100, 1000, 100)}
_STRETCHES = re.compile(r"(?:(?:ultra|extra|semi)-)?(?:condensed|expanded)")
_SIZES = {"xx-small", "x-small", "small", "medium", "large", "x-large", "xx-large"}
_SIZES |= {"larger", "smaller"}


def expand(declaration: Declaration) -> tuple[Declaration, ...]:
    """Return what a declaration stands for; itself unless it is ``font`` or ``marker``."""
    if declaration.name == "font":
        parts = _read_font(declaration.value)
    elif declaration.name == "marker":
        parts = {f"marker-{place}": declaration.value for place in ("start", "mid", "end")}
    else:
        return (declaration,)
    return tuple(Declaration(name, value, declaration.important) for name, value in parts.items())


def _read_font(value: str) -> dict[str, str]:
    """CSS Fonts 4: ``italic bold 12px/1.5 Georgia, serif``."""
    if value.lower() in ("inherit", "initial", "unset"):
        names = ("font-style", "font-weight", "font-size", "font-family")
        return dict.fromkeys(names, value)
    found = {"font-style": "normal", "font-variant": "normal", "font-weight": "normal"}
    tokens = tinycss2.parse_component_value_list(value)
    for at, token in enumerate(tokens):
        word = token.serialize().lower()
        if word in _STYLES:
            found["font-style"] = word
        elif word in _WEIGHTS:
            found["font-weight"] = word
        elif word == "small-caps":
            found["font-variant"] = word
        elif token.type == "ident" and _STRETCHES.fullmatch(word):
            found["font-stretch"] = word
        elif token.type in ("dimension", "percentage", "function") or word in _SIZES:
            rest = tinycss2.serialize(tokens[at + 1 :]).strip()
            height = re.match(r"/\s*([^\s]+)\s*", rest)
            if height:
                found["line-height"] = height[1]
                rest = rest[height.end() :]
            return found | {"font-size": word, "font-family": rest} if rest else {}
    return {}
