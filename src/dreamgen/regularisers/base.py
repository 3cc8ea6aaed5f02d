"""What keeps the ascent good-looking."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from torch import Tensor


class Regulariser(Component):
    """What keeps the ascent good-looking; each of the three methods may be left as it is."""

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        """Transform the picture, (1, 3, H, W) in 0..1, before the network sees it; differentiable."""
        return picture

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        """Filter the gradient, (1, 3, H, W); ``progress`` runs from 0 to 1 within an octave."""
        return gradient

    def penalty(self, picture: Tensor) -> Tensor | None:
        """Return a number that is taken off the objective, or None."""
        return None
