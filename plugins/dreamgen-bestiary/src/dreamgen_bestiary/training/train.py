"""The training itself: each step seeds its own random numbers, so that it can stop anywhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

import torch
from torch import Tensor

from dreamgen_bestiary.training.attack import perturb
from dreamgen_bestiary.training.augment import augment_pictures
from dreamgen_bestiary.training.collection import Collection
from dreamgen_bestiary.training.learner import Learner
from dreamgen_bestiary.training.plan import Plan
from dreamgen_bestiary.training.snapshot import Workshop

KEEP_EVERY = 60.0  # seconds of work that a killed training loses at most
GRID = 2  # pictures along each side of a mosaic
REHEARSAL = 4  # steps that are timed for each size
LONGEST_REHEARSAL = 0.1  # of the minutes; after that, one step for each size must do


@dataclass(frozen=True)
class Progress:
    """What a listener hears after a step; accuracy is that on attacked pictures.

    ``share``, in 0..1, is of the work, for later steps are the longer ones.
    """

    step: int
    steps: int
    share: float
    loss: float
    accuracy: float
    side: int
    radius: float


Listener = Callable[[Progress], None]


def train(
    plan: Plan, collection: Collection, learner: Learner, workshop: Workshop, listener: Listener
) -> None:
    """Train up to the plan's last step, from wherever the workshop's snapshot is."""
    first = workshop.restore(learner)
    kept = time.monotonic()
    work = list(accumulate(plan.work_at(step) for step in range(plan.steps)))
    for step in range(first, plan.steps):
        loss, accuracy = take_step(plan, collection, learner, step)
        share, side, radius = work[step] / work[-1], plan.side_at(step), plan.radius_at(step)
        listener(Progress(step + 1, plan.steps, share, loss, accuracy, side, radius))
        if time.monotonic() - kept > KEEP_EVERY or step + 1 == plan.steps:
            workshop.save(learner, step + 1)
            kept = time.monotonic()


def take_step(
    plan: Plan, collection: Collection, learner: Learner, step: int
) -> tuple[float, float]:
    """Take one step of the plan; return the loss and the share that was right under attack."""
    generator = torch.Generator().manual_seed(plan.seed * 1_000_003 + step)
    mosaic = float(torch.rand((), generator=generator)) < plan.mosaic
    grid, side = (GRID, plan.side_at(step)) if mosaic else (1, plan.side_at(step))
    index = choose_batch(plan, len(collection), step)
    pictures = augment_pictures(
        collection.images[index].to(learner.device), side // grid, generator
    )
    labels = collection.labels[index].to(learner.device)
    if mosaic:
        usable = len(labels) // (grid * grid) * grid * grid
        pictures, labels = tile_mosaics(pictures[:usable], grid), labels[:usable]
    radius = plan.radius_at(step)
    if radius > 0:

        def logits(shown: Tensor) -> Tensor:
            return learner.logits(shown, grid)

        pictures = perturb(logits, pictures, labels, radius, plan.attack_steps, generator)
    return learner.learn(pictures, labels, grid, plan.rate_at(step), step)


def choose_batch(plan: Plan, count: int, step: int) -> Tensor:
    """Return the places of a step's pictures: every picture once before any comes again.

    A mosaic's pictures are a quarter the size, so a step of the same cost could hold four times as
    many; it holds the same number, and is quicker.
    """
    per_round = max(1, count // plan.batch)
    turn, place = divmod(step, per_round)
    order = torch.randperm(count, generator=torch.Generator().manual_seed(plan.seed * 7919 + turn))
    return order[place * plan.batch : (place + 1) * plan.batch]


def tile_mosaics(pictures: Tensor, grid: int) -> Tensor:
    """Return mosaics, (B / grid^2, 3, S * grid, S * grid), of (B, 3, S, S), row by row."""
    count, channels, side, _ = pictures.shape
    rows = pictures.reshape(count // grid**2, grid, grid, channels, side, side)
    return rows.permute(0, 3, 1, 4, 2, 5).reshape(-1, channels, side * grid, side * grid)


def count_steps(plan: Plan, collection: Collection, learner: Learner, minutes: float) -> int:
    """Return how many steps fit into so many minutes, by timing a few at sizes along the way.

    What the timing takes is part of the minutes. The learner is changed by it; build another for
    the training.
    """
    begun, total = time.monotonic(), minutes * 60
    seconds, taken = 0.0, 0
    for moment in [round(plan.steps * share) for share in (0.34, 0.6, 0.9)]:
        take_step(plan, collection, learner, moment)  # warms up for this size
        started = time.monotonic()
        for step in range(REHEARSAL):
            take_step(plan, collection, learner, moment + step)
            taken += 1
            if time.monotonic() - begun > LONGEST_REHEARSAL * total:
                break
        seconds += time.monotonic() - started
    left = total - (time.monotonic() - begun)
    return max(1, round(left / (seconds / taken)))
