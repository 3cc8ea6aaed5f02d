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

    from dreamgen.imaging.picture import Frame

EVERY = 0.3
"""Seconds between two looks: reading a picture waits for the device."""
LONGEST = 640  # pixels of the longest side of a picture on the way


@dataclass(frozen=True)
class Look:
    """One look at a render: the share of its work that is done, 0 to 1, in words, and its picture."""

    share: float
    words: str
    seconds_left: float | None
    jpeg: bytes


class Looks:
    """A listener that shows what there is, a few times a second."""

    def __init__(self, show: Callable[[Look], None], clock: Callable[[], float] = time.monotonic):
        self._show = show
        self._clock = clock
        self._start: float | None = None
        self._last = 0.0
        self._extent = Extent()
        self._words = ""

    def expect(self, frames: int, dreams: int) -> None:
        """Count frames too: so many, for which so many pictures are dreamed."""
        self._extent = Extent(frames, dreams)

    def __call__(self, event: Step | Milestone) -> None:
        self._extent.hear(event)
        if isinstance(event, Step):
            self._words = (
                f"octave {event.octave} of {event.octaves}, step {event.step} of {event.steps}"
            )
            self._look(event.pixels[0])

    def see(self, frame: Frame) -> None:
        """Show a finished frame of a zoom or film."""
        self._look(frame.pixels)

    def _look(self, pixels: Tensor) -> None:
        now = self._clock()
        if self._start is None:
            self._start = now  # the first step takes longer than others, so it does not count
        elif now - self._last < EVERY:
            return
        self._last = now
        spent, share = now - self._start, self._extent.share
        left = spent * (1 - share) / share if share else None
        words = ", ".join(filter(None, [self._extent.words, self._words]))
        self._show(Look(share, words, left, _encode(pixels)))


class Extent:
    """How far a render is: in its one dream, or in ``frames`` for which ``dreams`` are made."""

    def __init__(self, frames: int = 1, dreams: int = 1):
        self._frames = frames
        self._dreams = dreams
        self._framed = self._dreamed = 0
        self._step = 0.0

    def hear(self, event: Step | Milestone) -> None:
        """Take in what the engine tells."""
        if isinstance(event, Step):
            self._step = event.done
            return
        self._step = 0.0
        if event.kind == "frame":
            self._framed = event.number
        else:
            self._dreamed = event.number

    @property
    def share(self) -> float:
        """The share that is done, 0 to 1: of a zoom with keyframes, half for them and half to draw."""
        if self._frames == 1:
            return self._step
        framed = self._framed / self._frames
        if self._dreams == self._frames:
            return min(1.0, framed + self._step / self._frames)
        return (min(1.0, (self._dreamed + self._step) / self._dreams) + framed) / 2

    @property
    def words(self) -> str:
        """As "frame 3 of 40"; empty for a still."""
        return f"frame {self._framed} of {self._frames}" if self._frames > 1 else ""


def _encode(pixels: Tensor) -> bytes:
    """Return pixels (3, H, W) in 0..1 as a small JPEG."""
    from PIL import Image

    from dreamgen.imaging.strips import shrink_to_fit

    small = shrink_to_fit(pixels[None].float(), LONGEST)[0]
    levels = (small.clamp(0, 1) * 255).round().byte().permute(1, 2, 0).cpu().numpy()
    buffer = BytesIO()
    Image.fromarray(levels).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()
