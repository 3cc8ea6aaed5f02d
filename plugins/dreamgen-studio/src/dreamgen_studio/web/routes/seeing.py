"""What a network sees at a place of a picture, and what the channels of a layer look like."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from dreamgen import BadInput
from dreamgen_studio.web.routes.answers import Asked, get, image, post

if TYPE_CHECKING:
    from dreamgen_studio.looking import Channel, Concept
    from dreamgen_studio.studio import Studio


def seeing_routes(studio: Studio) -> list[Route]:
    """Return the routes of looks and walls."""

    def look(asked: Asked) -> dict[str, Any]:
        x, y = (_read_share(asked.body.get(axis)) for axis in "xy")
        source, backbone = (str(asked.body.get(name, "")) for name in ("source", "backbone"))
        job = studio.look_at(asked.visitor, source, x, y, backbone or "bestiary", at=asked.moment())
        return {"id": job}

    def tell_look(asked: Asked) -> dict[str, Any]:
        job = studio.job(asked.names["id"])
        if job.problem:
            raise BadInput(job.problem)
        found = studio.look(job.id)
        if found is None:
            return {"done": False, "words": job.words}
        return {
            "done": True,
            "channels": [_show(channel) for channel in found.channels],
            "concepts": [_show(concept) for concept in found.concepts],
        }

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


def _read_share(given: Any) -> float:
    if not isinstance(given, int | float) or not 0 <= given <= 1:
        raise BadInput("x and y must be numbers from 0 to 1")
    return given


def _show(found: Channel | Concept) -> dict[str, Any]:
    return {**asdict(found), "objective": found.objective}
