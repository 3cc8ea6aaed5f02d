"""How far activations go along directions of the layer's channels."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

LEAST = 0.1  # of the cosine: where activations point elsewhere there is still a way to go


def align(activation: Tensor, directions: Tensor, power: float = 0.0) -> Tensor:
    """Return the mean over places of dot(a, d) * max(0.1, cos(a, d))^power, of shape ().

    activation: (1, C, h, w). directions: as large, or (1, C, 1, 1). A power of 0 leaves the cosine
    out; with more of it, other directions count against the activation (Lucid's dot_compare).
    """
    dot = (activation * directions).sum(1)
    if power:
        cosine = F.cosine_similarity(activation, directions.expand_as(activation), dim=1)
        dot = dot * torch.clamp(cosine, min=LEAST) ** power
    return dot.mean()
