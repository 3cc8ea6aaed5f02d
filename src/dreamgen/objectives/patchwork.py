"""Each region of the picture dreams its own features."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import torch
from pydantic import Field, NonNegativeInt
from torch import Tensor
from torch.nn import functional as F

from dreamgen.objectives.base import LayerObjective, Target
from dreamgen.objectives.channel import check_channel
from dreamgen.objectives.whitening import mean_and_spread

MAP_SIDE = 48  # cells on the map's shorter side: fine enough for hundreds of soft patches
DEAD = 0.05  # a channel below this share of the typical deviation shows nothing


class Patchwork(LayerObjective):
    """A smooth random map gives each region its own channel, so that no pattern takes over.

    Channels are whitened by the layer's mean and deviation over the network's own pictures, which
    makes quiet features count as much as loud ones; dead channels are left out. dreamgen, 2026.
    """

    patches: int = Field(24, description="how many regions", ge=1, le=400)
    channels: list[NonNegativeInt] | None = Field(
        None, min_length=1, description="channels to choose from; all if left out"
    )
    softness: float = Field(0.35, description="overlap of neighbours, 0 hard to 1 wide", ge=0, le=1)
    ceiling: float = Field(12.0, description="deviations beyond which a feature is enough", gt=0)

    def bind_layer(self, target: Target) -> Callable[[Tensor], Tensor]:
        for channel in self.channels or []:
            check_channel(channel, target)
        pool = self.channels or live_channels(target.statistics()[1])
        draw = target.rng.sample if len(pool) >= self.patches else target.rng.choices
        chosen = draw(pool, k=self.patches)
        places = scatter_points(self.patches, target.aspect, target.rng)
        mean, spread = mean_and_spread(target)
        regions = soft_regions(places, target.aspect, self.softness).to(mean.device)
        index = torch.tensor(chosen, device=mean.device)
        mean, spread = mean[:, index], spread[:, index]

        def score(activation: Tensor) -> Tensor:
            chosen_maps = (activation.index_select(1, index) - mean) / spread
            weights = F.interpolate(regions, activation.shape[2:], mode="bilinear")
            return (chosen_maps.clamp(max=self.ceiling) * weights).sum(1).mean()

        return score


def live_channels(deviation: Tensor) -> list[int]:
    """Return the channels of a layer, given their deviations (channels,), that ever vary."""
    live = (deviation > DEAD * deviation.median()).nonzero().flatten().tolist()
    return live or list(range(len(deviation)))


def scatter_points(count: int, aspect: float, rng: random.Random) -> list[tuple[float, float]]:
    """Return ``count`` places in (0..aspect, 0..1), spread by Mitchell's best candidate (1991)."""
    places: list[tuple[float, float]] = []
    for _ in range(count):
        candidates = [(rng.random() * aspect, rng.random()) for _ in range(12)]
        places.append(max(candidates, key=lambda spot: _clearance(spot, places)))
    return places


def _clearance(spot: tuple[float, float], places: list[tuple[float, float]]) -> float:
    return min((math.dist(spot, place) for place in places), default=1.0)


def soft_regions(places: list[tuple[float, float]], aspect: float, softness: float) -> Tensor:
    """Return soft Voronoi regions of places, (1, places, rows, columns), summing to 1 everywhere."""
    rows = max(4, round(MAP_SIDE * min(1.0, 1 / aspect)))
    columns = max(4, round(MAP_SIDE * min(1.0, aspect)))
    y = (torch.arange(rows) + 0.5) / rows
    x = (torch.arange(columns) + 0.5) / columns * aspect
    spots = torch.tensor(places)
    across = (x[None, None, :] - spots[:, 0, None, None]).square()
    down = (y[None, :, None] - spots[:, 1, None, None]).square()
    spacing = math.sqrt(aspect / len(places))  # of neighbouring places, about
    width = spacing * (0.05 + softness)
    return torch.softmax(-(across + down) / (width * spacing), dim=0)[None]
