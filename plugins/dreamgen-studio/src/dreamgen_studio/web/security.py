"""The guard before the application: pure ASGI, so that nothing of a request it refuses is read."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from dreamgen_studio.web.access import Access

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

UPLOADS = "/api/uploads"
MOST_JSON = 1 << 20
TURN = "x-turn"
"""A header that tells a visitor's tabs apart, by a word of their own: they take turns in the queue."""
_TURN = re.compile(r"[\w-]{1,40}")
SILENCE = 60.0
"""Seconds in which some of a body must come."""
DOOR = Path(__file__).parent / "door.html"
"""The page that asks for the token, where a frame or a bookmark has none."""
WRONG = b"That is not the token."
HEADERS = {
    "content-security-policy": "default-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors {frames}",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class Guard:
    """Lets an application hear only of requests that may be made, with bodies that are bounded.

    ``state`` of the scope says who asks: ``visitor``, and which of a visitor's tabs, ``turn``.
    ``sockets``: the application has WebSockets; whoever may ask may open one.
    """

    def __init__(self, app: App, access: Access, most_bytes: int, sockets: bool = False):
        self._app = app
        self._access = access
        self._most_bytes = most_bytes
        self._headers = _write_headers(access.frames)
        self._sockets = sockets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._guard_socket(scope, receive, send)
        else:
            await self._guard(scope, receive, send)

    async def _guard(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _Headers(scope)
        problem = self._find_problem(scope, headers)
        if problem:
            await self._refuse(send, 403, problem)
            return
        cookies = headers.cookies()
        if self._access.token and not self._access.knows(cookies.get(self._name("token"))):
            await self._let_in(scope, headers, send)
            return
        visitor, new = self._access.visitor(cookies.get(self._name("visitor")))
        turn = headers.get(TURN) or ""
        state = scope.setdefault("state", {})
        state["visitor"] = visitor
        state["turn"] = f"{visitor} {turn}" if _TURN.fullmatch(turn) else visitor
        added = [] if new is None else [self._write_cookie("visitor", new)]
        most = self._most_bytes if scope["path"] == UPLOADS else MOST_JSON
        if headers.length() > most:
            await self._refuse(send, 413, _say_too_large(most))
            return
        body = _Body(receive, send, most, self._headers, added)
        await body.run(self._app, scope)

    async def _guard_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = _Headers(scope)
        known = not self._access.token or self._access.knows(
            headers.cookies().get(self._name("token"))
        )
        if self._sockets and known and not self._find_problem(scope, headers):
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _find_problem(self, scope: Scope, headers: _Headers) -> str:
        hosts = headers.all("host")
        if len(hosts) != 1:
            return "a request must name one host"
        # Who follows a link to here may come from anywhere: nothing is done by that.
        is_visit = headers.get("sec-fetch-mode") == "navigate" and scope.get("method") == "GET"
        site = None if is_visit else headers.get("sec-fetch-site")
        return self._access.find_problem(hosts[0], headers.get("origin"), site)

    async def _let_in(self, scope: Scope, headers: _Headers, send: Send) -> None:
        """Swap the token of an address for a cookie, or refuse."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] == "GET" and self._access.knows(given):
            entered = [(b"location", b"/"), self._write_cookie("token", given), *self._headers]
            await send({"type": "http.response.start", "status": 303, "headers": entered})
            await send({"type": "http.response.body", "body": b""})
        elif scope["path"] == "/" and headers.get("sec-fetch-mode") == "navigate":
            page = DOOR.read_bytes().replace(b"{problem}", WRONG if given else b"")
            await _answer(send, 401, "text/html; charset=utf-8", page, self._headers)
        else:
            sentence = "open the address that was printed: it has a token"
            await self._refuse(send, 401, sentence)

    async def _refuse(self, send: Send, status: int, sentence: str) -> None:
        await _refuse(send, status, sentence, self._headers)

    def _write_cookie(self, what: str, value: str) -> Header:
        return b"set-cookie", self._access.write_cookie(self._name(what), value).encode("latin-1")

    def _name(self, what: str) -> str:
        return f"dreamgen-{what}-{self._access.port}"  # cookies of all ports are one jar


class _Body:
    """A request's body, counted as it comes; one that is too long ends the request."""

    def __init__(
        self,
        receive: Receive,
        send: Send,
        most: int,
        headers: list[Header],
        added: list[Header],
    ):
        self._receive = receive
        self._send = send
        self._most = most
        self._headers = headers
        self._added = added
        self._count = 0
        self._is_over = False
        self._has_begun = False

    async def run(self, app: App, scope: Scope) -> None:
        try:
            await app(scope, self.receive, self.send)
        except Exception:
            if not self._is_over:  # the application was told that nobody listens any more
                raise

    async def receive(self) -> Message:
        if self._is_over:
            return {"type": "http.disconnect"}
        try:
            message = await asyncio.wait_for(self._receive(), SILENCE)
        except TimeoutError:
            return await self._end(408, "nothing came for a minute")
        self._count += len(message.get("body", b""))
        if self._count > self._most:
            return await self._end(413, _say_too_large(self._most))
        return message

    async def send(self, message: Message) -> None:
        if self._is_over:
            return
        if message["type"] == "http.response.start":
            self._has_begun = True
            own = {name for name, _ in message.get("headers", ())}
            extra = [pair for pair in self._headers if pair[0] not in own]
            message = {**message, "headers": [*message.get("headers", ()), *extra, *self._added]}
        await self._send(message)

    async def _end(self, status: int, sentence: str) -> Message:
        if not self._has_begun:
            await _refuse(self._send, status, sentence, self._headers)
        self._is_over = True
        return {"type": "http.disconnect"}


class _Headers:
    """The headers of a request, by their names in small letters."""

    def __init__(self, scope: Scope):
        pairs = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        self._pairs = [(name.decode("latin-1"), value) for name, value in pairs]

    def all(self, name: str) -> list[str]:
        return [value for own, value in self._pairs if own == name]

    def get(self, name: str) -> str | None:
        return next(iter(self.all(name)), None)

    def length(self) -> int:
        text = self.get("content-length") or "0"
        return int(text) if text.isdecimal() else 0

    def cookies(self) -> dict[str, str]:
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load("; ".join(self.all("cookie")))
        except CookieError:
            return {}
        return {name: morsel.value for name, morsel in jar.items()}


async def _refuse(send: Send, status: int, sentence: str, headers: list[Header]) -> None:
    body = json.dumps({"problem": sentence, "key": ""}).encode()
    await _answer(send, status, "application/json", body, headers)


async def _answer(send: Send, status: int, kind: str, body: bytes, headers: list[Header]) -> None:
    own = {"content-type": kind, "connection": "close", "content-length": str(len(body))}
    start = {"type": "http.response.start", "status": status}
    await send({**start, "headers": [*_encode(own), *headers]})
    await send({"type": "http.response.body", "body": body})


def _say_too_large(most: int) -> str:
    return f"that is larger than {most >> 20} MB, the most taken here"


def _write_headers(frames: tuple[str, ...]) -> list[Header]:
    """Return what every answer says; only pages of ``frames`` may show it in a frame."""
    shown = " ".join(frames) or "'none'"
    return _encode({name: text.replace("{frames}", shown) for name, text in HEADERS.items()})


def _encode(headers: dict[str, str]) -> list[Header]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]
