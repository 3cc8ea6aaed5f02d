"""How loud a term is beside others: by the gradients on a small copy of the picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from dreamgen.imaging.strips import shrink_to_fit

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network

SIDE = 160  # pixels on the longest side of the copy
MOVED = 0.04  # of the range of pixels, on average, by which the picture is moved to compare

Maps = Mapping[str, Tensor]
"""Activations by layer."""
Term = Callable[[Maps, Maps], Tensor]
"""A part of an objective: activations of the picture, and those of its source, to a number ()."""


def find_factors(
    network: Network,
    layers: Sequence[str],
    rest: Term,
    balanced: Sequence[Term],
    source: Tensor,
) -> list[float]:
    """Return what makes each of some terms pull as hard on a picture as the rest together.

    Terms are functions of the activations of the picture and of its source. They are compared once
    the rest has moved the picture, (3, H, W) in 0..1, a little: at the start, what holds it has no
    gradient (beta in Hamblin et al., "Feature Accentuation", 2024).
    """
    small = shrink_to_fit(source[None], SIDE).to(network.device)
    with network.hook(layers) as forward:
        with torch.no_grad():
            before = dict(zip(layers, forward(small), strict=True))

        def differentiate(term: Term, picture: Tensor) -> Tensor:
            with torch.enable_grad():
                shown = picture.detach().requires_grad_(True)
                maps = dict(zip(layers, forward(shown), strict=True))
                (gradient,) = torch.autograd.grad(term(maps, before), shown)
            return gradient

        pull = differentiate(rest, small)
        size = pull.abs().mean()
        moved = (small + MOVED * pull / size.clamp_min(1e-12)).clamp(0, 1)
        sizes = [differentiate(term, moved).abs().mean() for term in balanced]
    return [_divide(float(size), float(own)) for own in sizes]


def _divide(size: float, own: float) -> float:
    factor = size / own if own else 1.0
    return factor if math.isfinite(factor) and factor else 1.0
