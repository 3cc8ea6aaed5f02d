"""Many recipes that vary one: the picture and the network of those that can share them load once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from dreamgen.recipe.schema import Recipe
from dreamgen.render.inputs import NOISE
from dreamgen.render.job import Job
from dreamgen.render.plan import Plan
from dreamgen.render.session import Session

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Frame

OWN = {
    "summary",
    "layer",
    "objective",
    "regularisers",
    "parameterisation",
    "optimiser",
    "steps",
    "octaves",
    "step_size",
    "views",
    "initial_noise",
    "colour",
    "effects",
    "alpha",
    "background",
    "seed",
    "output",
}
"""Keys in which recipes may differ that have one picture and one network."""
_AT_ONCE = 16
"""Recipes prepared together, where each has a picture of its own: they lie in memory."""


def dream_variants(
    session: Session, job: Job, plans: Sequence[Plan]
) -> Iterator[tuple[Job, Frame]]:
    """Yield the job and the still of every plan, in order; neighbours are dreamed as batches.

    Those that differ from ``job`` only in what one picture and one network allow are prepared all
    at once, at the first step, so that what one of them cannot do is said before any is dreamed.
    """
    if all(is_on_same_picture(job.recipe, plan.recipe) for plan in plans):
        jobs = session.prepare_variants(job, [plan.recipe for plan in plans])
        yield from zip(jobs, session.stills(jobs), strict=True)
        return
    waiting = iter(plans)
    while some := list(islice(waiting, _AT_ONCE)):
        jobs = [session.prepare(plan) for plan in some]
        yield from zip(jobs, session.stills(jobs), strict=True)


def is_on_same_picture(recipe: Recipe, other: Recipe) -> bool:
    """Say whether two recipes have the same picture and the same network."""
    own = OWN - {"seed"} if recipe.input == NOISE else OWN  # whose noise is drawn by the seed
    return recipe.model_dump(exclude=own) == other.model_dump(exclude=own)
