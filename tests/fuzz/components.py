"""Calls of components, grown from the fields that they have."""

from __future__ import annotations

from functools import cache
from random import Random

import odd

from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry

_WORDS = (
    "stage2",
    "blocks.*.norm",
    "layer3.1",
    "features",
    "owl",
    "peacock",
    "linear",
    "smooth",
    "leaves.jpg",
)


@cache
def registry() -> Registry:
    """Return the built-in components alone: what is installed beside them must not matter."""
    return Registry(discover(installed=False))


@cache
def list_fields(kind: str) -> dict[str, tuple[str, ...]]:
    """Return the components of a kind, each with the names of its fields."""
    names = [name for name in registry().names(kind) if "/" not in name]
    return {name: tuple(registry().load(kind, name).model_fields) for name in names}


def call(random: Random, kind: str) -> str:
    """Return the text of a call of a component of a kind, with odd values now and then."""
    components = list_fields(kind)
    name = random.choice(tuple(components))
    fields = components[name]
    parts = [value(random) for _ in range(random.choice((0, 0, 0, 1, 1, 2)))]
    for field in random.sample(fields, random.randint(0, len(fields))):
        if random.random() < 0.5:
            parts.append(f"{field}{random.choice(('=', ' = '))}{value(random)}")
    if random.random() < 0.05:
        parts.append(f"{random.choice(('rate', 'x', 'use', '1a'))}={value(random)}")
    if random.random() < 0.05:
        name = random.choice(
            (f"core/{name}", f"dreamgen/{name}", name.upper(), name[:-1], f"{name} ")
        )
    return f"{name}({random.choice((', ', ',')).join(parts)})" if parts else name


def total(random: Random, kind: str) -> str:
    """Return the text of a weighted sum of calls."""
    terms = [
        call(random, kind)
        for _ in range(random.choice((1, 1, 1, 2, 3, odd.count(random, 30_000) + 1)))
    ]
    text = terms[0]
    for term in terms[1:]:
        weight = random.choice(("", "", f"{odd.number(random)}*", f"{odd.number(random)} * "))
        text += f"{random.choice((' + ', ' - ', '+'))}{weight}{term}"
    return random.choice(("", "", "-", "0.5*", f"{odd.number(random)}*")) + text


def value(random: Random, depth: int = 0) -> str:
    """Return the text of a parameter: a number, word, list, quoted text or nested call."""
    way = random.random()
    if way < 0.55:
        return odd.number(random)
    if way < 0.7:
        return random.choice(_WORDS)
    if way < 0.76:
        return random.choice(("true", "false", "none"))
    if way < 0.86 and depth < 5:
        length = odd.count(random, 3000 if depth == 0 else 10)
        return f"[{', '.join(value(random, depth + 1) for _ in range(length))}]"
    if way < 0.93:
        numbers = ", ".join(odd.number(random) for _ in range(random.randint(0, 4)))
        return random.choice((f"ramp({numbers})", f"keys([0, 0], [{numbers}])", f"keys({numbers})"))
    quote = random.choice("\"'")
    return f"{quote}{odd.text(random)}{quote}"
