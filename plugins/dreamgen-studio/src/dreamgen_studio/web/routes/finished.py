"""What was made: its file, dreaming on from it, other outputs, and its recipe for the controls."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from starlette.responses import FileResponse, Response
from starlette.routing import Route

from dreamgen_studio.request import Export, Request
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

    def send_original(asked: Asked) -> Response:
        path = studio.original(asked.names["id"])
        return FileResponse(path, headers={"cache-control": "private, max-age=86400"})

    def dream_on(asked: Asked) -> dict[str, Any]:
        return {"id": studio.continue_from(asked.visitor, asked.names["id"], asked.turn)}

    def export(asked: Asked) -> dict[str, Any]:
        wish = Export.model_validate(asked.body)
        job = studio.export(
            asked.visitor, asked.names["id"], wish.suffix, wish.settings, asked.turn
        )
        return {"id": job}

    def rename(asked: Asked) -> dict[str, Any]:
        return {"name": studio.rename(asked.names["id"], str(asked.body.get("name", ""))).name}

    def bring_back(asked: Asked) -> dict[str, Any]:
        studio.bring_back(asked.names["id"])
        return {}

    def forget(asked: Asked) -> dict[str, Any]:
        studio.forget(asked.names["id"])
        return {}

    def show_request(asked: Asked) -> dict[str, Any]:
        return find_request(studio, asked.visitor, asked.names["id"])

    return [
        get("/api/finished/{id}/file", send_file),
        get("/api/finished/{id}/original", send_original),
        post("/api/finished/{id}/continue", dream_on),
        post("/api/finished/{id}/export", export),
        post("/api/finished/{id}/rename", rename),
        post("/api/finished/{id}/forget", forget),
        post("/api/finished/{id}/restore", bring_back),
        get("/api/requests/{id}", show_request),
    ]


def find_request(studio: Studio, visitor: str, name: str) -> dict[str, Any]:
    """Return the request of a finished dream; of an upload, one that its recipe stands for."""
    if not name.startswith("up-"):
        asked = studio.request_of(name)
        return (asked or Request()).model_dump()
    upload = studio.upload(visitor, name)
    kind, settings = studio.settings_of(upload.recipe or "")
    uploads = {each.name: each.id for each in studio.uploads(visitor) if each.id != name}
    source = settings.pop("input", None)
    mask = settings.pop("mask", None)
    known = source if source and (source == "noise" or source.startswith("sample:")) else None
    # An output's own parameters, as quality, fit no other suffix.
    has_output = any(key.partition(".")[0] == "output" for key in settings)
    return Request(
        source=known or uploads.get(source or ""),
        settings=settings,
        mask=uploads.get(mask or ""),
        kind=kind,
        suffix=PurePath(upload.name).suffix.lower() if has_output else "",
    ).model_dump()
