"""Octave after octave, as many in each frame as there is time for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dreamgen.engine.octaves import Octave

MOST_STEPS = 4
"""Steps at one octave in a row: with more, the next octaves would wait too long."""


class Cycle:
    """The octaves of a size, from the smallest on, again and again.

    Time that one frame leaves is there for the next: where it is short, a large octave takes its turn
    every few frames.
    """

    def __init__(self, octaves: Sequence[Octave]):
        self._octaves = [Octave(octave.height, octave.width, 1) for octave in octaves]
        self._next = 0
        self._left = 0.0

    @property
    def round(self) -> int:
        """Pixels of one step at each octave."""
        return sum(octave.work for octave in self._octaves)

    def take(self, work: float) -> Iterator[Octave]:
        """Yield what is done in a frame that has time for ``work``, in pixels times steps."""
        steps = min(MOST_STEPS, max(1, round(work / self.round)))
        self._left = min(self._left + work, 2 * steps * self.round)
        while True:
            octave = self._octaves[self._next]
            if self._left < steps * octave.work:
                return
            self._left -= steps * octave.work
            self._next = (self._next + 1) % len(self._octaves)
            yield Octave(octave.height, octave.width, steps)
