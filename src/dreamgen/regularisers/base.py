"""What keeps the ascent good-looking."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from torch import Tensor


class Regulariser(Component):
    """What keeps the ascent good-looking; each of the four methods may be left as it is.

    All but ``view`` are given a batch. Treat each picture of it by itself: take means
    and other statistics over dimensions 1 to 3, never over the batch.
    """

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        """Transform one picture, (1, 3, H, W) in 0..1, before the forward pass; differentiable.

        ``rng`` is that picture's own. The result is (1, 3, h, w), of any height and width.
        """
        return picture

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        """Filter the gradients, (B, 3, H, W); ``progress`` runs from 0 to 1 within an octave."""
        return gradient

    def penalty(self, pictures: Tensor) -> Tensor | None:
        """Return what is taken off the objectives of (B, 3, H, W) in 0..1: (B,), or None."""
        return None

    def distance(self, pictures: Tensor, source: Tensor) -> Tensor | None:
        """Return what is taken off for how far pictures have come from their source: (B,), or None.

        Both are (B, 3, H, W) in 0..1; ``source`` is the picture given, at the size of the octave.
        """
        return None
