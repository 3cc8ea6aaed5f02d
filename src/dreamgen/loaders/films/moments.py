"""Pictures of a film at some moments: at a constant rate, or for contact sheets and posters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from dreamgen.loaders.films.reel import Reel, Shown

if TYPE_CHECKING:
    from PIL import Image

_LEAP = 2.0
"""Seconds to the next moment from where on a film is opened anew there, in place of played on."""
_NEAR = 1e-4


def spread_moments(
    reel: Reel, count: int, start: float = 0.0, stop: float | None = None
) -> list[float]:
    """Return moments at which evenly spread frames are shown, the first and the last among them.

    They are fewer than ``count`` in a film, or a part of it from ``start`` to ``stop``, of fewer
    frames.
    """
    first = math.floor(start * reel.rate + _NEAR)
    end = reel.seconds if stop is None else min(stop, reel.seconds)
    frames = max(1, round(end * reel.rate) - first)
    count = min(count, frames)
    steps = max(1, count - 1)
    numbers = (first + round(number * (frames - 1) / steps) for number in range(count))
    # The middle of a frame: when it begins is rounded in many a file.
    return [(number + 0.5) / reel.rate for number in numbers]


def play_at_rate(
    reel: Reel, start: float, count: int, rate: float, first: int = 0
) -> Iterator[Image.Image]:
    """Yield ``count`` pictures at a constant rate: at each moment the one that is shown then.

    With ``first`` those before it are left out. A film that ends early ends the pictures.
    """

    def find_moment(tick: int) -> float:
        # A frame belongs to the nearest tick: clocks of 1/90000 s hardly ever hit one exactly.
        return start + (tick + 0.5) / rate

    # Half a frame after the end the last one is asked for, if it is the first of all.
    moments = (min(find_moment(tick), reel.seconds - _NEAR) for tick in range(first, count))
    for tick, shown in enumerate(show_at(reel, moments), first):
        if tick and find_moment(tick) >= max(reel.seconds, shown.seconds + 1 / rate):
            return
        yield shown.image


def show_at(reel: Reel, moments: Iterable[float]) -> Iterator[Shown]:
    """Yield what is shown at each moment, in seconds that ascend; after the end the last picture."""
    pictures: Iterator[Shown] = iter(())
    now: Shown | None = None
    after: Shown | None = None
    last = -math.inf
    for moment in moments:
        leaps, last = reel.can_seek and moment > last + _LEAP, moment
        if now is None or leaps:
            pictures = reel.play(moment)
            now, after = next(pictures, now), next(pictures, None)
        while after is not None and after.seconds <= moment + _NEAR:
            now, after = after, next(pictures, None)
        if now is not None:
            yield now
