"""How a gradient becomes a step."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from dreamgen.plugins.component import Component

if TYPE_CHECKING:
    from torch import Tensor


class Optimiser(Component):
    """How a gradient becomes a step. ``start`` is called once for each octave."""

    @abstractmethod
    def start(self, parameters: Tensor, strength: float) -> Callable[[Tensor, float], Tensor]:
        """Return ``advance(gradient, progress)``, which gives what is to be added."""
