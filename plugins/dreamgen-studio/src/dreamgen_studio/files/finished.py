"""What was made: each file with its recipe inside, and a small JSON file beside it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finished:
    """A finished dream.

    name:     what it is called when it is downloaded.
    kind:     "still" or "zoom".
    suffix:   of its file.
    toml:     its recipe. command: the command line that makes it.
    made_at:  seconds since 1970. seconds: how long it took.
    note:     one sentence if it is no whole dream, as "stopped in octave 3 of 5".
    """

    id: str
    visitor: str
    name: str
    kind: str
    suffix: str
    width: int
    height: int
    toml: str
    command: str
    made_at: float
    seconds: float
    request: dict[str, object]
    note: str = ""
