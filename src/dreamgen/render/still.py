"""Stills: jobs that need the same ascent are dreamed together, as one batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.engine.events import Listener
from dreamgen.render.devices import share_evenly, spread
from dreamgen.render.finishing import develop
from dreamgen.render.job import Job

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Frame

TOGETHER = {"cuda": 2**23}
"""Pixels of one batch by kind of device: beyond it nothing is gained, and memory is lost."""
TOGETHER_ELSEWHERE = 2**20


def dream_stills(jobs: Sequence[Job], listener: Listener | None = None) -> Iterator[Frame]:
    """Yield the one frame of each job, in order.

    Neighbours that differ only in their seed, picture or objectives on the same layers share their
    forward passes; each picture comes out as if it had been dreamed alone, within rounding. Several
    devices share the batches.
    """
    batches = list(batches_of(jobs))
    for batch, dreams in zip(batches, spread(batches, dream_batch, listener), strict=True):
        for job, pixels in zip(batch, dreams, strict=True):
            yield develop(job, pixels)


def dream_batch(jobs: Sequence[Job], listener: Listener | None = None) -> Tensor:
    """Return the dreams of one batch of :func:`batches_of`, (B, 3, H, W) in 0..1 on the CPU.

    Where the recipe asks for it their opacity is a fourth channel.
    """
    import torch

    from dreamgen.engine.batch import Subject
    from dreamgen.engine.gradient_ascent import dream
    from dreamgen.engine.opacity import GradientRecorder

    first = jobs[0]
    bound = [(job, *job.scoring()) for job in jobs]
    subjects = [Subject(job.picture, scoring, rng, job.initial) for job, scoring, rng in bound]
    if first.recipe.alpha == "source":
        return dream(first.network, subjects, first.ascent, listener, first.recipe.memory)
    recorder = GradientRecorder()
    ascent = replace(first.ascent, regularisers=[recorder, *first.ascent.regularisers])
    dreamed = dream(first.network, subjects, ascent, listener, first.recipe.memory)
    return torch.cat([dreamed, recorder.measure_opacity(dreamed)], 1)


def batches_of(jobs: Sequence[Job]) -> Iterator[Sequence[Job]]:
    """Yield runs of neighbouring jobs that can share one ascent."""
    start, shared = 0, None
    for index, job in enumerate(jobs):
        needs = needs_of(job)
        most = share_evenly(jobs, count_together(job))
        if index > start and (needs != shared or index - start >= most):
            yield jobs[start:index]
            start = index
        shared = needs
    if jobs:
        yield jobs[start:]


_PER_PICTURE = {
    "input",
    "seed",
    "objective",
    "layer",
    "mask",
    "loader",
    "protect",
    "colour",
    "effects",
}
"""Keys in which the pictures of one batch may differ."""
_UNSEEN = {
    "summary",
    "dpi",
    "background",
    "output",
    "initial_noise",
    "noise_contrast",
    "size",
    "zoom",
}
"""Keys that the ascent never sees."""


def needs_of(job: Job) -> tuple[object, ...]:
    """Return what jobs must have in common to share one ascent."""
    settings = job.recipe.model_dump(mode="json", exclude=_PER_PICTURE | _UNSEEN)
    return job.network, job.layers, job.picture.size, repr(settings)


def count_together(job: Job) -> int:
    """Return how many jobs like this one gain from one ascent on its device."""
    width, height = job.picture.size
    pixels = TOGETHER.get(job.network.device.type, TOGETHER_ELSEWHERE)
    return max(1, pixels // (width * height * job.recipe.views))
