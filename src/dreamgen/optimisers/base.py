"""How a gradient becomes a step."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from torch import Tensor


class Optimiser(Component):
    """How a gradient becomes a step. ``start`` is called once for each octave.

    The parameters' first dimension is the batch. Treat each picture of it by itself: take means and
    other statistics over the other dimensions only.
    """

    @abstractmethod
    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        """Return ``advance(gradient, progress)``, which gives what is to be added.

        parameters and gradient: (B, ...); the length of a step is proportional to ``step_size``.
        ``progress`` runs from 0 to 1 within an octave.
        """
