"""From one objective to the next along a zoom."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

import torch
from torch import Tensor

from dreamgen.backbones.network.network import Network
from dreamgen.engine.octaves import resize
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.smoothstep import smoothstep
from dreamgen.objectives.base import Weighted
from dreamgen.recipe.values import LayerAddress

Stage = Sequence[Weighted]
"""A whole objective: its weighted parts."""

_SAMPLE = 160  # pixels on the longest side of the picture that strengths are compared on


def blend_at(stages: Sequence[Stage], share: float) -> list[tuple[float, Stage]]:
    """Return the one or two stages in force at ``share``, 0 to 1, of the way, and their weights.

    Stages are as far apart as each other; between two of them one rises as smoothly as the other
    falls.
    """
    position = min(1.0, max(0.0, share)) * (len(stages) - 1)
    index = min(int(position), len(stages) - 1)
    rising = smoothstep(position - index)
    pairs = [(1 - rising, stages[index]), (rising, stages[min(index + 1, len(stages) - 1)])]
    return [(weight, stage) for weight, stage in pairs if weight > 0]


def objectives_at(
    stages: Sequence[Stage],
    share: float,
    network: Network,
    layer: LayerAddress | None,
    picture: Tensor,
) -> list[Weighted]:
    """Return the weighted objectives at ``share`` of the way.

    Objectives differ by orders of magnitude, and a plain sum of two would be the louder one alone.
    So in between, each stage is divided by its gradient's mean magnitude on ``picture``, (3, H, W).
    """
    pairs = blend_at(stages, share)
    if len(pairs) == 1:
        return list(pairs[0][1])
    terms: list[Weighted] = []
    for weight, stage in pairs:
        factor = weight / _strength(stage, network, layer, picture)
        terms += [(factor * part, objective) for part, objective in stage]
    return terms


def _strength(stage: Stage, network: Network, layer: LayerAddress | None, picture: Tensor) -> float:
    height, width = picture.shape[1:]
    shrink = min(1.0, _SAMPLE / max(height, width))
    size = round(height * shrink), round(width * shrink)
    small = resize(picture[None], size).to(network.device).requires_grad_(True)
    scoring = Scoring(network, stage, layer, width / height, random.Random(0))
    with network.hook(scoring.layers) as look, torch.enable_grad():
        (gradient,) = torch.autograd.grad(scoring.of(look)(small), small)
    strength = float(gradient.abs().mean())
    return strength if math.isfinite(strength) and strength > 0 else 1.0
