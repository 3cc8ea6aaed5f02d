"""One call from a picture to a dream, or to a zoom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, overload

from dreamgen.api.default_session import default_session
from dreamgen.api.given import plan_call
from dreamgen.engine.events import Listener
from dreamgen.errors import BadInput
from dreamgen.render.find_backbone import find_backbone
from dreamgen.render.permissions import Permissions
from dreamgen.render.results.dreams import Dream, Film, make_dream
from dreamgen.render.session import Session
from dreamgen.render.stopping import Stop
from dreamgen.render.torch_settings import with_own_torch_settings

if TYPE_CHECKING:
    from dreamgen.backbones.base import Model
    from dreamgen.notebook.live_dream import LiveDream
    from dreamgen.notebook.live_film import LiveFilm
    from dreamgen.render.job import Job


@overload
def dream(
    source: Any = None,
    *,
    preset: str | None = None,
    on_step: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: Literal[False] = False,
    **recipe: Any,
) -> Dream: ...


@overload
def dream(
    source: Any = None,
    *,
    preset: str | None = None,
    on_step: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: Literal[True],
    **recipe: Any,
) -> LiveDream: ...


def dream(
    source: Any = None,
    *,
    preset: str | None = None,
    on_step: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: bool = False,
    **recipe: Any,
) -> Dream | LiveDream:
    """Dream one picture and return it.

    ``source`` is a path, "noise" or "sample:NAME"; or a Pillow image; or an array or tensor of shape
    (height, width), (height, width, 1, 3 or 4) or (1, 3 or 4, height, width), values 0..1 if floats
    and 0..255 if whole numbers; or, with dreamgen-plots, a figure of matplotlib, plotnine, pandas or
    Altair. Left out, the preset's own input is used. Every key of a recipe is a keyword, and so is
    every option of the command line: ``size=800``, ``objective="channel(3, 12)"``, ``octaves=4``,
    ``octave_ratio=1.3``, ``where="marks"``, ``**{"octaves.ratio": 1.3}``; ``mask`` may be an image,
    array or tensor too. ``on_step`` hears of every step; it may raise StopAscent to end the ascent
    there and keep what is dreamed by then. ``permissions`` say what may be done besides
    computing, as ``Permissions(run_code=True)``; networks stay loaded in ``session``, by default one
    for the whole process. With ``live``, in a notebook, the dream is made in a thread and shows itself
    growing, with a button that stops it: a LiveDream is returned at once.
    Raise BadInput for anything that cannot be used, DreamError for what fails while running.
    """
    session = session or default_session()
    plan, picture, mask = plan_call(source, preset, recipe, session, permissions, "still")
    prepare = partial(session.prepare, plan, picture, mask=mask, permissions=permissions)
    if not live:
        return make_dream(prepare(), session, Stop(on_step))
    from dreamgen.notebook.live_dream import LiveDream

    return LiveDream(prepare, session, on_step)


@overload
def zoom(
    source: Any = None,
    *,
    preset: str | None = None,
    on_event: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: Literal[False] = False,
    **recipe: Any,
) -> Film: ...


@overload
def zoom(
    source: Any = None,
    *,
    preset: str | None = None,
    on_event: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: Literal[True],
    **recipe: Any,
) -> LiveFilm: ...


def zoom(
    source: Any = None,
    *,
    preset: str | None = None,
    on_event: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: bool = False,
    **recipe: Any,
) -> Film | LiveFilm:
    """Prepare a zoom into a picture; its frames are dreamed while they are drawn from the result.

    ``source``, ``preset``, ``permissions``, ``session`` and the keywords are as for :func:`dream`.
    Every key of a recipe's table ``zoom`` that the recipe has not itself is a keyword too:
    ``seconds=6``, ``motion="zoom(2) + rotate(15)"``, ``loop=True``; ``zoom={"steps": 8}`` reaches
    the others. ``on_event`` hears of every step, keyframe and frame.
    Sides are made even, as video wants them, unless both are given. With ``live``, in a notebook,
    it is dreamed at once, in a thread, and shows itself growing: a LiveFilm is returned.
    Raise BadInput for anything that cannot be used.
    """
    session = session or default_session()
    plan, picture, mask = plan_call(source, preset, recipe, session, permissions, "zoom")
    if live and plan.recipe.is_endless:
        raise BadInput("live: an endless zoom is never finished, so it cannot be shown so")
    size = plan.recipe.size
    even = size is None or not size.is_exact
    given = {"even": even, "mask": mask, "permissions": permissions}
    return _prepare(partial(session.prepare, plan, picture, **given), session, on_event, live)


@overload
def film(
    source: str | PathLike[str],
    *,
    preset: str | None = None,
    on_event: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: Literal[False] = False,
    **recipe: Any,
) -> Film: ...


@overload
def film(
    source: str | PathLike[str],
    *,
    preset: str | None = None,
    on_event: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: Literal[True],
    **recipe: Any,
) -> LiveFilm: ...


def film(
    source: str | PathLike[str],
    *,
    preset: str | None = None,
    on_event: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    live: bool = False,
    **recipe: Any,
) -> Film | LiveFilm:
    """Prepare the dream of a film; its frames are dreamed while they are drawn from the result.

    ``source`` is the path of a video, an animation or a folder of frames. ``preset``,
    ``permissions``, ``session`` and the keywords are as for :func:`dream`. Every key of a recipe's
    table ``film`` that the recipe has not itself, but ``source``, is a keyword too: ``start=10``,
    ``stop="0:20"``, ``every=2``; ``film={"source": 0.2}`` reaches the others. ``on_event`` hears
    of every step and frame. Sides are made even, as video wants them. Saved as a video, it
    keeps its sound. ``live`` as for :func:`zoom`. Raise BadInput for anything that cannot be used.
    """
    session = session or default_session()
    keywords = {"film": {}} | recipe
    plan, _, _ = plan_call(str(source), preset, keywords, session, permissions, "film")
    prepare = partial(session.prepare, plan, even=True, permissions=permissions)
    return _prepare(prepare, session, on_event, live)


def _prepare(
    prepare: Callable[[], Job], session: Session, listener: Listener | None, live: bool
) -> Film | LiveFilm:
    if live:
        from dreamgen.notebook.live_film import LiveFilm

        return LiveFilm(prepare, session, listener)
    job = prepare()
    return Film(job.recipe, job, session, listener)


@with_own_torch_settings
def load_backbone(name: str, weights: str | None = None) -> Model:
    """Return a network by the name that ``--backbone`` takes, on the CPU, weights loaded.

    ``weights`` as for ``--weights``: None for its own, "random", or a file. Raise BadInput for names
    and files that cannot be used, DreamError if weights cannot be fetched.
    """
    return find_backbone(name, default_session().registry).load(weights)
