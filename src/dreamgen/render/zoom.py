"""Zooms: dreamed and composed frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.engine.events import Listener, Milestone
from dreamgen.render.finishing import apply_effects, develop
from dreamgen.render.job import Job
from dreamgen.render.plan import count_lap
from dreamgen.render.still import dream_batch
from dreamgen.render.stopping import ends_early

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.engine.zoom.dreamer import Dreamer
    from dreamgen.engine.zoom.store import Store
    from dreamgen.imaging.picture import Frame


def zoom_frames(job: Job, store: Store, listener: Listener | None = None) -> Iterator[Frame]:
    """Yield the frames of a zoom. Dreams are kept in ``store``, and taken from it if they are there.

    ``listener`` hears of every step, keyframe and frame. If it raises StopAscent there are no more
    frames, and no half-finished dream is kept.
    """
    from dreamgen.imaging.picture import Frame

    seconds = 1 / job.zoom.fps
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
    zoom, camera = job.zoom, job.journey.camera
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
        share = at(number).zoom.initial_noise
        return add_noise(pixels, share, (job.recipe.seed + number) % 2**63)

    moments = (index / zoom.fps for index in range(job.frames))
    if nests:
        keyframes = Keyframes(camera, dreamer, store, job.picture, dream_first, noisy)
        yield from nested(camera, keyframes, job.picture, moments)
    else:
        given = camera, dreamer, store, job.picture, dream_first, moments
        yield from feedback(*given, lambda number: at(number).zoom.blend)


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
