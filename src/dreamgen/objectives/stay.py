"""Keep what a layer sees in the source picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from torch import Tensor

from dreamgen.objectives.base import Activations, LayerObjective, Score, Target
from dreamgen.objectives.whitening import fit_whitening


class Stay(LayerObjective):
    """Hold a photograph recognisable while another term changes it: ``channel(5, 3) + stay(2)``.

    Less the mean over places of |w - s|^2, where w and s are a layer's activations of the dream and
    of the same view of its source, in deviations from the layer's mean. It is feature accentuation's
    penalty (Hamblin et al., "Feature Accentuation", 2024), weighed as there: with a weight of 1 its
    gradient is as large as that of all other terms together, once they have moved the pixels by
    4 % of their range, on average. A shallow layer keeps the pixels, a deep one the meaning.
    """

    sees_source: ClassVar[bool] = True
    is_balanced: ClassVar[bool] = True
    holds_still: ClassVar[bool] = True

    def bind(self, targets: Sequence[Target]) -> Score:
        _, spread = fit_whitening(targets[0])

        def score(seen: Activations) -> Tensor:
            return -((seen[0] - seen.source[0]) / spread).square().sum(1).mean()

        return score
