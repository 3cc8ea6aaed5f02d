"""What callers give: a path, an image, an array or a figure, and a recipe's keys as keywords."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any

from dreamgen.recipe.keywords import read_keywords
from dreamgen.recipe.schema import Recipe
from dreamgen.render.permissions import Permissions
from dreamgen.render.plan import Plan
from dreamgen.render.session import Session

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.imaging.picture import Picture


def plan_call(
    source: Any,
    preset: str | None,
    keywords: dict[str, Any],
    session: Session,
    permissions: Permissions | None,
    moving: bool,
) -> tuple[Plan, Picture | None, Image.Image | None]:
    """Return the plan of a call, and the picture and the mask where they are given as objects."""
    is_named = source is None or isinstance(source, str | PathLike)
    mask = None
    if not isinstance(keywords.get("mask"), str | PathLike | None):
        mask = _image_of(keywords["mask"])
        keywords = {**keywords, "mask": None}
    label = "zoom()" if moving else "dream()"
    layers = read_keywords(keywords, label, moving, session.registry.options())
    name = str(source) if is_named and source is not None else None
    recipe = session.compose(name, preset, layers, moving)
    if is_named:
        return session.plan(recipe), None, mask
    plan = session.plan(recipe.model_copy(update={"input": None}))
    return plan, picture_of(source, plan.recipe, session, permissions), mask


def picture_of(
    source: Any, recipe: Recipe, session: Session, permissions: Permissions | None = None
) -> Picture:
    """Return the picture of a figure, a Pillow image, an array or a tensor, as a recipe says."""
    from dreamgen.render.inputs import build_loader, load_picture, source_of

    registry = session.registry
    drawn = source_of(source, registry)
    if drawn is not None:
        return load_picture(drawn, recipe, registry, permissions or session.permissions)
    image = _image_of(source)
    raster = build_loader("raster", dict(recipe.loader.params), recipe, registry)
    return raster.picture_of(image, recipe.size, "the picture given")


def _image_of(source: Any) -> Image.Image:
    from PIL import Image

    from dreamgen.imaging.arrays import image_of_array

    return source if isinstance(source, Image.Image) else image_of_array(source)
