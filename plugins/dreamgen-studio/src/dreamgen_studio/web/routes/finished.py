"""What was made: its file, dreaming on from it, other outputs, and its recipe for the controls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from dreamgen_studio.request import Request
from dreamgen_studio.web.routes.answers import Asked, get, post

if TYPE_CHECKING:
    from dreamgen_studio.studio import Studio


def finished_routes(studio: Studio) -> list[Route]:
    """Return the routes of finished dreams."""

    def send_file(asked: Asked) -> Response:
        found = studio.finished(asked.names["id"])
        headers = {"cache-control": "private, max-age=86400"}
        # Only what a browser shows as a picture or film is shown: a page that was made is saved.
        shown = found.suffix.lower() not in (".html", ".svg")
        disposition = "inline" if shown else "attachment"
        path = studio.file(found.id)
        return FileResponse(
            path, filename=found.name, content_disposition_type=disposition, headers=headers
        )

    def dream_on(asked: Asked) -> dict[str, Any]:
        return {"id": studio.continue_from(asked.visitor, asked.names["id"], asked.turn)}

    def export(asked: Asked) -> dict[str, Any]:
        suffix = str(asked.body.get("suffix", ""))
        return {"id": studio.export(asked.visitor, asked.names["id"], suffix)}

    def forget(asked: Asked) -> dict[str, Any]:
        studio.forget(asked.names["id"])
        return {}

    def show_request(asked: Asked) -> dict[str, Any]:
        return find_request(studio, asked.visitor, asked.names["id"])

    return [
        get("/api/finished/{id}/file", send_file),
        post("/api/finished/{id}/continue", dream_on),
        post("/api/finished/{id}/export", export),
        post("/api/finished/{id}/forget", forget),
        get("/api/requests/{id}", show_request),
    ]


def find_request(studio: Studio, visitor: str, name: str) -> dict[str, Any]:
    """Return the request of a finished dream; of an upload, one that its recipe stands for."""
    if not name.startswith("up-"):
        asked = studio.request_of(name)
        return (asked or Request()).model_dump()
    recipe = studio.upload(visitor, name).recipe or ""
    kind, settings = studio.settings_of(recipe)
    uploads = {each.name: each.id for each in studio.uploads(visitor) if each.id != name}
    source = settings.pop("input", None)
    mask = settings.pop("mask", None)
    known = source if source and (source == "noise" or source.startswith("sample:")) else None
    return Request(
        source=known or uploads.get(source or ""),
        settings=settings,
        mask=uploads.get(mask or ""),
        kind=kind,
    ).model_dump()
