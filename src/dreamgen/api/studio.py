"""The studio that a notebook shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from dreamgen.api.given import plan_call
from dreamgen.notebook.controls import USUAL
from dreamgen.notebook.live_dream import LiveDream
from dreamgen.notebook.need import need_anywidget
from dreamgen.plugins.registry import Registry
from dreamgen.render.permissions import Permissions
from dreamgen.render.session import Session

if TYPE_CHECKING:
    from dreamgen.notebook.studio import StudioWidget
    from dreamgen.notebook.view import DreamView


def studio_widget(
    source: Any = None,
    *,
    preset: str | None = None,
    controls: Sequence[str] = USUAL,
    permissions: Permissions | None = None,
    registry: Registry | None = None,
) -> StudioWidget:
    """Return a small studio for a notebook: a source, a preset, controls, the dream as it grows.

    ``source`` is what :func:`dream` takes; another can be named, chosen or dropped in the page.
    ``controls`` are the keys of the recipe that have one, named as the keywords of :func:`dream`. The
    dream that is shown is ``studio.dream``, and those that were kept are ``studio.kept``.
    Raise BadInput for what cannot be used, and if anywidget is not installed.
    """
    need_anywidget()
    from dreamgen.notebook.studio import StudioWidget

    session = Session(registry, permissions)  # its own, for files that the page sends have no place

    def begin(view: DreamView, source: Any, preset: str | None, **recipe: Any) -> LiveDream:
        plan, picture, mask = plan_call(source, preset, recipe, session, None, "still")
        return LiveDream(partial(session.prepare, plan, picture, mask=mask), session, None, view)

    return StudioWidget(begin, session, source, preset, controls)
