"""Dreams and zooms in an asyncio program, whose loop goes on meanwhile."""

from __future__ import annotations

from typing import Any

from dreamgen.api.calls import dream, zoom
from dreamgen.engine.events import Listener
from dreamgen.render.background import in_thread
from dreamgen.render.permissions import Permissions
from dreamgen.render.results.dreams import Dream, Film
from dreamgen.render.session import Session


async def adream(
    source: Any = None,
    *,
    preset: str | None = None,
    on_step: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    **recipe: Any,
) -> Dream:
    """Dream one picture in a thread, as :func:`dream` does, and return it.

    Any number may be awaited: two run at a time, the others wait for their turn. Cancelling the task
    ends the ascent at its next step. ``on_step`` is called in the thread.
    """
    given = {"preset": preset, "permissions": permissions, "session": session, **recipe}
    return await in_thread(lambda stop: dream(source, on_step=stop, **given), on_step)


async def azoom(
    source: Any = None,
    *,
    preset: str | None = None,
    on_event: Listener | None = None,
    permissions: Permissions | None = None,
    session: Session | None = None,
    **recipe: Any,
) -> Film:
    """Prepare a zoom in a thread, as :func:`zoom` does, and return it.

    ``async for frame in film`` dreams its frames beside the loop, as :func:`adream` does.
    """
    given = {"preset": preset, "permissions": permissions, "session": session, **recipe}
    return await in_thread(lambda _: zoom(source, on_event=on_event, **given))
