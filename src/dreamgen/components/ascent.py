"""What keeps the ascent good-looking, what it moves, and how far."""

from __future__ import annotations

import random
from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING

from dreamgen.components.base import Component

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


class Parameterisation(Component):
    """What is really optimised: a tensor, and the picture that it stands for."""

    @abstractmethod
    def encode(self, picture: Tensor) -> Tensor:
        """Return the parameters of a picture, (1, 3, H, W) in 0..1."""

    @abstractmethod
    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        """Return the picture, (1, 3, H, W) in 0..1, of parameters; differentiable."""

    def project(self, parameters: Tensor) -> Tensor:
        """Bring parameters back into their range after a step."""
        return parameters


class Optimiser(Component):
    """How a gradient becomes a step. ``start`` is called once for each octave."""

    @abstractmethod
    def start(self, parameters: Tensor, strength: float) -> Callable[[Tensor, float], Tensor]:
        """Return ``advance(gradient, progress)``, which gives what is to be added."""
