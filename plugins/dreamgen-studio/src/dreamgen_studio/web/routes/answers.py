"""From a request to an answer in JSON: every refusal is one sentence, and names the key it is about."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dreamgen import BadInput, DreamError
from dreamgen_studio.request import Export, FieldProblem, NotFound, Refused, Request

KEYS = {kind.__name__: tuple(kind.model_fields) for kind in (Request, Export)}
"""What the bodies of requests hold, by the names that pydantic has for them."""
LONGEST_BODY = 1 << 20
LONGEST_FILM = 360_000


@dataclass(frozen=True)
class Asked:
    """What a route is asked: by whom, in which turn, the names in its path and query, and its JSON."""

    visitor: str
    turn: str
    names: dict[str, str]
    body: dict[str, Any] = field(default_factory=dict)

    def number(self, name: str, largest: int = 1_000_000_000) -> int:
        """Return a whole number of the path or query; NotFound if it is none."""
        text = self.names.get(name, "")
        if not text.isdecimal() or int(text[:12]) > largest:
            raise NotFound(f"{name} must be a whole number")
        return int(text)

    def moment(self) -> float:
        """Return the seconds that the query, or the body, gives as ``at``; 0 without them."""
        given = self.body.get("at", self.names.get("at", 0))
        try:
            seconds = float(given)
        except (TypeError, ValueError):
            seconds = -1.0
        if not 0 <= seconds <= LONGEST_FILM:
            raise BadInput(f"at must be seconds, from 0 to {LONGEST_FILM:,}")
        return seconds


Run = Callable[[Asked], Any]


def get(path: str, run: Run) -> Route:
    """Return a route that answers with what ``run`` returns: a Response, or something for JSON."""
    return Route(path, _endpoint(run, reads_body=False), methods=["GET"])


def post(path: str, run: Run) -> Route:
    """Return a route that reads JSON, and answers as :func:`get`."""
    return Route(path, _endpoint(run, reads_body=True), methods=["POST"])


def _endpoint(run: Run, reads_body: bool) -> Callable[[HttpRequest], Any]:
    async def answer(request: HttpRequest) -> Response:
        try:
            body = await _read_json(request) if reads_body else {}
            names = {**request.query_params, **request.path_params}
            found = await run_in_threadpool(
                run, Asked(visitor_of(request), str(request.state.turn), names, body)
            )
        except (BadInput, DreamError, ValidationError) as problem:
            return refuse(problem)
        return found if isinstance(found, Response) else JSONResponse(found)

    return answer


def visitor_of(request: HttpRequest) -> str:
    """Return the id of whoever asks, which the middleware found or gave."""
    return str(request.state.visitor)


def refuse(problem: Exception) -> JSONResponse:
    """Return a problem as an answer: its sentence, and the key of the recipe that it is about."""
    key = problem.field if isinstance(problem, FieldProblem) else ""
    told = _describe(problem) if isinstance(problem, ValidationError) else str(problem)
    return JSONResponse({"problem": told, "key": key}, _status(problem))


def _status(problem: Exception) -> int:
    match problem:
        case NotFound():
            return 404
        case Refused():
            return 429
        case BadInput() | ValidationError():
            return 400
    return 500


def _describe(problem: ValidationError) -> str:
    """Return the first fault in one sentence: where it is, and what is allowed there."""
    faults = problem.errors(include_url=False)
    first = next((each for each in faults if each["type"] == "extra_forbidden"), faults[0])
    where = ".".join(str(part)[:80] for part in first["loc"]) or "the request"
    if first["type"] == "extra_forbidden":
        known = list(KEYS.get(problem.title, ()))
        return (
            f"the request has no key {where!r}{_guess(where, known)}: it takes {', '.join(known)}"
        )
    if first["type"] == "literal_error":
        return f"{where} = {str(first['input'])[:60]!r} must be {first['ctx']['expected']}"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}"


def _guess(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f" (did you mean {close[0]}?)" if close else ""


async def _read_json(request: HttpRequest) -> dict[str, Any]:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > LONGEST_BODY:
            raise Refused("the request is longer than 1 MB")
    try:
        found = json.loads(data or b"{}")
    except (ValueError, RecursionError):
        raise BadInput("the request is not JSON") from None
    if not isinstance(found, dict):
        raise BadInput("the request must be a JSON object")
    return found


def image(data: bytes | None, lasting: bool = False) -> Response:
    """Return a picture; 204 where there is none (yet). What is ``lasting`` never changes."""
    if data is None:
        return Response(status_code=204)
    kind = "image/png" if data[:4] == b"\x89PNG" else "image/jpeg"
    headers = {"cache-control": "private, max-age=86400" if lasting else "no-store"}
    return Response(data, media_type=kind, headers=headers)
