"""From a plain word to the classes of a network that it names."""

from __future__ import annotations

from collections.abc import Sequence

from dreamgen.errors import BadInput, nearest

LONGEST = 100  # signs of a word: no class has a longer name


def match_classes(word: str, labels: Sequence[Sequence[str]]) -> list[int]:
    """Return the classes that a plain word names: by a whole name, or else by a word in a name.

    BadInput, with the nearest names, if there is none.
    """
    wanted = _normalise(word[:LONGEST])
    names = [[_normalise(label) for label in known] for known in labels]
    exact = [index for index, known in enumerate(names) if wanted in known]
    if exact:
        return exact
    within = [
        index
        for index, known in enumerate(names)
        if any(f" {wanted} " in f" {name} " for name in known)
    ]
    if within:
        return within
    raise BadInput(_describe_unknown(wanted, names))


def _normalise(word: str) -> str:
    return " ".join(word.lower().replace("_", " ").replace("-", " ").split())


def _describe_unknown(word: str, names: Sequence[Sequence[str]]) -> str:
    every = dict.fromkeys(name for known in names for name in known)
    guess = nearest(word, every)
    some = ", ".join(known[0] for known in names[:: max(1, len(names) // 12)][:12])
    return f"there is no concept '{word}'{guess}; there are {len(names)}, as {some}"
