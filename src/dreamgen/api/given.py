"""What callers give: a path, an image, an array or a figure, and a recipe's keys as keywords."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

from dreamgen.api.default_session import default_session
from dreamgen.recipe.keywords import Kind, read_keywords
from dreamgen.recipe.schema import Recipe
from dreamgen.render.permissions import Permissions
from dreamgen.render.plan import Plan
from dreamgen.render.session import Session
from dreamgen.render.torch_settings import with_own_torch_settings

if TYPE_CHECKING:
    from dreamgen.imaging.picture import Picture


def plan_call(
    source: Any,
    preset: str | None,
    keywords: dict[str, Any],
    session: Session,
    permissions: Permissions | None,
    kind: Kind,
) -> tuple[Plan, Picture | None, Any]:
    """Return the plan of a call, and the picture and the mask where they are given as objects."""
    is_named = source is None or isinstance(source, str | PathLike)
    mask = None
    if not isinstance(keywords.get("mask"), str | PathLike | None):
        mask, keywords = keywords["mask"], {**keywords, "mask": None}
    label = {"still": "dream()", "zoom": "zoom()", "film": "film()"}[kind]
    layers = read_keywords(keywords, label, kind, session.registry.options())
    name = str(source) if is_named and source is not None else None
    recipe = session.compose(name, preset, layers, kind != "still")
    if is_named:
        return session.plan(recipe), None, mask
    plan = session.plan(recipe.model_copy(update={"input": None}))
    return plan, picture_of(source, plan.recipe, session, permissions), mask


@with_own_torch_settings
def picture_of(
    source: Any,
    recipe: Recipe,
    session: Session | None = None,
    permissions: Permissions | None = None,
) -> Picture:
    """Return the picture of a figure, a Pillow image, an array or a tensor, as a recipe says.

    ``source`` as for :func:`dreamgen.dream`; floats are taken as they are, unrounded. The recipe says
    at what size, and the loader's parameters. Raise BadInput for what is no picture.
    """
    from dreamgen.imaging.arrays import read_pixels
    from dreamgen.loaders.raster.loader import check_visible
    from dreamgen.render.inputs.loading import build_loader, load_picture, source_of

    session = session or default_session()
    registry = session.registry
    drawn = source_of(source, registry)
    if drawn is not None:
        return load_picture(drawn, recipe, registry, permissions or session.permissions)
    raster = build_loader("raster", dict(recipe.loader.params), recipe, registry)
    picture: Picture = raster.picture_of(read_pixels(source), recipe.size, "the picture given")
    check_visible(picture, "the picture given")
    return picture
