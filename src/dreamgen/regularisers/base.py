"""What keeps the ascent good-looking."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, ClassVar

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from torch import Tensor


class Regulariser(Component):
    """What keeps the ascent good-looking; each of the methods may be left as it is.

    All but ``view`` are given a batch. Treat each picture of it by itself: take means
    and other statistics over dimensions 1 to 3, never over the batch.

    A picture too large for memory is worked through by strips. ``find_reach``, ``draw_roll``,
    ``measure_strip`` and ``filter_strip`` let a regulariser give there what it gives for the whole;
    without them it is given the whole where that fits, and else strips with a generous margin.
    """

    by_strips: ClassVar[bool] = True
    """Whether ``gradient`` may be given a strip of the picture at a time."""

    def at(self, progress: float) -> Regulariser:
        """Return it as it is when ``progress``, 0 to 1, of an octave is done: for one that changes."""
        return self

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        """Transform one picture, (1, 3, H, W) in 0..1, before the forward pass; differentiable.

        ``rng`` is that picture's own. The result is (1, 3, h, w), of any height and width.
        """
        return picture

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        """Filter the gradients, (B, 3, H, W); ``progress`` runs from 0 to 1 within an octave."""
        return gradient

    def penalty(self, pictures: Tensor) -> Tensor | None:
        """Return what is taken off the objectives of (B, 3, H, W) in 0..1: (B,), or None.

        Let it be a mean over the picture: strips count by their share of it.
        """
        return None

    def distance(self, pictures: Tensor, source: Tensor) -> Tensor | None:
        """Return what is taken off for how far pictures have come from their source: (B,), or None.

        Both are (B, 3, H, W) in 0..1; ``source`` is the picture given, at the size of the octave.
        Let it be a mean over the picture, as ``penalty``.
        """
        return None

    def find_reach(self) -> int | None:
        """Return how many pixels away its filter and penalties look; None if they see the whole.

        Strips begin at multiples of it, for filters that work on a grid.
        """
        looks = any(map(self._changes, ("gradient", "penalty", "distance")))
        return None if looks else 0

    def draw_roll(self, rng: random.Random) -> tuple[int, int] | None:
        """Draw a view that only rolls the picture: how far down and right; None if it does more."""
        return None if self._changes("view") else (0, 0)

    def measure_strip(self, gradient: Tensor, progress: float, rows: slice) -> Tensor | None:
        """Return sums over ``rows`` of gradients (B, 3, H, W), which are added up over strips.

        For a filter that needs statistics of the whole; (B, n), or None by default.
        """
        return None

    def filter_strip(self, gradient: Tensor, progress: float, sums: Tensor | None) -> Tensor:
        """Filter a strip of the gradients, given the sums that ``measure_strip`` gave for the whole."""
        return self.gradient(gradient, progress)

    def _changes(self, method: str) -> bool:
        return getattr(type(self), method) is not getattr(Regulariser, method)
