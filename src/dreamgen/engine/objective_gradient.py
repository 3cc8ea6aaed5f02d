"""The gradient that a step follows: averaged over random views, then filtered."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from dreamgen.engine.batch import Subject, collect_layers
from dreamgen.engine.out_of_memory import differentiate_within_memory
from dreamgen.engine.tiled_gradient import differentiate_in_tiles, filter_by_strips
from dreamgen.engine.work_plan import Forward, WorkPlan
from dreamgen.regularisers.base import Regulariser

if TYPE_CHECKING:
    from dreamgen.engine.ascent import Ascent


def average_gradient(
    pictures: Tensor,
    subjects: Sequence[Subject],
    ascent: Ascent,
    work: WorkPlan,
    progress: float,
) -> tuple[Tensor, Tensor]:
    """Return each picture's objective, (B,), and its filtered gradient, (B, 3, H, W).

    Both are means over ``ascent.views`` random views (Olah et al., 2017). The views run one after
    the other, so that memory does not grow with their number.
    """
    strips, regularisers = work.strips, ascent.regularisers
    objective, gradient = _differentiate(pictures, subjects, regularisers, work)
    for _ in range(ascent.views - 1):
        more = _differentiate(pictures, subjects, regularisers, work)
        objective, gradient = objective + more[0], strips.map(torch.add, gradient, more[1])
    if ascent.views > 1:
        gradient = strips.map(lambda strip: strip / ascent.views, gradient)
    for regulariser in regularisers:
        if strips.is_whole:
            gradient = regulariser.gradient(gradient, progress)
        else:
            gradient = filter_by_strips(regulariser, gradient, progress, strips)
    return objective / ascent.views, gradient


def _differentiate(
    pictures: Tensor,
    subjects: Sequence[Subject],
    regularisers: Sequence[Regulariser],
    work: WorkPlan,
) -> tuple[Tensor, Tensor]:
    """Return the objective, (B,), and its gradient, (B, 3, H, W), for one view of each picture."""
    if work.tiling is not None:
        (subject,) = subjects
        return differentiate_in_tiles(
            pictures, subject, regularisers, work.forward, work.strips, work.tiling
        )
    layers = collect_layers(subjects)

    def differentiate(part: Tensor, own: Sequence[Subject]) -> tuple[Tensor, Tensor]:
        return _differentiate_whole(part, own, layers, regularisers, work.forward)

    return differentiate_within_memory(differentiate, pictures, subjects, work.forward)


def _differentiate_whole(
    pictures: Tensor,
    subjects: Sequence[Subject],
    layers: Sequence[str],
    regularisers: Sequence[Regulariser],
    forward: Forward,
) -> tuple[Tensor, Tensor]:
    with torch.enable_grad():
        pictures = pictures.detach().requires_grad_(True)
        views = [
            _draw_view(picture, regularisers, subject.rng)
            for picture, subject in zip(pictures.split(1), subjects, strict=True)
        ]
        maps = _run_forward(views, layers, forward)
        scores = [subject.scoring.score(own) for subject, own in zip(subjects, maps, strict=True)]
        objective = torch.stack(scores)
        for regulariser in regularisers:
            penalty = regulariser.penalty(pictures)
            if penalty is not None:
                objective = objective - penalty
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
