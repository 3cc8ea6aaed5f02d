"""How a gradient becomes a step."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from torch import Tensor


class Optimiser(Component):
    """How a gradient becomes a step. ``start`` is called once for each octave.

    The parameters' first dimension is the batch. Treat each picture of it by itself: take means and
    other statistics over the other dimensions only.

    pixelwise: each value's step depends on its own gradients alone, and on ``measure_strip`` of them
    all. Pictures too large for memory are then worked through by strips, ``start`` called for each;
    otherwise they are refused.
    """

    pixelwise: ClassVar[bool] = False

    @abstractmethod
    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        """Return ``advance(gradient, progress)``, which gives what is to be added.

        parameters and gradient: (B, ...); the length of a step is proportional to ``step_size``.
        ``progress`` runs from 0 to 1 within an octave. For a strip, ``advance`` gets what
        ``measure_strip`` gave for the whole as a third argument, unless that is None.
        """

    def measure_strip(self, gradient: Tensor) -> Tensor | None:
        """Return sums over a strip of the gradients, (B, n), to be added up; None if none is needed."""
        return None
