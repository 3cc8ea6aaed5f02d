"""The inputs of many renders: files, folders, globs, and names on standard input."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dreamgen.errors import BadInput
from dreamgen.render.inputs.loading import NOISE, SAMPLE

LISTED = "-"
"""In place of an input: names of inputs are read, one a line."""
IsWhole = Callable[[Path], bool]
"""Says of a folder whether it is one input itself, as one of a film's frames is."""


def never(path: Path) -> bool:
    """Let a folder stand for the files in it."""
    return False


@dataclass(frozen=True)
class Sources:
    """Inputs, found anew whenever they are iterated over, so that none of them is kept.

    words:  files, folders (their own files that are not hidden, by name), globs (``**`` reaches
            into folders), ``noise``, ``sample:NAME``, or ``-``.
    listed: the lines that ``-`` stands for.
    is_whole: which folders are one input each.
    """

    words: tuple[str, ...]
    listed: Iterable[str] = ()
    is_whole: IsWhole = never

    def __iter__(self) -> Iterator[str]:
        """Yield the name of each input. Raise BadInput for a glob or a folder with no file."""
        for word in self.words:
            if word == LISTED:
                yield from (line.rstrip("\r\n") for line in self.listed if line.strip())
            else:
                yield from _find(word, self.is_whole)

    def count(self) -> int | None:
        """Return how many there are; None if that is known only when all have been read."""
        return None if LISTED in self.words else sum(1 for _ in self)


def is_many(words: Iterable[str], is_whole: IsWhole = never) -> bool:
    """Say whether words stand for inputs of any number, not just for one."""
    words = list(words)
    return len(words) > 1 or any(_is_folder(word, is_whole) or _is_glob(word) for word in words)


def _find(word: str, is_whole: IsWhole) -> Iterator[str]:
    is_folder = _is_folder(word, is_whole)
    if is_folder:
        found = sorted(entry.path for entry in os.scandir(word) if _is_shown(entry))
    elif _is_glob(word):
        named = glob.iglob(word, recursive=True)  # noqa: PTH207 - names stay as they are typed
        found = sorted(filter(os.path.isfile, named))
    else:
        found = [word]
    if not found:
        raise BadInput(f"there is no file in {word}" if is_folder else f"no file is {word}")
    yield from found


def _is_shown(entry: os.DirEntry[str]) -> bool:
    return entry.is_file() and not entry.name.startswith(".")


def _is_folder(word: str, is_whole: IsWhole) -> bool:
    """Say whether a word is a folder that stands for the files in it."""
    if word in ("", LISTED, NOISE) or "\0" in word or not Path(word).is_dir():
        return False
    return not is_whole(Path(word))


def _is_glob(word: str) -> bool:
    is_name = word.startswith(SAMPLE) or "\0" in word or os.path.lexists(word)
    return glob.has_magic(word) and not is_name
