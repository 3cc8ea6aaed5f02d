"""What a live dream dreams: the job of a recipe, for pictures that are not known yet."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput
from dreamgen.recipe.keywords import read_keywords
from dreamgen.recipe.schema import Recipe
from dreamgen.render.job import Job
from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session

if TYPE_CHECKING:
    from dreamgen.engine.live.dreamer import Aim
    from dreamgen.imaging.picture import Frame, Picture

DEFAULTS = {"objective": "layer", "step_size": 0.65}
"""Of a live dream whose preset and caller say nothing else."""
LAYERS = {None: 4, "bestiary": 4}
"""By backbone, None if not given: the layer to begin with, where the network has a better one."""
UNUSED = {"mask": None, "alpha": "source", "wrap": "none", "zoom": None, "film": None, "at": ()}
"""Keys of a recipe that a live dream has no use for, and what they are where nobody sets them."""


def prepare_live(
    keys: dict[str, Any],
    preset: str | None,
    side: int,
    session: Session,
    permissions: Permissions | None,
) -> Job:
    """Return the job of a preset and a caller's ``keys``, for pictures of ``side`` pixels or so.

    Raise BadInput for what cannot be used, or has no place in a live dream.
    """
    import torch

    from dreamgen.imaging.picture import Picture

    layers = read_keywords(keys, "live()", "still", session.registry.options())
    usual = DEFAULTS | {"layer": LAYERS.get(keys.get("backbone"))}
    recipe = session.compose(None, preset, layers, defaults=[("live()", usual)])
    _check_unused(recipe)
    plan = session.plan(recipe.model_copy(update={"input": None, "size": None}))
    blank = Picture(torch.full((3, side * 3 // 4, side), 0.5))
    return session.prepare(plan, blank, permissions=permissions)


def bind_aim(job: Job) -> Aim:
    """Return what a job dreams, for a picture that is not known yet."""
    from dreamgen.engine.live.dreamer import Aim

    def bind(picture: Picture) -> Any:
        return replace(job, picture=picture).scoring()[0]

    return Aim(job.network, bind, job.ascent, job.recipe.memory)


def finish(job: Job, picture: Picture, pixels: Any) -> Frame:
    """Return a dream, (3, H, W) in 0..1, as a frame with the recipe's colours and effects."""
    from dreamgen.imaging.colour import recolour
    from dreamgen.imaging.picture import Frame
    from dreamgen.render.finishing import apply_effects

    pixels = recolour(pixels, picture.pixels, job.recipe.colour)
    return apply_effects(Frame(pixels, None, picture.pixels), replace(job, picture=picture))


def _check_unused(recipe: Recipe) -> None:
    """Raise BadInput for keys that a live dream has no use for."""
    for key, usual in UNUSED.items():
        if getattr(recipe, key) != usual:
            raise BadInput(f"{recipe.where(key)}: a live dream has none; leave it out")
