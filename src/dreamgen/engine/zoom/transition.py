"""The objectives over the time of a zoom, each crossfaded into the next."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import torch
from torch import Tensor

from dreamgen.backbones.network.network import Network
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.smoothstep import smoothstep
from dreamgen.imaging.strips import resize
from dreamgen.objectives.base import Weighted
from dreamgen.recipe.values import LayerAddress
from dreamgen.recipe.weights import MIDDLE, multiply

WeightedSum = Sequence[Weighted]
"""One whole objective: its weighted terms."""

Transition = Sequence[WeightedSum]
"""The objectives in the order of time, at equal distances from the zoom's start to its end."""

_SIDE = 160  # pixels on the longest side of the picture that gradients are compared on


def crossfade(transition: Transition, progress: float) -> list[tuple[float, WeightedSum]]:
    """Return the one or two objectives in force at ``progress``, 0 to 1, and their weights.

    The weights add up to 1. Between two objectives one rises as a smoothstep while the other falls.
    """
    position = min(1.0, max(0.0, progress)) * (len(transition) - 1)
    index = min(int(position), len(transition) - 1)
    rising = smoothstep(position - index)
    following = transition[min(index + 1, len(transition) - 1)]
    pairs = [(1 - rising, transition[index]), (rising, following)]
    return [(weight, objective) for weight, objective in pairs if weight > 0]


def mix_objectives(
    pairs: Sequence[tuple[float, WeightedSum]],
    network: Network,
    layer: LayerAddress | None,
    picture: Tensor,
) -> list[Weighted]:
    """Return the weighted terms to maximise where objectives, each with its share, are in force.

    Objectives differ by orders of magnitude, so the larger of two would drown the other in a plain
    sum. During a crossfade each is divided by its gradient's mean magnitude on ``picture``,
    (3, H, W) in 0..1.
    """
    if len(pairs) == 1:
        return list(pairs[0][1])
    terms: list[Weighted] = []
    for weight, objective in pairs:
        factor = weight / _measure_gradient(objective, network, layer, picture)
        terms += [(multiply(share, factor), term) for share, term in objective]
    return terms


def _measure_gradient(
    objective: WeightedSum, network: Network, layer: LayerAddress | None, picture: Tensor
) -> float:
    """Return the mean magnitude of an objective's gradient on a small copy of a picture."""
    height, width = picture.shape[1:]
    shrink = min(1.0, _SIDE / max(height, width))
    size = round(height * shrink), round(width * shrink)
    small = resize(picture[None], size).to(network.device).requires_grad_(True)
    aspect, rng = width / height, random.Random(0)
    scoring = Scoring(network, objective, layer, aspect, rng, picture)
    with network.hook(scoring.layers) as forward, torch.enable_grad():
        maps = dict(zip(scoring.layers, forward(small), strict=True))
        (gradient,) = torch.autograd.grad(scoring.score(maps, moment=MIDDLE), small)
    magnitude = float(gradient.abs().mean())
    return magnitude if math.isfinite(magnitude) and magnitude > 0 else 1.0
