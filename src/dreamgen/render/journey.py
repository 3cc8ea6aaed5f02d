"""A zoom before its first frame: the picture framed, and the camera's way planned."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.objectives.base import Weighted
from dreamgen.recipe.schema import Zoom
from dreamgen.render.ascent import add_initial_noise, fit_ascent, shorten_for_zoom
from dreamgen.render.framing import each_plane, frame_picture, half_size, shrink
from dreamgen.render.job import Job, Journey
from dreamgen.render.plan import count_lap

if TYPE_CHECKING:
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.zoom.camera import Motions

MOST_KEYFRAMES = 30  # for each frame: more, and no two frames would show anything in common


def prepare_zoom(
    job: Job,
    motions: Motions,
    transition: Sequence[Sequence[Weighted]],
    even: bool,
) -> Job:
    """Return a job with its journey: the picture framed, the camera's way planned."""
    from dreamgen.engine.zoom.camera import Camera
    from dreamgen.engine.zoom.endless import EndlessCamera

    recipe, zoom = job.recipe, job.zoom
    try:
        if zoom.endless:
            camera: Camera = EndlessCamera(motions, zoom.seconds, zoom.factor)
        else:
            camera = Camera(motions, zoom.seconds, zoom.factor, zoom.loop)
    except BadInput as problem:
        raise BadInput(f"{recipe.where('zoom.motion')}: {problem}") from None
    if camera.deepest > MOST_KEYFRAMES * count_lap(recipe):
        raise BadInput(
            f"{recipe.where('zoom.motion')}: the motion is too fast: from one frame to the next it "
            "leaves all behind"
        )
    if zoom.loop and camera.unlooped_depth < 1:
        raise BadInput(
            f"{recipe.where('zoom.loop')}: the motion is too small for a loop, which zooms"
            f" {zoom.factor:g} times at least: {_enough_for_loop(zoom)} would do"
        )
    for objectives in transition:
        job.check(objectives)
    whole = [job.objectives, *transition]
    whole += [job.objectives] if (zoom.loop or zoom.endless) and transition else []
    picture = frame_picture(job.picture, recipe, even)
    onward = shorten_for_zoom(job.ascent, recipe)
    journey = Journey(camera, onward, whole)
    job = replace(job, picture=picture, initial=add_initial_noise(picture, recipe), journey=journey)
    return _as_draft(job, even) if zoom.draft else job


def _enough_for_loop(zoom: Zoom) -> str:
    """Return the slowest plain zoom, as a motion, that closes a loop in a zoom's time."""
    speed = math.ceil(100 * zoom.factor ** (1 / zoom.seconds)) / 100
    return f"zoom({speed:g})"


def _as_draft(job: Job, even: bool) -> Job:
    """Return a job at half its width and height, dreamed only at those octaves that fit."""
    assert job.journey is not None
    size = job.picture.size
    small = half_size(size, even)

    def fit(ascent: Ascent) -> Ascent:
        return fit_ascent(ascent, size, small)

    journey = replace(job.journey, ascent=fit(job.journey.ascent), fit=fit)
    return replace(
        job,
        picture=each_plane(job.picture, lambda values: shrink(values, small)),
        ascent=fit(job.ascent),
        initial=None if job.initial is None else shrink(job.initial, small),
        journey=journey,
    )
