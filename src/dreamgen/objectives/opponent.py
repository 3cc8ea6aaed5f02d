"""One channel up, another one down."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from pydantic import Field
from torch import Tensor

from dreamgen.objectives.base import LayerObjective, Target
from dreamgen.objectives.channel import check_channel
from dreamgen.objectives.whitening import fit_whitening


class Opponent(LayerObjective):
    """The mean of one channel less that of another, each in deviations from its own mean.

    ``channel(4, 12) - channel(4, 30)`` subtracts raw activations, of which the louder drowns the
    other; here both count alike (negative neurons: Olah et al., "Feature Visualization", 2017).
    """

    pointwise: ClassVar[bool] = True

    channel: int = Field(description="number of the channel that rises, from 0", ge=0, examples=[3])
    against: int = Field(description="number of the one that falls, from 0", ge=0, examples=[7])

    def bind_layer(self, target: Target) -> Callable[[Tensor], Tensor]:
        check_channel(self.channel, target)
        check_channel(self.against, target)
        mean, spread = fit_whitening(target)

        def score(activation: Tensor) -> Tensor:
            whitened = ((activation - mean) / spread).mean((0, 2, 3))
            return whitened[self.channel] - whitened[self.against]

        return score
