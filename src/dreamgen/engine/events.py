"""What the engine tells its listener while it works."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from torch import Tensor


class StopAscent(Exception):
    """A listener raises it to end the ascent at this step and keep what is there.

    A still is finished from there: enlarged if its octave was a small one, with its colours and
    effects. A zoom ends with the frames that are finished.
    """


@dataclass(frozen=True)
class Step:
    """One step of the ascent, counted from 1 within its octave; octaves count from 1.

    ``objective``, (B,), and ``pixels``, (B, 3, H, W) in 0..1, have one entry for each picture of the
    batch. They stay on the device: reading them waits for it, so a listener reads them only as
    often as it shows them.
    """

    octave: int
    octaves: int
    step: int
    steps: int
    objective: Tensor
    pixels: Tensor
    done: float
    """Share of the whole render's pixels and steps done, 0 to 1."""


@dataclass(frozen=True)
class Milestone:
    """A keyframe or a frame of a zoom is finished: the ``number``-th, from 1, of ``count``."""

    kind: Literal["keyframe", "frame"]
    number: int
    count: int


Listener = Callable[[Step | Milestone], None]
"""Hears of every event, in the thread of the render; it may raise :class:`StopAscent`."""
