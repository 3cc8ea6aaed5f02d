"""What a view shows of a render while it runs, from the engine's events."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from dreamgen.engine.events import Milestone, Step

if TYPE_CHECKING:
    from torch import Tensor

EVERY = 0.3
"""Seconds between two looks: reading a picture waits for the device."""
LONGEST = 640  # pixels of the longest side of a picture on the way


@dataclass(frozen=True)
class Look:
    """One look at a render: the share of its work that is done, 0 to 1, in words, and its picture."""

    share: float
    words: str
    seconds_left: float
    jpeg: bytes


class Looks:
    """A listener that shows what there is, a few times a second."""

    def __init__(self, show: Callable[[Look], None], clock: Callable[[], float] = time.monotonic):
        self._show = show
        self._clock = clock
        self._start: float | None = None
        self._last = 0.0

    def __call__(self, event: Step | Milestone) -> None:
        if not isinstance(event, Step):
            return
        now = self._clock()
        if self._start is None:
            self._start = now  # the first step takes longer than others, so it does not count
        elif now - self._last < EVERY:
            return
        self._last = now
        spent = now - self._start
        words = f"octave {event.octave} of {event.octaves}, step {event.step} of {event.steps}"
        left = spent * (1 - event.done) / event.done
        self._show(Look(event.done, words, left, _encode(event.pixels[0])))


def _encode(pixels: Tensor) -> bytes:
    """Return pixels (3, H, W) in 0..1 as a small JPEG."""
    from PIL import Image

    from dreamgen.imaging.strips import shrink_to_fit

    small = shrink_to_fit(pixels[None].float(), LONGEST)[0]
    levels = (small.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy()
    buffer = BytesIO()
    Image.fromarray(levels).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
