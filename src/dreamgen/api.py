"""The Python face: one call from a picture to a dream, or to a zoom."""

from __future__ import annotations

from functools import cache
from os import PathLike
from typing import TYPE_CHECKING, Any

from dreamgen.errors import BadInput
from dreamgen.recipe.renamed import RENAMED
from dreamgen.recipe.schema import Recipe, Zoom
from dreamgen.render.find_backbone import find_backbone
from dreamgen.render.permissions import Permissions
from dreamgen.render.plan import Plan
from dreamgen.render.results import Dream, Film
from dreamgen.render.session import Session
from dreamgen.render.still import Listener
from dreamgen.render.torch_settings import with_own_torch_settings

if TYPE_CHECKING:
    from PIL import Image

    from dreamgen.backbones.base import Model
    from dreamgen.imaging.picture import Picture


@cache
def default_session() -> Session:
    """Return the session that all calls of this process share, so that networks load once."""
    return Session()


def dream(
    source: Any = None,
    *,
    preset: str | None = None,
    on_step: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    **recipe: Any,
) -> Dream:
    """Dream one picture and return it.

    ``source`` is a path, "noise" or "sample:NAME"; or a Pillow image; or an array or tensor of shape
    (height, width), (height, width, 3 or 4), values 0..1 if floats and 0..255 if whole numbers; or,
    with dreamgen-plots, a figure of matplotlib, plotnine, pandas or Altair. Left out, the preset's
    own input is used. Every key of a recipe is a keyword: ``size=800``,
    ``objective="channel(3, 12)"``, ``octaves={"count": 4}``. ``on_step`` hears of every step.
    ``permissions`` say what may be done besides computing, as ``Permissions(run_code=True)``; networks
    stay loaded in ``session``, by default one for the whole process.
    Raise BadInput for anything that cannot be used, DreamError for what fails while running.
    """
    session = session or default_session()
    layers = [("dream()", recipe)]
    plan, picture = _plan(source, preset, layers, session, permissions, moving=False)
    job = session.prepare(plan, picture, permissions=permissions)
    (frame,) = session.frames(job, on_step)
    return Dream(frame, job.recipe, job.text(), session)


def zoom(
    source: Any = None,
    *,
    preset: str | None = None,
    on_event: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    **recipe: Any,
) -> Film:
    """Prepare a zoom into a picture; its frames are dreamed while they are drawn from the result.

    ``source``, ``preset``, ``permissions`` and ``session`` are as for :func:`dream`. Every key of a
    recipe is a keyword, and so is every key of its table ``zoom`` that the recipe has not itself:
    ``size=400``, ``seconds=6``, ``motion="zoom(2) + rotate(15)"``, ``loop=True``;
    ``zoom={"steps": 8}`` reaches the others. ``on_event`` hears of every step, keyframe and frame.
    Sides are made even, as video wants them, unless both are given. Raise BadInput for anything
    that cannot be used.
    """
    session = session or default_session()
    own = {key for key in recipe if _is_zooms_own(key)}
    moves = {**recipe.pop("zoom", {}), **{key: recipe.pop(key) for key in own}}
    layers = [("zoom()", {**recipe, "zoom": moves})]
    plan, picture = _plan(source, preset, layers, session, permissions, moving=True)
    size = plan.recipe.size
    even = size is None or size.height is None
    job = session.prepare(plan, picture, even=even, permissions=permissions)
    return Film(job.recipe, job, session, on_event)


def _is_zooms_own(key: str) -> bool:
    """Say whether a key is one of a recipe's table ``zoom`` alone, by its new name or its old."""
    if key in Recipe.model_fields or key in RENAMED:
        return False
    return key in Zoom.model_fields or f"zoom.{key}" in RENAMED


@with_own_torch_settings
def load_backbone(name: str, weights: str | None = None) -> Model:
    """Return a network by the name that ``--backbone`` takes, on the CPU, weights loaded.

    ``weights`` as for ``--weights``: None for its own, "random", or a file. Raise BadInput for names
    and files that cannot be used, DreamError if weights cannot be fetched.
    """
    return find_backbone(name, default_session().registry).load(weights)


def _plan(
    source: Any,
    preset: str | None,
    layers: list[tuple[str, dict[str, Any]]],
    session: Session,
    permissions: Permissions | None,
    moving: bool,
) -> tuple[Plan, Picture | None]:
    """Return the plan of a call, and the picture where it is given as an object."""
    if source is None or isinstance(source, str | PathLike):
        named = None if source is None else str(source)
        return session.plan(session.compose(named, preset, layers, moving)), None
    recipe = session.compose(None, preset, layers, moving)
    plan = session.plan(recipe.model_copy(update={"input": None}))
    return plan, picture_of(source, plan.recipe, session, permissions)


def picture_of(
    source: Any, recipe: Recipe, session: Session, permissions: Permissions | None = None
) -> Picture:
    """Return the picture of a figure, a Pillow image, an array or a tensor, as a recipe says."""
    from PIL import Image

    from dreamgen.render.inputs import build_loader, load_picture, source_of

    registry = session.registry
    drawn = source_of(source, registry)
    if drawn is not None:
        return load_picture(drawn, recipe, registry, permissions or session.permissions)
    if not isinstance(source, Image.Image):
        source = _image_of_array(source)
    raster = build_loader("raster", dict(recipe.loader.params), recipe, registry)
    return raster.picture_of(source, recipe.size, "the picture given")


def _image_of_array(source: Any) -> Image.Image:
    import numpy as np
    from PIL import Image

    try:
        values = np.asarray(source.detach().cpu() if hasattr(source, "detach") else source)
    except Exception:
        raise BadInput(f"a {type(source).__name__} is no picture, path or array") from None
    if values.dtype.kind not in "uif":
        raise BadInput(f"a value of type {type(source).__name__} is no picture, path or array")
    if values.ndim not in (2, 3) or 0 in values.shape:
        shape = "x".join(map(str, values.shape)) or "no"
        raise BadInput(f"a {type(source).__name__} of shape {shape} is no picture, path or array")
    if values.ndim == 3 and values.shape[2] not in (1, 3, 4):
        raise BadInput(f"an array of shape {values.shape} is none of (height, width, 1, 3 or 4)")
    if values.dtype.kind == "f":
        values = np.clip(np.nan_to_num(values), 0, 1) * 255
    values = np.clip(values, 0, 255).round().astype(np.uint8)
    return Image.fromarray(values[:, :, 0] if values.ndim == 3 and values.shape[2] == 1 else values)
