"""Random weights that can dream: initial values that would stop the gradient are raised."""

from __future__ import annotations

import torch
from torch import Tensor, nn

# Parameters that add rather than multiply may well start at zero.
ADDED = ("bias", "token", "pos", "embed", "table", "beta", "query", "latent", "prompt")
MANY = 50  # closed branches up to which all may be opened wide
SCALES = ("gamma", "gain", "scale", "alpha", "weight", "ls", "resweight", "lambda")


@torch.no_grad()
def open_branches(module: nn.Module) -> int:
    """Raise scales of about a tenth or less, and return how many there were.

    Residual branches often start closed: the last batch norm of a block at 0 (Goyal et al. 2017), a
    layer scale at 1e-6 (Touvron et al. 2021), a skip-init gain at 0 (De and Smith 2020); timm's
    RepVGG starts all its batch norms around 0.1. That eases training, but leaves most of a random
    network without any gradient. They become 1, or in very deep networks less: a hundred branches
    as loud as what they are added to make a chaos that no gradient describes (Hayou et al. 2021).
    """
    closed = [x for name, x in module.named_parameters() if _is_scale(name, x) and _is_closed(x)]
    for parameter in closed:
        parameter.fill_(min(1.0, MANY / len(closed)))
    return len(closed)


def _is_scale(name: str, parameter: Tensor) -> bool:
    last = name.rpartition(".")[2].lower()
    thin = parameter.numel() == max(parameter.shape, default=1)
    return thin and not any(word in last for word in ADDED) and last.startswith(SCALES)


def _is_closed(parameter: Tensor) -> bool:
    first = parameter.flatten()[0]
    if (parameter == first).all():
        return bool(first.abs() <= 0.1)
    return parameter.ndim == 1 and bool(parameter.float().square().mean().sqrt() <= 0.2)
