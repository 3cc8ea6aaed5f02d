"""Repeat what ran out of a device's memory, with fewer views or smaller tiles at a time."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from dreamgen.backbones.tiling.memory_budget import MemoryBudget
from dreamgen.engine.batch import Subject
from dreamgen.engine.gradient.whole import WholeGradient
from dreamgen.errors import DreamError


def differentiate_within_memory(
    differentiate: WholeGradient, pictures: Tensor, subjects: Sequence[Subject]
) -> tuple[Tensor, Tensor]:
    """Return what ``differentiate`` gives, in parts as large as the device's memory has proved to hold.

    Whenever it runs out, the parts are halved: first the views that share a pass, then the tiles of
    each. What fits is remembered by the memory budget. Raise DreamError if nothing is left to halve.
    """
    budget, views = differentiate.forward, differentiate.views
    while True:
        states = [subject.rng.getstate() for subject in subjects]
        try:
            return _differentiate_parts(differentiate, pictures, subjects)
        except torch.OutOfMemoryError:
            if not isinstance(budget, MemoryBudget):
                raise
        # Out of the handler, whose traceback holds the failed pass: only now is its memory free.
        if not budget.halve(pictures.shape, views):
            raise DreamError(_explain(pictures))
        for subject, state in zip(subjects, states, strict=True):
            subject.rng.setstate(state)


def _explain(pictures: Tensor) -> str:
    height, width = pictures.shape[2:]
    return (
        f"the memory of {pictures.device} is too small for {width}x{height} with this network; "
        "give a smaller --size or an earlier --layer"
    )


def _differentiate_parts(
    differentiate: WholeGradient, pictures: Tensor, subjects: Sequence[Subject]
) -> tuple[Tensor, Tensor]:
    count = len(subjects)
    if isinstance(differentiate.forward, MemoryBudget):
        count = min(
            count, differentiate.forward.count_together(pictures.shape, differentiate.views)
        )
    if count >= len(subjects):
        return differentiate(pictures, subjects)
    starts = range(0, len(subjects), count)
    parts = [differentiate(pictures[k : k + count], subjects[k : k + count]) for k in starts]
    objectives, gradients = zip(*parts, strict=True)
    return torch.cat(objectives), torch.cat(gradients)
