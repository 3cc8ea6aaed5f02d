"""The page itself, and what it is made of: all of it from this package."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parents[1] / "static"


def page_routes() -> list[BaseRoute]:
    """Return the routes of the page and its style sheets, scripts and icons."""
    return [Route("/", _show_page), Mount("/static", StaticFiles(directory=STATIC))]


async def _show_page(_: HttpRequest) -> FileResponse:
    return FileResponse(STATIC / "index.html", headers={"cache-control": "no-cache"})
