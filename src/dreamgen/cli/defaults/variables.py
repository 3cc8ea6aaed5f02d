"""Variables named like the options: DREAMGEN_SIZE is what ``--size`` is, for every command."""

from __future__ import annotations

import difflib
import os
import warnings
from collections.abc import Collection, Sequence

from dreamgen.errors import InputWarning

PREFIX = "DREAMGEN_"
OTHERS = ("CONFIG", "PLUGINS_DISABLED", "TRACEBACK")
"""Variables of dreamgen's that set no option."""


def name_variable(option: str) -> str:
    """Return the variable of an option.

    >>> name_variable("octave_ratio")
    'DREAMGEN_OCTAVE_RATIO'
    """
    return PREFIX + option.upper()


def read_variables(options: Collection[str]) -> dict[str, str]:
    """Return the values of the options, named with underscores, whose variables are set.

    A variable that is none, but nearly one, is passed over with a warning: it is a misprint.
    """
    known = {name_variable(option): option for option in options}
    every = [*known, *map(name_variable, OTHERS)]
    found = {}
    for name, value in os.environ.items():
        if name in known and value:
            found[known[name]] = value
        elif name.startswith(PREFIX) and name not in every and (guess := _find_meant(name, every)):
            said = f"{name} is no variable of dreamgen's (did you mean {guess}?)"
            warnings.warn(said, InputWarning, stacklevel=2)
    return found


def _find_meant(name: str, every: Sequence[str]) -> str:
    words = [other.removeprefix(PREFIX) for other in every]
    close = difflib.get_close_matches(name.removeprefix(PREFIX), words, n=1, cutoff=0.75)
    return PREFIX + close[0] if close else ""
