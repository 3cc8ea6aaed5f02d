"""Pictures of a film at some moments, for contact sheets and posters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dreamgen.loaders.films.reel import Reel, Shown

_LEAP = 2.0
"""Seconds to the next moment from where on a film is opened anew there, in place of played on."""
_NEAR = 1e-4


def spread_moments(reel: Reel, count: int) -> list[float]:
    """Return moments at which evenly spread frames are shown, the first and the last among them.

    They are fewer than ``count`` in a film of fewer frames.
    """
    frames = max(1, round(reel.seconds * reel.rate))
    count = min(count, frames)
    steps = max(1, count - 1)
    # The middle of a frame: when it begins is rounded in many a file.
    return [(round(number * (frames - 1) / steps) + 0.5) / reel.rate for number in range(count)]


def show_at(reel: Reel, moments: Sequence[float]) -> Iterator[Shown]:
    """Yield what is shown at each moment, in seconds that ascend; after the end the last picture."""
    pictures: Iterator[Shown] = iter(())
    now: Shown | None = None
    after: Shown | None = None
    for moment in moments:
        if now is None or moment > now.seconds + _LEAP:
            pictures = reel.play(moment)
            now, after = next(pictures, now), next(pictures, None)
        while after is not None and after.seconds <= moment + _NEAR:
            now, after = after, next(pictures, None)
        if now is not None:
            yield now
