"""Words in one spelling, so that plurals, British and American, and marks compare equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache, lru_cache

ALIKE = 0.55  # difflib's ratio from which a name is worth telling

AMERICAN = (
    ("grey", "gray"), ("aero", "air"), ("our$", "or"), ("tre$", "ter"), ("mollusc", "mollusk"),
    ("jewellery", "jewelry"), ("plough", "plow"), ("tyre$", "tire"), ("mould", "mold"),
    ("pyjama", "pajama"), ("sceptic", "skeptic"), ("moustache", "mustache"),
)  # fmt: skip
IRREGULAR = {"mice": "mouse", "geese": "goose", "feet": "foot", "teeth": "tooth", "oxen": "ox"}


def split_words(text: str) -> list[str]:
    """Return the words of a name: small letters, no accents, hyphens and underscores as spaces."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("'", "").replace("_", " "))
    return re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign)))


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Return a form that a word shares with its plural and its other English spelling.

    It is no word itself: "wolves" and "wolf" give "wolf", "knives" and "knife" both "knif".
    """
    word = IRREGULAR.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif len(word) > 3 and word.endswith("i"):
        word = f"{word[:-1]}us"  # cacti
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for british, american in AMERICAN:
        word = re.sub(british, american, word)
    word = word.removesuffix("e") if len(word) > 3 else word
    return f"{word[:-1]}f" if word.endswith("v") else word


def rank_alike(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that are somewhat like a text, the most alike first.

    By difflib's ratio with the whole name, or else with the most alike of its words.
    """
    matcher = SequenceMatcher(b=text)

    @cache
    def compare(other: str) -> float:
        matcher.set_seq1(other)
        # Each is an upper bound of the next, and quicker.
        if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
            return 0.0
        return matcher.ratio()

    def rate(name: str) -> float:
        words = split_words(name)
        return max([compare(" ".join(words)), *(0.95 * compare(word) for word in words)])

    rated = {name: rate(name) for name in names}
    return sorted((x for x in rated if rated[x] >= ALIKE), key=lambda name: (-rated[name], name))
