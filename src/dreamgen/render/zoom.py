"""Zooms: a camera's journey, prepared once and then run frame by frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.objectives.base import Weighted
from dreamgen.recipe.schema import Recipe, Zoom
from dreamgen.render.framing import (
    each_plane,
    fit_ascent,
    frame_picture,
    half_size,
    shrink,
)
from dreamgen.render.job import Job, Journey
from dreamgen.render.plan import count_lap
from dreamgen.render.still import Listener, apply_effects, develop, dream_batch
from dreamgen.render.stopping import ends_early

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.octaves import Octave
    from dreamgen.engine.zoom.camera import Motions
    from dreamgen.engine.zoom.dreamer import Dreamer
    from dreamgen.engine.zoom.store import Store
    from dreamgen.imaging.picture import Frame, Picture

MOST_KEYFRAMES = 30  # for each frame: more, and no two frames would show anything in common
Initial = Callable[["Picture", Recipe], "Tensor | None"]


# --- prepare ----------------------------------------------------------------------------------


def prepare_zoom(
    job: Job,
    motions: Motions,
    transition: Sequence[Sequence[Weighted]],
    even: bool,
    initial: Initial,
) -> Job:
    """Return a job with its journey: the picture framed, the camera's way planned."""
    from dreamgen.engine.zoom.camera import Camera
    from dreamgen.engine.zoom.endless import EndlessCamera

    recipe, zoom = job.recipe, _zoom_of(job)
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
    job = replace(job, picture=picture, initial=initial(picture, recipe), journey=journey)
    return _as_draft(job, even) if zoom.draft else job


def shorten_for_zoom(ascent: Ascent, recipe: Recipe) -> Ascent:
    """Return the ascent for a keyframe, or a frame of a feedback zoom."""
    assert recipe.zoom is not None
    return shorten_ascent(ascent, recipe, recipe.zoom.steps, recipe.zoom.octaves)


def _enough_for_loop(zoom: Zoom) -> str:
    """Return the slowest plain zoom, as a motion, that closes a loop in a zoom's time."""
    speed = math.ceil(100 * zoom.factor ** (1 / zoom.seconds)) / 100
    return f"zoom({speed:g})"


def _zoom_of(job: Job) -> Zoom:
    assert job.recipe.zoom is not None
    return job.recipe.zoom


def shorten_ascent(ascent: Ascent, recipe: Recipe, steps: int | None, count: int) -> Ascent:
    """Return the ascent for a picture that is a dream already: its ``count`` finest octaves alone.

    The first of them takes ``steps``, or as many as the recipe's own.
    """
    decay = recipe.octaves.step_decay
    most = recipe.steps if steps is None else steps

    def octaves(size: tuple[int, int]) -> list[Octave]:
        kept = ascent.octaves(size)[-count:]
        steps = [max(min(1, most), round(most * decay**k)) for k in range(len(kept))]
        return [replace(octave, steps=n) for octave, n in zip(kept, steps, strict=True)]

    return replace(ascent, octaves=octaves)


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


# --- run --------------------------------------------------------------------------------------


def zoom_frames(job: Job, store: Store, listener: Listener | None = None) -> Iterator[Frame]:
    """Yield the frames of a zoom. Dreams are kept in ``store``, and taken from it if they are there.

    ``listener`` hears of every step, keyframe and frame. If it raises StopAscent there are no more
    frames, and no half-finished dream is kept.
    """
    from dreamgen.engine.events import Milestone
    from dreamgen.imaging.picture import Frame

    seconds = 1 / _zoom_of(job).fps
    with ends_early(listener) as notify:
        for index, pixels in enumerate(_zoom_pixels(job, store, notify)):
            frame = Frame(pixels, None, job.picture.pixels, index, job.frames, seconds)
            yield apply_effects(frame, job.at(index * seconds))
            notify(Milestone("frame", index + 1, job.frames))


def _zoom_pixels(job: Job, store: Store, listener: Listener) -> Iterator[Tensor]:
    from dreamgen.engine.zoom.feedback import feedback
    from dreamgen.engine.zoom.keyframes import Keyframes
    from dreamgen.engine.zoom.nested import nested
    from dreamgen.imaging.noise import add_noise

    assert job.journey is not None
    zoom, camera = _zoom_of(job), job.journey.camera
    nests = zoom.mode == "nested"
    lap = count_lap(job.recipe)

    def at(number: int) -> Job:
        """Return the job at the moment of a keyframe or, in feedback, of a frame."""
        seconds = camera.moment(number) if nests else number / zoom.fps
        return job.at(min(seconds, (job.frames - 1) / zoom.fps))

    def progress(number: int) -> float:
        if nests:
            return camera.progress(number)
        return number / lap % 1.0 if zoom.endless else number / max(1, job.frames - 1)

    def dreamer(number: int) -> Dreamer:
        return _dreamer(at(number), progress(number), listener)

    def dream_first() -> Tensor:
        # Effects are laid over each frame, not into the picture that the camera moves through.
        plain = replace(at(0), effects=())
        return develop(plain, dream_batch([plain], listener)[0]).pixels

    def noisy(pixels: Tensor, number: int) -> Tensor:
        share = _zoom_of(at(number)).initial_noise
        return add_noise(pixels, share, (job.recipe.seed + number) % 2**63)

    moments = (index / zoom.fps for index in range(job.frames))
    if nests:
        keyframes = Keyframes(camera, dreamer, store, job.picture, dream_first, noisy)
        yield from nested(camera, keyframes, job.picture, moments)
    else:
        given = camera, dreamer, store, job.picture, dream_first, moments
        yield from feedback(*given, lambda number: _zoom_of(at(number)).blend)


def _dreamer(job: Job, progress: float, listener: Listener) -> Dreamer:
    """Return what dreams at a moment of a zoom, ``progress`` along its transition, 0 to 1."""
    from dreamgen.engine.zoom.dreamer import Dreamer
    from dreamgen.engine.zoom.transition import crossfade

    assert job.journey is not None
    fades = crossfade(job.journey.transition, progress) if not job.following else job.fading
    return Dreamer(
        network=job.network,
        ascent=job.journey.ascent,
        objectives=fades,
        layer=job.layer,
        seed=job.recipe.seed,
        listener=listener,
        colour=job.recipe.colour,
        memory=job.recipe.memory,
    )
