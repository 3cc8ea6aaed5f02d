"""One feature of a network, wherever the picture has room for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from pydantic import Field
from torch import Tensor

from dreamgen.errors import BadInput
from dreamgen.objectives.base import LayerObjective, Target


def check_channel(channel: int, target: Target) -> None:
    """Raise BadInput if a layer has no such channel."""
    if channel >= target.channels:
        raise BadInput(
            f"channel {channel} is out of range: layer {target.layer} "
            f"has channels 0 to {target.channels - 1}"
        )


class Channel(LayerObjective):
    """The mean of one channel (Olah et al., "Feature Visualization", Distill 2017)."""

    pointwise: ClassVar[bool] = True

    channel: int = Field(description="number of the channel, from 0", ge=0, examples=[3])

    def bind_layer(self, target: Target) -> Callable[[Tensor], Tensor]:
        check_channel(self.channel, target)
        return self.score

    def score(self, activation: Tensor) -> Tensor:
        return activation[:, self.channel].mean()
