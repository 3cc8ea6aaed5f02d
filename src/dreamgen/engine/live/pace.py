"""How much is done in a frame, and at what size, for frames to come as fast as they are asked for.

Work fills the time that a frame has, as measured; that alone evens out most of what a machine does
besides. The size changes only where work would be far too little, or more than enough at the next
larger one, for some seconds.
"""

from __future__ import annotations

RATIO = 1.25
"""Of one size to the next smaller one."""
SMALLEST = 144
"""Longest side, in pixels, below which nothing is seen any more."""
BEGIN = 256
"""Longest side with which a dream begins, for its first frames to come at once."""
LEAST, ENOUGH = 0.35, 0.9
"""Rounds of all octaves in a frame: with fewer it gets smaller, with as many it could be larger."""
SOON, LATER = 1.5, 4.0
"""Seconds for which that must hold, before it gets smaller, and larger."""
FLOOR, MOST = 0.25, 6.0
"""Rounds in a frame at least, even where it takes too long for that, and at most."""
USED = 0.92
"""Share of a frame's time that is filled: the rest is for what nobody measured."""
NEWS, BAD_NEWS = 0.2, 0.5
"""How fast it counts what is measured anew, and what is slower than before."""


class Pace:
    """The longest side of a picture, and the work of a frame, for ``fps`` frames a second.

    ``longest`` bounds the side, in pixels; it is never below 144 where that is larger.
    """

    def __init__(self, fps: float, longest: int):
        self._time = 1 / fps
        self._sides = _list_sides(longest)
        self._at = next((k for k, side in enumerate(self._sides) if side <= BEGIN), -1)
        self._at %= len(self._sides)
        self._speed: float | None = None
        self._rest = 0.0
        self._slow = self._fast = 0.0

    @property
    def side(self) -> int:
        """The longest side of the next picture, in pixels."""
        return self._sides[self._at]

    def find_work(self, round: int) -> float:
        """Return what the next frame has time for, in pixels times steps.

        ``round`` is a step at each octave.
        """
        if self._speed is None:
            return float(round)
        return min(max(self._guess(self._speed, 1.0), FLOOR * round), MOST * round)

    def note(self, seconds: float, working: float, work: float, round: int) -> None:
        """Hear that a frame took ``seconds``, and ``working`` of them for ``work``."""
        if work > 0 and working > 0:
            speed = work / working
            before = speed if self._speed is None else self._speed
            self._speed = _mix(before, speed, BAD_NEWS if speed < before else NEWS)
        self._rest = _mix(self._rest, seconds - working)
        if self._speed is not None and round > 0:
            self._choose_side(self._speed, round, max(seconds, self._time))

    def _choose_side(self, speed: float, round: int, seconds: float) -> None:
        larger = RATIO**2
        is_slow = self._guess(speed, 1.0) < LEAST * round
        is_fast = self._guess(speed, larger) > ENOUGH * round * larger
        self._slow = self._slow + seconds if is_slow else 0.0
        self._fast = self._fast + seconds if is_fast else 0.0
        if self._slow > SOON and self._at < len(self._sides) - 1:
            self._move(1)
        elif self._fast > LATER and self._at > 0:
            self._move(-1)

    def _guess(self, speed: float, area: float) -> float:
        """Return the work that a frame has time for, with ``area`` times the pixels of now."""
        return (self._time * USED - self._rest * area) * speed

    def _move(self, step: int) -> None:
        self._at += step
        self._rest *= RATIO ** (-2 * step)
        self._slow = self._fast = 0.0


def _list_sides(longest: int) -> list[int]:
    """Return the sides that there are, the longest first."""
    sides = [longest]
    while sides[-1] / RATIO >= SMALLEST:
        sides.append(round(sides[-1] / RATIO))
    return sides


def _mix(old: float, new: float, share: float = NEWS) -> float:
    return old + share * (new - old)
