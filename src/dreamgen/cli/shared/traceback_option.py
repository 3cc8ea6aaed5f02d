"""``--traceback``, wherever it stands on the command line: for authors of plugins."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

FLAG, VARIABLE = "--traceback", "DREAMGEN_TRACEBACK"


def wants_traceback(words: Sequence[str] | None = None) -> bool:
    """Say whether the command line, or the variable DREAMGEN_TRACEBACK, asks for tracebacks."""
    given = sys.argv[1:] if words is None else words
    return FLAG in given or os.environ.get(VARIABLE, "0") not in ("", "0")


def drop_flag(words: Sequence[str]) -> list[str]:
    """Return the words without the flag, which belongs to no command."""
    return [word for word in words if word != FLAG]


def print_traceback(problem: BaseException) -> None:
    """Print how an exception came about, on standard error, with what caused it."""
    traceback.print_exception(problem, file=sys.stderr)
