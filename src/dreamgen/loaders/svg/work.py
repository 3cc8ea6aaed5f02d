"""A limit on work that a hostile file could make endless."""

from __future__ import annotations

from dataclasses import dataclass

from dreamgen.errors import BadInput

_MOST_STEPS = 20_000_000
"""Elements looked at, some 0.1 microseconds each."""


@dataclass
class Work:
    """Counts steps; past the limit it raises BadInput with ``message``."""

    message: str
    left: int = _MOST_STEPS

    def spend(self, steps: int) -> None:
        self.left -= steps
        if self.left < 0:
            raise BadInput(self.message)
