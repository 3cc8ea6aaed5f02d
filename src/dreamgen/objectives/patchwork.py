"""Give each region of the picture its own feature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import torch
from pydantic import Field, NonNegativeInt
from torch import Tensor

from dreamgen.objectives.base import Activations, LayerObjective, Score, Target
from dreamgen.objectives.channel import check_channel
from dreamgen.objectives.soft_regions import make_soft_regions, scatter_points
from dreamgen.objectives.whitening import fit_whitening

DEAD = 0.05  # a channel below this share of the typical deviation shows nothing


class Patchwork(LayerObjective):
    """A smooth random map gives each region its own channel, so that no pattern takes over.

    Channels are whitened by the layer's mean and deviation over the network's own pictures, which
    makes weak features count as much as strong ones; dead channels are left out. Each layer draws
    channels and regions of its own. dreamgen, 2026.
    """

    pointwise: ClassVar[bool] = True

    patches: int = Field(24, description="how many regions", ge=1, le=400)
    channels: list[NonNegativeInt] | None = Field(
        None,
        min_length=1,
        max_length=65_536,
        description="channels to choose from; all if left out",
    )
    softness: float = Field(0.35, description="overlap of neighbours, 0 hard to 1 wide", ge=0, le=1)
    ceiling: float = Field(12.0, description="deviations beyond which a feature is enough", gt=0)

    def bind(self, targets: Sequence[Target]) -> Score:
        (target,) = targets
        for channel in self.channels or []:
            check_channel(channel, target)
        pool = self.channels or find_live_channels(target.statistics()[1])
        rng = target.spawn_rng()
        draw = rng.sample if len(pool) >= self.patches else rng.choices
        chosen = draw(pool, k=self.patches)
        points = scatter_points(self.patches, target.aspect, rng)
        mean, spread = fit_whitening(target)
        regions = make_soft_regions(points, target.aspect, self.softness).to(mean.device)
        index = torch.tensor(chosen, device=mean.device)
        mean, spread = mean[:, index], spread[:, index]

        def score(seen: Activations) -> Tensor:
            chosen_maps = (seen[0].index_select(1, index) - mean) / spread
            return (chosen_maps.clamp(max=self.ceiling) * seen.resize(regions)).sum(1).mean()

        return score


def find_live_channels(deviation: Tensor) -> list[int]:
    """Return the channels of a layer, given their deviations (channels,), that ever vary."""
    live = (deviation > DEAD * deviation.median()).nonzero().flatten().tolist()
    return live or list(range(len(deviation)))
