"""Bring a layer's channels to one scale, so that weak features count as much as strong ones."""

from __future__ import annotations

from torch import Tensor

from dreamgen.objectives.base import Target


def fit_whitening(target: Target) -> tuple[Tensor, Tensor]:
    """Return what to subtract from a layer's channels and what to divide them by, each (1, C, 1, 1).

    They are the mean and the deviation over the network's own pictures. A little of the layer's
    typical deviation is added, which keeps near-dead channels from exploding.
    """
    mean, deviation = target.statistics()
    spread = deviation + 0.05 * deviation.mean()
    return mean.view(1, -1, 1, 1), spread.view(1, -1, 1, 1)
