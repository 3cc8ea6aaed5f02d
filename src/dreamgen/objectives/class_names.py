"""From a plain word to the classes of a network that it names."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import cached_property

from dreamgen.errors import BadInput, InputWarning
from dreamgen.objectives.everyday_words import EVERYDAY
from dreamgen.objectives.imagenet_groups import GROUPS, is_imagenet, list_classes
from dreamgen.objectives.spelling import fold, rank_alike, split_words

Labels = Sequence[Sequence[str]]
"""The names of each class, its own first."""
Names = list[list[list[str]]]
"""The same, each name as its words."""

LONGEST = 100  # signs of a word: no class has a longer name
TOLD = 5  # names that a message lists


def match_words(words: Sequence[str], labels: Labels) -> list[list[int]]:
    """Return the classes that each plain word names; BadInput, with the nearest names, if none.

    Where it is no class's whole name, an InputWarning says what was taken for it.
    """
    names = _ClassNames(labels)
    return [_match(word, names) for word in words]


def _match(word: str, names: _ClassNames) -> list[int]:
    if found := names.find_whole(word):
        return found
    found = names.find_kin(word) or names.find_containing(word)
    if not found:
        raise BadInput(names.describe_unknown(word))
    taken = names.describe(found)
    warnings.warn(f"the concept '{word}' is taken as {taken}", InputWarning, stacklevel=2)
    return found


def translate_words(words: Sequence[str], labels: Labels) -> list[str] | None:
    """Return the words that name classes of a network, of those written for another one.

    Of a phrase the part that does will do ("snake skin": "snake"). None if no word is left.
    """
    names = _ClassNames(labels)
    found = [next(filter(names.find, _shorten(word)), None) for word in words]
    return list(dict.fromkeys(word for word in found if word is not None)) or None


def _shorten(phrase: str) -> list[str]:
    """Return a phrase, then what its last word is a part of, then the last word itself."""
    words = split_words(phrase)
    return [phrase, " ".join(words[:-1]), words[-1]] if len(words) > 1 else [phrase]


class _ClassNames:
    """The names of a network's classes, each as its folded words."""

    def __init__(self, labels: Labels):
        self._labels = labels

    def find(self, word: str) -> list[int]:
        """Return the classes that a word names; none if it names no class."""
        return self.find_whole(word) or self.find_kin(word)

    def find_whole(self, word: str) -> list[int]:
        """Return the classes with exactly this name, or with this name in another spelling."""
        exact = split_words(word[:LONGEST])
        joined = "".join(map(fold, exact))
        return _select(self._split, lambda name: name == exact) or _select(
            self._folded, lambda name: "".join(name) == joined
        )

    def find_kin(self, word: str) -> list[int]:
        """Return the narrower classes of an everyday word, or those whose names end with the word.

        A "dog" is any terrier or hound, a "retriever" a golden retriever, but no "hot dog". Of
        ImageNet's classes, which lie in order of their kinds, it is every breed.
        """
        wanted = _fold_words(word[:LONGEST])
        if "".join(wanted) in self._groups:
            return list_classes(self._groups["".join(wanted)])
        narrower = NARROWER.get("".join(wanted), ())
        found = {index for other in narrower for index in self.find(other)}
        return sorted(found) or _select(self._folded, lambda name: name[-len(wanted) :] == wanted)

    def find_containing(self, word: str) -> list[int]:
        """Return the classes that have a word anywhere in a name."""
        text = f" {' '.join(_fold_words(word[:LONGEST]))} "
        return _select(self._folded, lambda name: text in f" {' '.join(name)} ")

    def describe(self, found: Sequence[int]) -> str:
        """Return the names of a few classes."""
        some = ", ".join(self._labels[index][0] for index in found[:TOLD])
        return some + (f" and {len(found) - TOLD} more" if len(found) > TOLD else "")

    def describe_unknown(self, word: str) -> str:
        """Return a sentence with the nearest names, the nearest first."""
        word = " ".join(split_words(word[:LONGEST]))
        near = rank_alike(word, [name for known in self._labels for name in known])[:TOLD]
        guess = f" (did you mean {' or '.join(filter(None, [', '.join(near[:-1]), *near[-1:]]))}?)"
        return f"there is no concept '{word}'{guess if near else ''}; there are {len(self._labels)}"

    @cached_property
    def _groups(self) -> dict[str, str]:
        return IMAGENET if is_imagenet(self._labels) else {}

    @cached_property
    def _split(self) -> Names:
        return [[split_words(name) for name in known] for known in self._labels]

    @cached_property
    def _folded(self) -> Names:
        return [[list(map(fold, name)) for name in known] for known in self._split]


def _select(names: Names, fits: Callable[[list[str]], bool]) -> list[int]:
    """Return the classes whose own name fits, or else those with any name that does."""
    own = [index for index, known in enumerate(names) if known and fits(known[0])]
    return own or [index for index, known in enumerate(names) if any(map(fits, known))]


def _fold_words(text: str) -> list[str]:
    return list(map(fold, split_words(text)))


IMAGENET = {"".join(_fold_words(word)): ranges for word, ranges in GROUPS.items()}
NARROWER = {"".join(_fold_words(word)): other.split(", ") for word, other in EVERYDAY.items()}
