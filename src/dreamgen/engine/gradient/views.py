"""One random view of a picture, and the same view of what belongs to it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.engine.regions import hold_outside
from dreamgen.regularisers.base import Regulariser


@dataclass(frozen=True)
class View:
    """What the network is shown: (1, 3, h, w), differentiable.

    ``source`` is the same view of the source picture, ``region`` that of the region, (1, 1, h, w).
    """

    picture: Tensor
    source: Tensor | None = None
    region: Tensor | None = None


def draw_view(
    picture: Tensor,
    regularisers: Sequence[Regulariser],
    rng: random.Random,
    source: Tensor | None = None,
    region: Tensor | None = None,
) -> View:
    """Return a random view of a picture, (1, 3, H, W); only pixels in the region are moved by it."""
    twins = [_copy_rng(rng) for _ in range(4)]
    shown = picture if region is None else hold_outside(picture, region)
    view = _transform(shown, regularisers, rng)
    if source is not None:
        source = _transform(source, regularisers, twins.pop()).detach()
    if region is not None:
        # Views are linear in the pixels but for what they add, so this is how they move places:
        # whatever they do to colours cancels out.
        planes = (torch.zeros_like(picture), torch.ones_like(picture), region.expand_as(picture))
        black, white, moved = (
            _transform(plane.detach(), regularisers, twins.pop()) for plane in planes
        )
        span = white - black
        share = (moved - black) * span / (span.square() + 1e-6)
        region = share.mean(1, keepdim=True).clamp(0, 1)
    return View(view, source, region)


def _transform(picture: Tensor, regularisers: Sequence[Regulariser], rng: random.Random) -> Tensor:
    for regulariser in regularisers:
        picture = regulariser.view(picture, rng)
    return picture


def _copy_rng(rng: random.Random) -> random.Random:
    twin = random.Random()
    twin.setstate(rng.getstate())
    return twin
