"""Give each region of the picture its own feature."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from typing import ClassVar

import torch
from pydantic import Field, NonNegativeInt
from torch import Tensor

from dreamgen.objectives.base import Activations, LayerObjective, Score, Target
from dreamgen.objectives.channel import check_channel
from dreamgen.objectives.whitening import fit_whitening

MAP_SIDE = 48  # cells on the map's shorter side: fine enough for hundreds of soft patches
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


def scatter_points(count: int, aspect: float, rng: random.Random) -> list[tuple[float, float]]:
    """Return ``count`` points in (0..aspect, 0..1), spread by Mitchell's best candidate (1991)."""
    points: list[tuple[float, float]] = []
    for _ in range(count):
        candidates = [(rng.random() * aspect, rng.random()) for _ in range(12)]
        points.append(max(candidates, key=lambda point: _measure_clearance(point, points)))
    return points


def _measure_clearance(point: tuple[float, float], others: list[tuple[float, float]]) -> float:
    return min((math.dist(point, other) for other in others), default=1.0)


def make_soft_regions(points: list[tuple[float, float]], aspect: float, softness: float) -> Tensor:
    """Return soft Voronoi regions of points, (1, points, rows, columns), summing to 1 everywhere."""
    rows = max(4, round(MAP_SIDE * min(1.0, 1 / aspect)))
    columns = max(4, round(MAP_SIDE * min(1.0, aspect)))
    y = (torch.arange(rows) + 0.5) / rows
    x = (torch.arange(columns) + 0.5) / columns * aspect
    centres = torch.tensor(points)
    across = (x[None, None, :] - centres[:, 0, None, None]).square()
    down = (y[None, :, None] - centres[:, 1, None, None]).square()
    spacing = math.sqrt(aspect / len(points))  # of neighbouring points, about
    width = spacing * (0.05 + softness)
    return torch.softmax(-(across + down) / (width * spacing), dim=0)[None]
