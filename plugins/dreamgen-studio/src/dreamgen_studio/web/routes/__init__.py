"""The studio over HTTP: its page, and a JSON API that scripts may use as the page does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from dreamgen_studio.web.routes.choices import choice_routes
from dreamgen_studio.web.routes.finished import finished_routes
from dreamgen_studio.web.routes.jobs import job_routes
from dreamgen_studio.web.routes.page import page_routes
from dreamgen_studio.web.routes.seeing import seeing_routes
from dreamgen_studio.web.routes.uploads import upload_routes

if TYPE_CHECKING:
    from dreamgen_studio.studio import Studio


def routes(studio: Studio, first: str | None = None) -> list[BaseRoute]:
    """Return every route of a studio. The page begins with the source ``first``."""
    return [
        *page_routes(),
        *choice_routes(studio, first),
        *upload_routes(studio),
        *job_routes(studio),
        *finished_routes(studio),
        *seeing_routes(studio),
    ]
