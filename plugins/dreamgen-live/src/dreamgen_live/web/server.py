"""The server: the page, the socket, and an end when the show ends or Ctrl-C is pressed."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen_live.web.attend import attend
from dreamgen_studio.web.access import Access
from dreamgen_studio.web.routes.page import STATIC as STUDIO
from dreamgen_studio.web.security import MOST_JSON, App, Guard
from dreamgen_studio.web.server import serve as serve_app

if TYPE_CHECKING:
    from dreamgen_live.show import Show

STATIC = Path(__file__).parent / "static"
MOST_PICTURE = 4 << 20
"""Bytes of a picture that a page sends."""
MOST_CONNECTIONS = 100


def create_app(show: Show, access: Access) -> App:
    """Return the application of a show. Style sheets and scripts are the studio's, and its own."""
    from starlette.applications import Starlette
    from starlette.responses import FileResponse
    from starlette.routing import Mount, Route, WebSocketRoute
    from starlette.staticfiles import StaticFiles

    async def show_page(_: Any) -> FileResponse:
        return FileResponse(STATIC / "index.html", headers={"cache-control": "no-cache"})

    routes = [
        Route("/", show_page),
        Mount("/static/studio", StaticFiles(directory=STUDIO)),
        Mount("/static", StaticFiles(directory=STATIC)),
        WebSocketRoute("/live", lambda websocket: attend(websocket, show)),
    ]
    return Guard(Starlette(routes=routes), access, MOST_JSON, sockets=True)


def serve(show: Show, access: Access, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Answer until the show has ended, or Ctrl-C; ``ready`` is called once answers are given."""
    serve_app(
        create_app(show, access),
        listening,
        ready,
        ended=show.ended,
        log_level="error",
        ws="auto",
        ws_max_size=MOST_PICTURE,
        ws_per_message_deflate=False,
        limit_concurrency=MOST_CONNECTIONS,
    )
