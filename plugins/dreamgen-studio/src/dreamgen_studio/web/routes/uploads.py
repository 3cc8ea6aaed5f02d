"""What visitors bring, and its pictures."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from dreamgen import BadInput
from dreamgen_studio.request import SAMPLE
from dreamgen_studio.web.routes.answers import Asked, get, image, refuse, visitor_of

if TYPE_CHECKING:
    from dreamgen_studio.files.upload import Upload
    from dreamgen_studio.studio import Studio


def upload_routes(studio: Studio) -> list[Route]:
    """Return the routes of uploads. A file comes as the body alone, and is bounded while it comes."""

    async def keep(request: HttpRequest) -> Response:
        name = request.query_params.get("name", "upload")[:200]
        try:
            with studio.receive_upload(visitor_of(request), name) as incoming:
                async for chunk in request.stream():
                    incoming.write(chunk)
                upload = await run_in_threadpool(incoming.finish)
        except BadInput as problem:
            return refuse(problem)
        return JSONResponse(_show(upload))

    def list_all(asked: Asked) -> list[dict[str, Any]]:
        return [_show(upload) for upload in studio.uploads(asked.visitor)]

    def show_frame(asked: Asked) -> Response:
        found = studio.film_frame(asked.visitor, asked.names["id"], asked.moment())
        return image(found, lasting=True)

    def send_still(asked: Asked) -> Response:
        path = studio.film_still(asked.visitor, asked.names["id"], asked.moment())
        return FileResponse(path, filename=path.name)

    def show_picture(asked: Asked) -> Response:
        name = asked.names["id"]
        if name.startswith(SAMPLE):
            return image(studio.catalogue.sample_picture(name), lasting=True)
        if name.startswith("up-"):
            return image(studio.upload_thumbnail(asked.visitor, name), lasting=True)
        return image(studio.thumbnail(name), lasting=True)

    return [
        Route("/api/uploads", keep, methods=["POST"]),
        get("/api/uploads", list_all),
        get("/api/uploads/{id}/frame", show_frame),
        get("/api/uploads/{id}/still", send_still),
        get("/api/pictures/{id}", show_picture),
    ]


def _show(upload: Upload) -> dict[str, Any]:
    told = asdict(upload)
    return {**told, "has_recipe": told.pop("recipe") is not None}
