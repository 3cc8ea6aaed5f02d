"""Bring a layer's channels to one scale, so that weak features count as much as strong ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from torch import Tensor

from dreamgen.objectives.base import Target
from dreamgen.objectives.visibility import measure_visibility

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture


def fit_whitening(target: Target) -> tuple[Tensor, Tensor]:
    """Return what to subtract from a layer's channels and what to divide them by, each (1, C, 1, 1).

    They are the mean and the deviation over the network's own pictures. A little of the layer's
    typical deviation is added, which keeps near-dead channels from exploding.
    """
    mean, deviation = target.statistics()
    spread = deviation + 0.05 * deviation.mean()
    return mean.view(1, -1, 1, 1), spread.view(1, -1, 1, 1)


def whiten_mean(target: Target, picture: Picture) -> Tensor:
    """Return a picture's whitened activation at a layer, averaged over its places, (C,).

    Each place counts by how opaque the picture is there.
    """
    mean, spread = fit_whitening(target)
    whitened = (target.activate(picture.pixels[None]) - mean) / spread
    weights = measure_visibility(picture, whitened)
    return (whitened[0] * weights).sum((1, 2)) / weights.sum().clamp_min(1e-6)
