"""The scales of the ascent."""

from __future__ import annotations

from dataclasses import dataclass

SMALLEST = 48
"""Pixels on the shorter side below which a network finds no forms to dream on."""


@dataclass(frozen=True)
class Octave:
    """One scale: its size in pixels, and how many steps are taken at it."""

    height: int
    width: int
    steps: int

    @property
    def size(self) -> tuple[int, int]:
        return self.height, self.width

    @property
    def work(self) -> int:
        """Pixels times steps, to which the time it takes is about proportional."""
        return self.height * self.width * self.steps


def plan_octaves(
    size: tuple[int, int], count: int, ratio: float, steps: int, step_decay: float
) -> list[Octave]:
    """Return up to ``count`` octaves, smallest first, the last of them at ``size`` (height, width).

    Each takes ``step_decay`` times the steps of the smaller one before it: large forms are decided at
    small sizes, where steps are cheap. Those whose shorter side would be
    under SMALLEST are left out.
    """
    height, width = size
    sizes = [(round(height / ratio**k), round(width / ratio**k)) for k in range(count)]
    kept = [sizes[0], *(pair for pair in sizes[1:] if min(pair) >= SMALLEST)][::-1]
    counts = [round(steps * step_decay**k) for k in range(len(kept))]
    return [
        Octave(*pair, max(min(1, steps), number)) for pair, number in zip(kept, counts, strict=True)
    ]
