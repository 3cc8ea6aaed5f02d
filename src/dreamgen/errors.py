"""The two ways dreamgen says no, and how it says that it passes something over: one sentence each."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST = 480  # characters of a sentence; what a user gave may be far longer


class DreamError(Exception):
    """Something failed while running; the command line exits with 1.

    Its text is one printable line, whatever of an input is in it.
    """

    exit_code = 1

    def __init__(self, message: str = ""):
        super().__init__(make_printable(message))


class BadInput(DreamError):
    """What the user gave cannot be used; the command line exits with 2."""

    exit_code = 2


class InputWarning(UserWarning):
    """Part of an input is passed over; the command line says so in one line and goes on."""

    def __init__(self, message: str = ""):
        super().__init__(make_printable(message))


def make_printable(text: str) -> str:
    """Return text in one line, control characters written out: a terminal must not obey a file.

    The middle of what is longer than :data:`LONGEST` is left out.
    """
    plain = " ".join(text.split())
    plain = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in plain)
    if len(plain) <= LONGEST:
        return plain
    return f"{plain[: LONGEST * 2 // 3]} ... {plain[-LONGEST // 4 :]}"


def nearest(word: str, allowed: Iterable[str], limit: int = 3) -> str:
    """Return " (did you mean ...?)" for the closest of ``allowed``, or an empty string."""
    words = list(allowed)
    folded = {candidate.lower(): candidate for candidate in words}
    close = difflib.get_close_matches(word.lower(), folded, n=limit, cutoff=0.6)
    if not close:
        close = [low for low in folded if word and low.startswith(word.lower())][:limit]
    if not close:
        return ""
    return f" (did you mean {' or '.join(folded[low] for low in close)}?)"


def is_short_of_memory(problem: BaseException) -> bool:
    """Say whether an exception means that memory ran out, of the processor's or a device's."""
    # Torch raises plain RuntimeErrors for it on a CPU, and subclasses of it on a GPU.
    said = str(problem).lower() if isinstance(problem, RuntimeError) else ""
    return isinstance(problem, MemoryError) or "allocate memory" in said or "out of memory" in said
