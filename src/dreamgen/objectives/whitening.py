"""Channels on one scale, so that quiet features count as much as loud ones."""

from __future__ import annotations

from torch import Tensor

from dreamgen.objectives.base import Target


def mean_and_spread(target: Target) -> tuple[Tensor, Tensor]:
    """Return what to take off a layer's channels and to divide them by, two of (1, C, 1, 1).

    The mean and the deviation over the network's own pictures; a little of the layer's typical
    deviation is added, which keeps near-dead channels from exploding.
    """
    mean, deviation = target.statistics()
    spread = deviation + 0.05 * deviation.mean()
    return mean.view(1, -1, 1, 1), spread.view(1, -1, 1, 1)
