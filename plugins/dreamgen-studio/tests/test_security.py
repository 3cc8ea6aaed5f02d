"""The guard: who is let in, from where, and how much they may send."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from dreamgen import BadInput
from dreamgen_studio.web.access import Access
from dreamgen_studio.web.security import MOST_JSON, UPLOADS, Guard, Scope

MOST = 3 << 20
HERE = "127.0.0.1:8765"


class Answer:
    """What comes back, and how much of the body was asked for."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[str, str]] = []
        self.body = b""
        self.scope: dict[str, Any] = {}
        self.chunks = 0

    def cookies(self) -> str:
        set_ones = [value for name, value in self.headers if name == "set-cookie"]
        return "; ".join(value.partition(";")[0] for value in set_ones)


def ask(
    access: Access,
    headers: dict[str, str] | None = None,
    path: str = "/",
    method: str = "GET",
    query: str = "",
    chunks: Iterable[bytes] = (b"",),
) -> Answer:
    """Ask an application that reads the whole body, and then says how long it was."""
    answer = Answer()
    coming: Iterator[bytes] = iter(chunks)

    async def app(scope: Scope, receive: Any, send: Any) -> None:
        answer.scope = dict(scope)
        length, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ConnectionError
            length += len(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(length).encode()})

    async def receive() -> dict[str, Any]:
        answer.chunks += 1
        chunk = next(coming, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            pairs = message["headers"]
            answer.headers = [(name.decode(), value.decode()) for name, value in pairs]
        else:
            answer.body += message.get("body", b"")

    given = {"host": HERE, **(headers or {})}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    asyncio.run(Guard(app, access, MOST)(scope, receive, send))
    return answer


@pytest.mark.parametrize("host", [HERE, "localhost:8765", "[::1]:8765", "LOCALHOST:8765"])
def test_its_own_names_are_answered(host):
    assert ask(Access(8765), {"host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8765",  # a name that was made to lead here
        "localhost.evil.example:8765",
        "127.0.0.1.evil.example:8765",
        "192.168.0.7:8765",
        "127.0.0.1:80",
        "127.0.0.1",
        "evil.example@127.0.0.1:8765:1",
        "",
    ],
)
def test_other_hosts_are_refused_in_one_sentence(host):
    answer = ask(Access(8765), {"host": host}, method="POST")
    assert answer.status == 403
    assert b'"problem": "this server ' in answer.body
    assert answer.chunks == 0
    assert not answer.scope


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://evil.example:8765"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "null"},
        {"origin": "http://localhost:8765"},  # not the host that is asked
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_of_other_sites_may_not_ask(headers, method):
    assert ask(Access(8765), headers, method=method).status == 403


def test_its_own_pages_may_ask_and_links_may_lead_to_it():
    own = {"origin": f"http://{HERE}", "sec-fetch-site": "same-origin"}
    assert ask(Access(8765), own, method="POST").status == 200
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    assert ask(Access(8765), link).status == 200
    assert ask(Access(8765), link, method="POST").status == 403


def test_on_this_machine_all_tabs_are_one_visitor_who_take_turns():
    answers = [ask(Access(8765), {"x-turn": turn}) for turn in ("one", "two", "no/turn")]
    assert {answer.scope["state"]["visitor"] for answer in answers} == {"local"}
    turns = [answer.scope["state"]["turn"] for answer in answers]
    assert turns == ["local one", "local two", "local"]
    assert not answers[0].cookies()


def test_a_shared_one_asks_for_its_token_and_tells_visitors_apart():
    access = Access.shared("0.0.0.0", 8765)
    at = {"host": "192.168.0.7:8765"}
    assert ask(access, at).status == 401
    assert ask(access, at, query="token=wrong").status == 401
    assert ask(access, at, query=f"token={access.token}", method="POST").status == 401
    entered = ask(access, at, query=f"token={access.token}")
    assert entered.status == 303
    assert ("location", "/") in entered.headers
    cookie = next(value for name, value in entered.headers if name == "set-cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    key = entered.cookies()
    first = ask(access, {**at, "cookie": key})
    again = ask(access, {**at, "cookie": f"{key}; {first.cookies()}"})
    other = ask(access, {**at, "cookie": key})
    visitors = [answer.scope["state"]["visitor"] for answer in (first, again, other)]
    assert visitors[0] == visitors[1] != visitors[2]
    assert not again.cookies()
    assert first.cookies().partition("=")[2] not in visitors[0]  # the cookie itself is not kept
    forged = ask(access, {**at, "cookie": f"{key}; dreamgen-visitor-8765=../../etc"})
    assert forged.scope["state"]["visitor"].isalnum()


def test_a_name_made_to_lead_to_a_shared_one_is_refused():
    access = Access.shared("0.0.0.0", 8765, ["studio.example"])
    assert ask(access, {"host": "evil.example:8765"}, query=f"token={access.token}").status == 403
    assert ask(access, {"host": "studio.example"}, query=f"token={access.token}").status == 303


def test_a_body_announced_as_too_large_is_refused_before_any_of_it_is_read():
    headers = {"content-length": str(10 << 30)}
    answer = ask(Access(8765), headers, UPLOADS, "POST", chunks=[b"x" * 1000] * 10)
    assert answer.status == 413
    assert answer.body == (
        b'{"problem": "that is larger than 3 MB, the most taken here", "key": ""}'
    )
    assert answer.chunks == 0


@pytest.mark.parametrize(("path", "most"), [(UPLOADS, MOST), ("/api/jobs", MOST_JSON)])
def test_a_body_without_a_length_is_cut_off_at_the_bound(path, most):
    endless = (b"x" * (1 << 16) for _ in range(10**9))
    answer = ask(Access(8765), {}, path, "POST", chunks=endless)
    assert answer.status == 413
    assert answer.chunks == most // (1 << 16) + 1


def test_a_body_within_the_bound_passes():
    answer = ask(Access(8765), {}, UPLOADS, "POST", chunks=[b"x" * (1 << 20)] * 3)
    assert (answer.status, answer.body) == (200, str(3 << 20).encode())


def test_answers_may_not_be_framed_or_run_scripts_of_others():
    headers = dict(ask(Access(8765)).headers)
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in policy
    assert headers["referrer-policy"] == "no-referrer"  # an address may hold a token
    assert headers["x-content-type-options"] == "nosniff"


FRAMED = Access.shared("0.0.0.0", 8765, ["a.hf.space"], frames=["https://huggingface.co"])
VISIT = {"host": "a.hf.space", "sec-fetch-mode": "navigate", "sec-fetch-site": "cross-site"}


def test_a_site_that_is_named_may_show_it_in_a_frame_and_no_other():
    for answer in (ask(FRAMED, VISIT), ask(FRAMED, VISIT, query=f"token={FRAMED.token}")):
        policy = dict(answer.headers)["content-security-policy"]
        assert "frame-ancestors https://huggingface.co" in policy.split("; ")


def test_cookies_of_a_frame_are_kept_apart_for_every_site_and_sent_by_https_alone():
    entered = ask(FRAMED, VISIT, query=f"token={FRAMED.token}")
    first = ask(FRAMED, {**VISIT, "cookie": entered.cookies()})
    for answer in (entered, first):
        (cookie,) = (value for name, value in answer.headers if name == "set-cookie")
        assert set(cookie.split("; ")) >= {"HttpOnly", "SameSite=None", "Secure", "Partitioned"}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_site_that_shows_it_may_not_ask_anything_itself(method):
    key = ask(FRAMED, VISIT, query=f"token={FRAMED.token}").cookies()
    page = {"host": "a.hf.space", "cookie": key, "sec-fetch-site": "cross-site"}
    for headers in (page, {**page, "origin": "https://huggingface.co"}):
        assert ask(FRAMED, headers, "/api/jobs", method).status == 403


def test_who_opens_it_without_a_token_is_asked_for_it():
    asked = ask(FRAMED, VISIT)
    assert (asked.status, dict(asked.headers)["content-type"]) == (401, "text/html; charset=utf-8")
    assert b'name="token"' in asked.body
    assert b"not the token" not in asked.body
    wrong = ask(FRAMED, VISIT, query="token=<script>")
    assert b"That is not the token" in wrong.body
    assert b"<script>" not in wrong.body
    assert ask(FRAMED, {"host": "a.hf.space"}, "/api/state").body.startswith(b'{"problem": "open')


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "huggingface.co",
        "http://huggingface.co",
        "https://*",
        "https://huggingface.co/",
        "https://a.example; script-src *",
        "https://a.example https://b.example",
        "",
    ],
)
def test_what_is_no_origin_may_show_nothing(origin):
    with pytest.raises(BadInput, match="must be an origin"):
        Access.shared("0.0.0.0", 8765, frames=[origin])


def open_socket(access, headers=None, sockets=True):
    """Return what a WebSocket is told: "accepted", or that it is closed with a code."""
    told = []

    async def app(scope, receive, send):
        told.append("accepted")

    async def send(message):
        told.append((message["type"], message["code"]))

    given = {"host": HERE, **(headers or {})}
    scope = {
        "type": "websocket",
        "path": "/live",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in given.items()],
    }
    asyncio.run(Guard(app, access, MOST, sockets)(scope, None, send))
    return told


CLOSED = [("websocket.close", 1008)]


def test_sockets_are_refused_where_there_are_none():
    assert open_socket(Access(8765), sockets=False) == CLOSED
    assert open_socket(Access(8765)) == ["accepted"]


def test_a_page_of_another_site_opens_no_socket():
    for headers in (
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"host": "evil.example:8765"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "http://evil.example", "sec-fetch-mode": "navigate"},
    ):
        assert open_socket(Access(8765), headers) == CLOSED
    assert open_socket(Access(8765), {"origin": f"http://{HERE}"}) == ["accepted"]


def test_a_socket_of_a_shared_one_needs_the_token():
    access = Access.shared("0.0.0.0", 8765)
    assert open_socket(access) == CLOSED
    key = ask(access, query=f"token={access.token}").cookies()
    assert open_socket(access, {"cookie": key}) == ["accepted"]
