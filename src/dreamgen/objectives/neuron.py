"""One feature at one place."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field
from torch import Tensor

from dreamgen.objectives.base import LayerObjective, Target
from dreamgen.objectives.channel import check_channel


class Neuron(LayerObjective):
    """A channel at one place of the layer (Olah et al., "Feature Visualization", Distill 2017)."""

    channel: int = Field(description="number of the channel, from 0", ge=0, examples=[3])
    x: float = Field(0.5, description="place across, 0 left to 1 right", ge=0, le=1)
    y: float = Field(0.5, description="place down, 0 top to 1 bottom", ge=0, le=1)

    def bind_layer(self, target: Target) -> Callable[[Tensor], Tensor]:
        check_channel(self.channel, target)
        return self.score

    def score(self, activation: Tensor) -> Tensor:
        height, width = activation.shape[2:]
        row = min(int(self.y * height), height - 1)
        column = min(int(self.x * width), width - 1)
        return activation[:, self.channel, row, column].mean()
