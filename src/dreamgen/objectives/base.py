"""The interface of objectives, and what they know about the network."""

from __future__ import annotations

import random
from abc import abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field

from dreamgen.backbones.base import Classifier, LayerAddress
from dreamgen.plugins.component import Component
from dreamgen.recipe.values import Size

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Picture


@dataclass(frozen=True)
class Target:
    """What an objective knows, for one render, about one layer that it scores.

    ``statistics()`` gives the mean and standard deviation of each channel, two tensors of shape
    (channels,); for networks that ship none they are measured on first use. ``classifier()`` gives
    the network's, or raises BadInput if it has none. ``activate(picture)`` gives the layer's
    activation, (1, channels, h, w), of a picture (1, 3, H, W) in 0..1, without gradient. ``aspect``
    is the picture's width over its height. ``rng`` is seeded by the recipe, and gives the same
    numbers whichever layer it is for: see :meth:`spawn_rng`.
    """

    layer: str
    channels: int
    aspect: float
    rng: random.Random
    statistics: Callable[[], tuple[Tensor, Tensor]]
    classifier: Callable[[], Classifier]
    activate: Callable[[Tensor], Tensor]

    def spawn_rng(self) -> random.Random:
        """Return this layer's own random generator: for one seed, layers draw different numbers."""
        return random.Random(f"{self.rng.random()} {self.layer}")


Score = Callable[[Sequence["Tensor"]], "Tensor"]
"""One picture's activations, (1, channels, height, width) of each layer asked for, to one number ()."""


ReadPicture = Callable[[str, Size], "Picture"]
"""A file's name or ``sample:NAME``, and a size, to a picture; BadInput where there is none."""


class Objective(Component):
    """What is maximised. The engine applies the sign and the weight; never do so here."""

    def with_pictures(self, read: ReadPicture) -> Objective:
        """Return the objective with the pictures read that its parameters name; most name none."""
        return self

    def adapt(self, classifier: Callable[[], Classifier]) -> Objective | None:
        """Return the nearest objective that a network has, for one written for another network.

        Itself where the network has it; None where it has nothing like it. ``classifier()`` is as of
        a :class:`Target`.
        """
        return self

    @abstractmethod
    def layers(self) -> Sequence[LayerAddress | None]:
        """Return the layers that are scored; None stands for the recipe's own ``layer``."""

    @abstractmethod
    def bind(self, targets: Sequence[Target]) -> Score:
        """Prepare for one render, given a target per layer; return the function to be maximised."""


Weighted = tuple[float, Objective]
"""An objective and how much it counts."""


class LayerObjective(Objective):
    """An objective over a single layer: subclass it and write ``score``, or ``bind_layer``."""

    layer: LayerAddress | None = Field(
        None, description="number, name or glob of the layer; the recipe's layer if left out"
    )

    def layers(self) -> Sequence[LayerAddress | None]:
        return [self.layer]

    def bind(self, targets: Sequence[Target]) -> Score:
        score = self.bind_layer(targets[0])
        return lambda activations: score(activations[0])

    def bind_layer(self, target: Target) -> Callable[[Tensor], Tensor]:
        """Check the parameters against the layer; return the function of its activation."""
        return self.score

    def score(self, activation: Tensor) -> Tensor:
        """Return one number, of shape (), for one picture's activation (1, channels, height, width)."""
        raise NotImplementedError
