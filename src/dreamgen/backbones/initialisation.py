"""Random weights that can dream: initial values that would stop the gradient are raised."""

from __future__ import annotations

import torch
from torch import Tensor, nn

# Parameters that add rather than multiply may well start at zero.
ADDED = ("bias", "token", "pos", "embed", "table", "beta", "query", "latent", "prompt")
SCALES = ("gamma", "gain", "scale", "alpha", "weight", "ls", "resweight", "lambda")


@torch.no_grad()
def enliven(module: nn.Module) -> int:
    """Set scales of about a tenth or less to 1, and return how many there were.

    Residual branches often start closed: the last batch norm of a block at 0 (Goyal et al. 2017), a
    layer scale at 1e-6 (Touvron et al. 2021), a skip-init gain at 0 (De and Smith 2020); timm's
    RepVGG starts all its batch norms around 0.1. That eases training, but leaves most of a random
    network without any gradient.
    """
    raised = 0
    for name, parameter in module.named_parameters():
        if _is_scale(name, parameter) and _is_closed(parameter):
            parameter.fill_(1.0)
            raised += 1
    return raised


def _is_scale(name: str, parameter: Tensor) -> bool:
    last = name.rpartition(".")[2].lower()
    thin = parameter.numel() == max(parameter.shape, default=1)
    return thin and not any(word in last for word in ADDED) and last.startswith(SCALES)


def _is_closed(parameter: Tensor) -> bool:
    first = parameter.flatten()[0]
    if (parameter == first).all():
        return bool(first.abs() <= 0.1)
    return parameter.ndim == 1 and bool(parameter.float().square().mean().sqrt() <= 0.2)
