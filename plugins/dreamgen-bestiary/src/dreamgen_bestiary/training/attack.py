"""Adversarial pictures: small changes that fool the network, which robust training resists."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

REFERENCE = 96  # pixels a side that a radius is stated for; larger pictures may change more
Logits = Callable[[Tensor], Tensor]


def perturb(
    logits: Logits,
    pictures: Tensor,
    labels: Tensor,
    radius: float,
    steps: int,
    generator: torch.Generator,
) -> Tensor:
    """Return pictures, (B, 3, S, S) in 0..1, changed so as to raise the cross-entropy.

    Projected gradient ascent in a ball of ``radius``, the L2 norm of the change of a picture of 96
    by 96 pixels, from a random start (Madry et al. 2018; with one step, Wong et al. 2020).
    """
    limit = radius * pictures.shape[-1] / REFERENCE
    change = torch.randn(pictures.shape, generator=generator).to(pictures.device)
    share = torch.rand(len(pictures), 1, 1, 1, generator=generator).to(pictures.device)
    change = change / _measure_norm(change) * limit * share
    stride = limit if steps == 1 else 2.5 * limit / steps
    for _ in range(steps):
        change.requires_grad_(True)
        with torch.enable_grad():
            loss = F.cross_entropy(logits((pictures + change).clamp(0, 1)), labels)
        (gradient,) = torch.autograd.grad(loss, change)
        change = change.detach() + stride * gradient / _measure_norm(gradient)
        change = change * (limit / _measure_norm(change)).clamp(max=1)
    return (pictures + change).clamp(0, 1).detach()


def _measure_norm(change: Tensor) -> Tensor:
    return change.flatten(1).norm(dim=1).clamp_min(1e-12)[:, None, None, None]
