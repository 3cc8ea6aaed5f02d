"""Where the objectives of a plan count: a picture's lightness, or a part of the drawing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.objectives.base import ReadPicture, Weighted
from dreamgen.recipe.relative import is_file
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import Size
from dreamgen.render.inputs.loading import NOISE, SAMPLE
from dreamgen.render.plan import Plan

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Picture


def with_regions(
    plan: Plan, picture: Picture, read: ReadPicture, load: Callable[[Recipe], Picture]
) -> Plan:
    """Return a plan whose objectives know the regions that they name by ``where``.

    ``load`` gives the picture of a recipe's input. BadInput for what is neither file nor part.
    """

    def locate(objectives: Sequence[Weighted]) -> list[Weighted]:
        return [
            (weight, part if part.where is None else part.with_region(find(part.where)))
            for weight, part in objectives
        ]

    def find(where: str) -> Tensor:
        if where.startswith(SAMPLE) or is_file(Path(where)):
            what = f"the picture of where = {where}"
            return measure_mask(read(where, Size(*picture.size)), what)
        return _find_part(where, plan.recipe, picture, load)

    transition = [locate(stage) for stage in plan.transition]
    return replace(plan, objectives=locate(plan.objectives), transition=transition)


def _find_part(
    where: str, recipe: Recipe, picture: Picture, load: Callable[[Recipe], Picture]
) -> Tensor:
    """Return a part of a drawing, (1, H, W) in 0..1, as its loader finds it."""
    if recipe.input in (None, "-", NOISE):
        raise BadInput(f"objective: where = {where}: there is no such file")
    loader = replace(recipe.loader, params={**recipe.loader.params, "where": where})
    try:
        part = load(recipe.model_copy(update={"loader": loader}))
    except BadInput as problem:
        raise BadInput(
            f"objective: where = {where} is no file, and no part of the input either: {problem}"
        ) from None
    return picture.pixels.new_ones(1, *picture.pixels.shape[1:]) if part.mask is None else part.mask


def measure_mask(mask: Picture, what: str) -> Tensor:
    """Return how far each place of a mask dreams, (1, H, W) in 0..1; BadInput if none does."""
    shares = find_shares(mask)
    if not shares.any():
        raise BadInput(f"{what} is black all over; only what is white in it dreams")
    return shares


def find_shares(mask: Picture) -> Tensor:
    """Return how far each place of a mask dreams, (1, H, W) in 0..1.

    Where it is light; of a drawing on a transparent ground, where it is drawn, dark or light.
    """
    if mask.alpha is not None and mask.alpha.min() < 1:
        return mask.alpha
    lightness = mask.pixels.mean(0, keepdim=True)
    return lightness * (lightness.max() >= 0.5 / 255)
