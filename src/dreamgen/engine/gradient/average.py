"""The gradient that a step follows: averaged over random views, then filtered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from dreamgen.backbones.network.redirected_relu import redirect_forward
from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.engine.batch import Subject, collect_layers
from dreamgen.engine.gradient.out_of_memory import differentiate_within_memory
from dreamgen.engine.gradient.tiled import differentiate_in_tiles, filter_by_strips
from dreamgen.engine.gradient.whole import WholeGradient
from dreamgen.engine.work_plan import Forward, WorkPlan

if TYPE_CHECKING:
    from dreamgen.engine.ascent import Ascent


def average_gradient(
    pictures: Tensor,
    subjects: Sequence[Subject],
    ascent: Ascent,
    work: WorkPlan,
    progress: float,
    redirect: bool = False,
) -> tuple[Tensor, Tensor]:
    """Return each picture's objective, (B,), and its filtered gradient, (B, 3, H, W).

    Both are means over ``ascent.views`` random views (Olah et al., 2017). The subjects' pictures are
    those of the present octave. ``redirect``: whether the gradient finds a way through dead ReLUs.
    """
    strips = work.strips
    ascent = replace(ascent, regularisers=[part.at(progress) for part in ascent.regularisers])
    sum_views = _sum_views if work.tiling is None else _sum_tiled_views
    if redirect:
        work = replace(work, forward=_redirect(work.forward))
    objective, gradient = sum_views(pictures, subjects, ascent, work, progress)
    if ascent.views > 1:
        gradient = strips.map(lambda strip: strip / ascent.views, gradient)
    for regulariser in ascent.regularisers:
        if strips.is_whole:
            gradient = regulariser.gradient(gradient, progress)
        else:
            gradient = filter_by_strips(regulariser, gradient, progress, strips)
    return objective / ascent.views, gradient


def _redirect(forward: Forward) -> Forward:
    # Within a budget: a tile's forward pass is repeated when its gradient is asked for.
    if isinstance(forward, MemoryBudget):
        return replace(forward, forward=redirect_forward(forward.forward))
    return redirect_forward(forward)


def _sum_views(
    pictures: Tensor,
    subjects: Sequence[Subject],
    ascent: Ascent,
    work: WorkPlan,
    progress: float,
) -> tuple[Tensor, Tensor]:
    layers = collect_layers(subjects)
    differentiate = WholeGradient(work.forward, layers, ascent.regularisers, ascent.views, progress)
    return differentiate_within_memory(differentiate, pictures, subjects)


def _sum_tiled_views(
    pictures: Tensor,
    subjects: Sequence[Subject],
    ascent: Ascent,
    work: WorkPlan,
    progress: float,
) -> tuple[Tensor, Tensor]:
    (subject,) = subjects
    objective, gradient = differentiate_in_tiles(pictures, subject, ascent, work, progress)
    for _ in range(ascent.views - 1):
        more = differentiate_in_tiles(pictures, subject, ascent, work, progress)
        objective = objective + more[0]
        gradient = work.strips.map(torch.add, gradient, more[1])
    return objective, gradient
