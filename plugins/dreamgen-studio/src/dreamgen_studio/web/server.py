"""The server: a socket, the guarded application, and an end that loses nothing."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from dreamgen import BadInput
from dreamgen_studio.web.access import Access
from dreamgen_studio.web.security import App, Guard

if TYPE_CHECKING:
    from dreamgen_studio.studio import Studio
    from dreamgen_studio.web.patient_server import PatientServer

USUAL_PORT = 8765
TRIES = 20
MOST_CONNECTIONS = 400
GRACE = 2
"""Seconds that answers under way have at the end."""


def open_socket(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens on a port, or on the first that is free from the usual one on.

    Raise BadInput, in one sentence, if the port asked for is taken or the host is not this machine.
    """
    wanted = range(USUAL_PORT, USUAL_PORT + TRIES) if port is None else [port]
    problem: OSError | None = None
    for number in wanted:
        try:
            return _listen(host, number)
        except OSError as found:
            problem = found
    reason = problem.strerror if problem is not None else ""
    if port is not None:
        raise BadInput(
            f"--port {port}: {host} cannot be listened on there ({reason}): leave it out"
        )
    raise BadInput(f"{host} cannot be listened on ({reason})")


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen()  # at once: until then another may take the port, and a browser is turned away
    except OSError:
        found.close()
        raise
    return found


def create_app(studio: Studio, access: Access, first: str | None = None) -> App:
    """Return the application of a studio; its page begins with the source ``first``."""
    from starlette.applications import Starlette

    from dreamgen_studio.web.routes import routes

    return Guard(Starlette(routes=routes(studio, first)), access, studio.settings.most_bytes)


def serve(
    app: App,
    listening: socket.socket,
    ready: Callable[[], None],
    ended: threading.Event | None = None,
    **settings: Any,
) -> None:
    """Answer until Ctrl-C, or ``ended``; ``ready`` is called once answers are given.

    ``settings`` are uvicorn's, in place of these: no WebSockets, and warnings told.
    """
    import uvicorn

    from dreamgen_studio.web.patient_server import PatientServer

    usual: dict[str, Any] = {"ws": "none", "log_level": "warning"}
    usual["limit_concurrency"] = MOST_CONNECTIONS
    config = uvicorn.Config(
        app,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE,
        **(usual | settings),
    )
    server = PatientServer(config)
    if ended is not None:
        threading.Thread(target=_end_with, args=(server, ended), daemon=True).start()
    timer = threading.Timer(0.5, ready)
    timer.daemon = True
    timer.start()
    with closing(listening), suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    timer.cancel()


def _end_with(server: PatientServer, ended: threading.Event) -> None:
    ended.wait()
    server.should_exit = True


def open_browser(url: str) -> None:
    """Show a page in the user's browser, where there is one."""
    with suppress(webbrowser.Error):
        webbrowser.open(url)
