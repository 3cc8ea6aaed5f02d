"""Dreams that are asked for, and how far they are."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from dreamgen import BadInput
from dreamgen_studio.files.finished import VIDEOS
from dreamgen_studio.request import Request
from dreamgen_studio.web.routes.answers import Asked, get, image, post

if TYPE_CHECKING:
    from dreamgen_studio.files.finished import Finished
    from dreamgen_studio.jobs.job import JobState
    from dreamgen_studio.studio import Studio

IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif")
MOST_SHOWN = 200


def job_routes(studio: Studio) -> list[Route]:
    """Return the routes of the queue: asking, following, stopping."""

    def submit(asked: Asked) -> dict[str, Any]:
        return {"id": studio.submit(asked.visitor, Request.model_validate(asked.body), asked.turn)}

    def submit_variants(asked: Asked) -> dict[str, Any]:
        request = Request.model_validate(asked.body.get("request", {}))
        values = asked.body.get("values")
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise BadInput("values must be a list of texts")
        key = str(asked.body.get("key", ""))
        return {"ids": studio.submit_variants(asked.visitor, request, key, values, asked.turn)}

    def tell_state(asked: Asked) -> dict[str, Any]:
        version = studio.version(asked.visitor)
        if asked.names.get("version") == str(version):
            return {"version": version}
        history = studio.history(asked.visitor)[:MOST_SHOWN]
        return {
            "version": version,
            "jobs": [show_job(job) for job in studio.jobs(asked.visitor)],
            "history": [show_finished(dream) for dream in history],
        }

    def show_preview(asked: Asked) -> Response:
        return image(studio.preview(asked.names["id"]))

    def show_frame(asked: Asked) -> Response:
        return image(studio.frame(asked.names["id"], asked.number("number")), lasting=True)

    def cancel(asked: Asked) -> dict[str, Any]:
        studio.cancel(asked.names["id"])
        return {}

    def keep(asked: Asked) -> dict[str, Any]:
        studio.stop_and_keep(asked.names["id"])
        return {}

    return [
        post("/api/jobs", submit),
        post("/api/variants", submit_variants),
        get("/api/state", tell_state),
        get("/api/jobs/{id}/preview", show_preview),
        get("/api/jobs/{id}/frames/{number}", show_frame),
        post("/api/jobs/{id}/cancel", cancel),
        post("/api/jobs/{id}/keep", keep),
    ]


def show_job(job: JobState) -> dict[str, Any]:
    """Return a job for the page."""
    return {**asdict(job), "words": job.words}


def show_finished(dream: Finished) -> dict[str, Any]:
    """Return a finished dream for the page, which plays some kinds of file itself."""
    told = asdict(dream)
    del told["visitor"], told["request"]
    suffix = dream.suffix.lower()
    playable = "image" if suffix in IMAGES else "video" if suffix in VIDEOS else ""
    return {**told, "playable": playable}
