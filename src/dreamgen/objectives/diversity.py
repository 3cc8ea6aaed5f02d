"""Several different answers to one question: what does this channel see?"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional as F

from dreamgen.objectives.base import Activations, LayerObjective, Score, Target
from dreamgen.objectives.channel import check_channel
from dreamgen.objectives.soft_regions import make_soft_regions, scatter_points
from dreamgen.objectives.whitening import fit_whitening

SOFTNESS = 0.15  # overlap of neighbouring answers


class Diversity(LayerObjective):
    """One channel everywhere, with a different answer in each region of the picture.

    The mean of the channel, less ``apart`` times the mean over pairs of regions of the cosine of
    their Gram matrices (Olah et al., "Feature Visualization", 2017, where the answers are the
    pictures of a batch). Activations are in deviations from the layer's means.
    """

    channel: int = Field(description="number of the channel, from 0", ge=0, examples=[3])
    answers: int = Field(4, description="how many regions", ge=2, le=36)
    apart: float = Field(
        10.0, description="how strongly the answers repel each other", ge=0, le=1000
    )

    def bind(self, targets: Sequence[Target]) -> Score:
        (target,) = targets
        check_channel(self.channel, target)
        mean, spread = fit_whitening(target)
        points = scatter_points(self.answers, target.aspect, target.spawn_rng())
        regions = make_soft_regions(points, target.aspect, SOFTNESS).to(mean.device)

        def score(activations: Activations) -> Tensor:
            (activation,) = activations
            whitened = (activation - mean) / spread
            weights = activations.resize(regions)
            similarity = compare_regions(whitened, weights)
            return whitened[:, self.channel].mean() - self.apart * similarity

        return score


def compare_regions(activation: Tensor, weights: Tensor) -> Tensor:
    """Return the mean cosine, (), over pairs of regions of their Gram matrices.

    activation: (1, C, h, w). weights: how much each place counts in each region, (1, n, h, w).
    """
    flat = activation.flatten(2)[0]
    grams = [((flat * weight) @ flat.T).flatten() for weight in weights.flatten(2)[0]]
    unit = F.normalize(torch.stack(grams), dim=1)
    count = len(grams)
    return ((unit @ unit.T).sum() - count) / (count * (count - 1))
