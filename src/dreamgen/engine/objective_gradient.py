"""The gradient that a step follows: averaged over random views, then filtered."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.engine.batch import Subject, collect_layers
from dreamgen.regularisers.base import Regulariser

if TYPE_CHECKING:
    from dreamgen.engine.ascent import Ascent

Forward = Callable[[Tensor], Sequence[Tensor]]
"""Pictures (B, 3, H, W) in 0..1 to the maps of the hooked layers, each (B, C, h, w)."""


_AT_ONCE = {"cpu": 2**16, "cuda": 2**23}
"""Pixels of several views in one forward pass, by kind of device: with more, a CPU gets slower
again, for the activations no longer fit into its cache, and a GPU no faster."""
_AT_ONCE_ELSEWHERE = 2**20


def average_gradient(
    pictures: Tensor,
    subjects: Sequence[Subject],
    ascent: Ascent,
    forward: Forward,
    progress: float,
) -> tuple[Tensor, Tensor]:
    """Return each picture's objective, (B,), and its filtered gradient, (B, 3, H, W).

    Both are means over ``ascent.views`` random views (Olah et al., 2017). Small views share forward
    passes; those that would not fit together run one after the other.
    """
    pictures = pictures.detach().requires_grad_(True)
    objective, gradient = pictures.new_zeros(len(pictures)), torch.zeros_like(pictures)
    for rounds in _draw_rounds(pictures, subjects, ascent, forward):
        more = _differentiate(pictures, rounds, subjects, ascent.regularisers, forward)
        objective, gradient = objective + more[0], gradient + more[1]
    gradient = gradient / ascent.views
    for regulariser in ascent.regularisers:
        gradient = regulariser.gradient(gradient, progress)
    return objective / ascent.views, gradient


def _draw_rounds(
    pictures: Tensor, subjects: Sequence[Subject], ascent: Ascent, forward: Forward
) -> Iterator[list[list[Tensor]]]:
    """Yield rounds of views, one view of each picture, as many together as run well in one pass."""
    rounds: list[list[Tensor]] = []
    for _ in range(ascent.views):
        with torch.enable_grad():
            views = [
                _draw_view(picture, ascent.regularisers, subject.rng)
                for picture, subject in zip(pictures.split(1), subjects, strict=True)
            ]
        if rounds and not _fit_together([*rounds, views], forward):
            yield rounds
            rounds = []
        rounds = [*rounds, views]
    yield rounds


def _fit_together(rounds: Sequence[Sequence[Tensor]], forward: Forward) -> bool:
    """Return whether a forward pass of all these views is quick, and within the memory's budget."""
    views = [view for views in rounds for view in views]
    pixels = sum(view.shape[2:].numel() for view in views)
    if pixels > _AT_ONCE.get(views[0].device.type, _AT_ONCE_ELSEWHERE):
        return False
    return not isinstance(forward, MemoryBudget) or forward.holds(pixels)


def _differentiate(
    pictures: Tensor,
    rounds: Sequence[Sequence[Tensor]],
    subjects: Sequence[Subject],
    regularisers: Sequence[Regulariser],
    forward: Forward,
) -> tuple[Tensor, Tensor]:
    """Return the objectives, (B,), and their gradient, (B, 3, H, W), summed over rounds of views."""
    count = len(rounds)
    with torch.enable_grad():
        views = [view for views in rounds for view in views]
        maps = _run_forward(views, collect_layers(subjects), forward)
        shown = zip([*subjects] * count, maps, strict=True)
        scores = [subject.scoring.score(own) for subject, own in shown]
        objective = torch.stack(scores).view(count, -1).sum(0)
        for regulariser in regularisers:
            penalty = regulariser.penalty(pictures)
            if penalty is not None:
                objective = objective - count * penalty
        (gradient,) = torch.autograd.grad(objective.sum(), pictures)
    return objective.detach(), gradient


def _draw_view(picture: Tensor, regularisers: Sequence[Regulariser], rng: random.Random) -> Tensor:
    for regulariser in regularisers:
        picture = regulariser.view(picture, rng)
    return picture


def _run_forward(
    views: Sequence[Tensor], layers: Sequence[str], forward: Forward
) -> list[dict[str, Tensor]]:
    """Return the maps of each view by layer, each (1, C, h, w).

    Views of one size share a forward pass, which runs as deep as the deepest of the layers.
    """
    found: list[dict[str, Tensor]] = [{} for _ in views]
    for size in dict.fromkeys(view.shape for view in views):
        chosen = [index for index, view in enumerate(views) if view.shape == size]
        maps = forward(torch.cat([views[index] for index in chosen]))
        for layer, batch in zip(layers, maps, strict=True):
            for index, own in zip(chosen, batch.split(1), strict=True):
                found[index][layer] = own
    return found
