"""The gradient that a step follows: averaged over random views, then filtered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from dreamgen.engine.batch import Subject, collect_layers
from dreamgen.engine.scoring import Seen
from dreamgen.engine.views import View, draw_view
from dreamgen.regularisers.base import Regulariser

if TYPE_CHECKING:
    from dreamgen.engine.ascent import Ascent

Forward = Callable[[Tensor], Sequence[Tensor]]
"""Pictures (B, 3, H, W) in 0..1 to the maps of the hooked layers, each (B, C, h, w)."""


def average_gradient(
    pictures: Tensor,
    subjects: Sequence[Subject],
    ascent: Ascent,
    forward: Forward,
    progress: float,
) -> tuple[Tensor, Tensor]:
    """Return each picture's objective, (B,), and its filtered gradient, (B, 3, H, W).

    Both are means over ``ascent.views`` random views (Olah et al., 2017). The views run one after
    the other, so that memory does not grow with their number.
    """
    objective, gradient = _differentiate(pictures, subjects, ascent.regularisers, forward, progress)
    for _ in range(ascent.views - 1):
        more = _differentiate(pictures, subjects, ascent.regularisers, forward, progress)
        objective, gradient = objective + more[0], gradient + more[1]
    gradient = gradient / ascent.views
    for regulariser in ascent.regularisers:
        gradient = regulariser.gradient(gradient, progress)
    return objective / ascent.views, gradient


def _differentiate(
    pictures: Tensor,
    subjects: Sequence[Subject],
    regularisers: Sequence[Regulariser],
    forward: Forward,
    progress: float,
) -> tuple[Tensor, Tensor]:
    """Return the objective, (B,), and its gradient, (B, 3, H, W), for one view of each picture.

    Objectives with a region of their own have a view of their own.
    """
    with torch.enable_grad():
        pictures = pictures.detach().requires_grad_(True)
        views = [
            draw_view(
                picture,
                regularisers,
                subject.rng,
                subject.picture.pixels[None] if group.sees_source else None,
                region,
            )
            for picture, subject in zip(pictures.split(1), subjects, strict=True)
            for group, region in zip(subject.scoring.groups, subject.regions, strict=True)
        ]
        seen = iter(_see(views, collect_layers(subjects), forward))
        scores = [
            [
                group.score(next(seen), subject.find_moment(progress))
                for group in subject.scoring.groups
            ]
            for subject in subjects
        ]
        objective = torch.stack([torch.stack(parts).sum() for parts in scores])
        for regulariser in regularisers:
            penalty = regulariser.penalty(pictures)
            if penalty is not None:
                objective = objective - penalty
        (gradient,) = torch.autograd.grad(objective.sum(), pictures)
    return objective.detach(), gradient


def _see(views: Sequence[View], layers: Sequence[str], forward: Forward) -> list[Seen]:
    """Return what the network sees in each view."""
    maps = _run_forward([view.picture for view in views], layers, forward)
    sources = [view.source for view in views if view.source is not None]
    with torch.no_grad():
        compared = iter(_run_forward(sources, layers, forward))
    return [
        Seen(own, None if view.source is None else next(compared), view.region)
        for view, own in zip(views, maps, strict=True)
    ]


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
