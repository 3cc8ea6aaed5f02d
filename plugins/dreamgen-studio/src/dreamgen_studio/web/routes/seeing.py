"""What a network sees at a place of a picture, and what the channels of a layer look like."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from dreamgen import BadInput
from dreamgen_studio.web.routes.answers import Asked, get, image, post

if TYPE_CHECKING:
    from dreamgen_studio.studio import Studio


def seeing_routes(studio: Studio) -> list[Route]:
    """Return the routes of looks and walls."""

    def look(asked: Asked) -> dict[str, Any]:
        x, y = (asked.body.get(axis) for axis in "xy")
        if not all(isinstance(each, int | float) and 0 <= each <= 1 for each in (x, y)):
            raise BadInput("x and y must be numbers from 0 to 1")
        source, backbone = (str(asked.body.get(name, "")) for name in ("source", "backbone"))
        return {"id": studio.look_at(asked.visitor, source, x, y, backbone or "bestiary")}

    def tell_look(asked: Asked) -> dict[str, Any]:
        job = studio.job(asked.names["id"])
        if job.problem:
            raise BadInput(job.problem)
        found = studio.look(job.id)
        if found is None:
            return {"done": False, "words": job.words}
        told = {"channels": found.channels, "concepts": found.concepts}
        lists = {
            name: [{**asdict(each), "objective": each.objective} for each in items]
            for name, items in told.items()
        }
        return {"done": True, **lists}

    def show_wall(asked: Asked) -> dict[str, Any]:
        backbone = asked.names.get("backbone", "bestiary")
        wall = studio.wall(asked.visitor, asked.names.get("layer", ""), backbone)
        if wall.problem:
            raise BadInput(wall.problem)
        return asdict(wall)

    def show_channel(asked: Asked) -> Response:
        found = studio.wall_picture(asked.names["wall"], asked.number("channel"))
        return image(found, lasting=True)

    return [
        post("/api/look", look),
        get("/api/look/{id}", tell_look),
        get("/api/walls", show_wall),
        get("/api/walls/{wall}/{channel}", show_channel),
    ]
