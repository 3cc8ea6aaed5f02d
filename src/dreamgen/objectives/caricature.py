"""More of what is there: each place goes on in the direction that it already has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from pydantic import Field
from torch import Tensor

from dreamgen.objectives.alignment import align
from dreamgen.objectives.base import Activations, LayerObjective, Score, Target
from dreamgen.objectives.whitening import fit_whitening


class Caricature(LayerObjective):
    """Exaggerate what a layer sees in the source picture, place by place.

    The mean over places of dot(w, s) * max(0.1, cos(w, s))^cosine (Olah et al., "The Building Blocks
    of Interpretability", 2018; Lucid). w and s are the activations of the dream and of the same view
    of its source, in deviations from the layer's mean; s is divided by its root mean square length,
    so that what stands out in the picture grows most. A power of the cosine keeps to the picture's own
    directions, and so holds back.
    """

    sees_source: ClassVar[bool] = True

    cosine: float = Field(
        0.0,
        description="power of the cosine: how much other directions count against it",
        ge=0,
        le=8,
    )

    def bind(self, targets: Sequence[Target]) -> Score:
        mean, spread = fit_whitening(targets[0])

        def score(seen: Activations) -> Tensor:
            source = (seen.source[0] - mean) / spread
            length = source.square().sum(1).mean().sqrt().clamp_min(1e-6)
            return align((seen[0] - mean) / spread, source / length, self.cosine)

        return score
