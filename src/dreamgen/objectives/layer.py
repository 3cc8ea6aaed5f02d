"""Everything a layer responds to: the objective of the first DeepDream."""

from __future__ import annotations

from typing import ClassVar

from torch import Tensor

from dreamgen.objectives.base import LayerObjective


class LayerEnergy(LayerObjective):
    """Half the mean square of a layer's activation, whose gradient is the activation itself.

    Mordvintsev, Olah and Tyka, "Inceptionism", 2015. It rewards every feature that already fires. On a
    robust network it tends to one pattern everywhere; ``patchwork`` does not.
    """

    pointwise: ClassVar[bool] = True

    def score(self, activation: Tensor) -> Tensor:
        return activation.square().mean() / 2
