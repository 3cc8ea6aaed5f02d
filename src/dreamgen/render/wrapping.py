"""What a recipe's ``wrap`` asks for: a picture whose borders join, and an ascent that keeps them so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.recipe.schema import Recipe
from dreamgen.render.inputs.loading import NOISE
from dreamgen.render.plan import Plan

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.imaging.picture import Picture


def join_borders(picture: Picture, plan: Plan) -> Picture:
    """Return the picture with the borders joined that the recipe names; BadInput if that cannot be.

    The jump between them is spread over the picture, where it cannot be seen.
    """
    from dreamgen.engine.wrapping import AXES
    from dreamgen.imaging.periodic import make_periodic

    recipe = plan.recipe
    dims = AXES[recipe.wrap]
    if not dims:
        return picture
    _check_plan(plan, picture.size)
    pixels = make_periodic(picture.pixels[None], dims)
    if recipe.wrap == "sphere":
        pixels = _round_off(pixels, recipe.input == NOISE)
    pixels = pixels[0].clamp(0, 1)
    free = picture.freedom()
    # Text and other protected places stay as they are, to the last bit.
    return replace(picture, pixels=pixels if free is None else picture.pixels.lerp(pixels, free))


def _round_off(panoramas: Tensor, is_noise: bool) -> Tensor:
    """Return panoramas whose poles hold no rays; noise with a grain that is round there as well."""
    from dreamgen.engine.sphere import blend_charts, smooth_poles

    return smooth_poles(blend_charts(panoramas, panoramas) if is_noise else panoramas)


def choose_resize(recipe: Recipe) -> Callable[[Tensor, tuple[int, int]], Tensor]:
    """Return how pictures are brought to the size of an octave."""
    from dreamgen.engine.wrapping import AXES
    from dreamgen.imaging.periodic import resize_around
    from dreamgen.imaging.strips import resize

    dims = AXES[recipe.wrap]
    return partial(resize_around, dims=dims) if dims else resize


def count_views(recipe: Recipe) -> int:
    """Return how many views a step averages: of a sphere each shows a sixth."""
    from dreamgen.engine.sphere import LOOKS

    return recipe.views * (LOOKS if recipe.wrap == "sphere" else 1)


def _check_plan(plan: Plan, size: tuple[int, int]) -> None:
    recipe, where = plan.recipe, plan.recipe.where("wrap")
    if recipe.is_moving:
        raise BadInput(f"{where}: only stills are wrapped; leave it out")
    if not plan.parameterisation.wraps:
        raise BadInput(
            f"{where}: parameterisation {recipe.parameterisation.use} cannot join "
            "borders; leave it out"
        )
    width, height = size
    if recipe.wrap == "sphere" and width != 2 * height:
        raise BadInput(
            f"{where}: a panorama is twice as wide as it is high, and this is {width}x"
            f"{height}; give --size {2 * height}x{height}"
        )
