"""From a recipe to the frames of a zoom: plan, prepare, run."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dreamgen.errors import BadInput
from dreamgen.motions.base import Motion
from dreamgen.objectives.base import Weighted
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import LayerAddress, Size
from dreamgen.render.framing import each, fit_ascent, frame_picture, half_size, shrink
from dreamgen.render.job import Job, apply_effects, initial_pixels, prepare, run, with_pictures
from dreamgen.render.plan import Plan, objectives_of, plan

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.engine.events import Milestone, Step
    from dreamgen.engine.gradient_ascent import Ascent
    from dreamgen.engine.octaves import Octave
    from dreamgen.engine.zoom.camera import Camera
    from dreamgen.engine.zoom.dreamer import Dreamer
    from dreamgen.engine.zoom.store import Store
    from dreamgen.imaging.picture import Frame, Picture

ZoomListener = Callable[["Step | Milestone"], None]
DEFAULT_SIZE = Size(512)


@dataclass(frozen=True)
class ZoomPlan:
    """A recipe for a zoom whose every name has become a component; nothing is loaded yet."""

    still: Plan
    motions: list[tuple[float, Motion]]
    through: list[list[Weighted]]

    @property
    def recipe(self) -> Recipe:
        return self.still.recipe

    @property
    def count(self) -> int:
        """How many frames there are."""
        return max(1, round(self.recipe.zoom.seconds * self.recipe.zoom.fps))

    @property
    def uses_layer(self) -> bool:
        """Whether the recipe's own layer is looked at by any objective."""
        parts = [part for stage in self.through for _, part in stage]
        return self.still.uses_layer or any(None in part.layers() for part in parts)


@dataclass(frozen=True)
class ZoomJob:
    """Everything loaded and checked: one zoom, ready to run."""

    job: Job
    camera: Camera
    stages: list[Sequence[Weighted]]
    ascent: Ascent
    """For pictures that are dreamed on already; the job's own is for the first one."""
    start: Tensor | None

    @property
    def count(self) -> int:
        """How many frames there are."""
        return self.job.made["frames"]

    @property
    def dreams(self) -> int:
        """How many pictures are dreamed."""
        return self.camera.count if self.job.recipe.zoom.mode == "nested" else self.count

    def text(self) -> str:
        """Return the recipe as it is embedded into the result."""
        return self.job.text()


# --- plan -------------------------------------------------------------------------------------


def plan_zoom(recipe: Recipe, registry: Registry) -> ZoomPlan:
    """Turn names into components, so that every mistake shows before any weights load."""
    from dreamgen.motions.schedule import fill_durations

    if recipe.size is None:
        recipe = recipe.model_copy(update={"size": DEFAULT_SIZE})
    zoom, where = recipe.zoom, recipe.where("zoom.motion")
    if zoom.loop and zoom.mode == "feedback":
        raise BadInput("zoom.loop needs zoom.mode = nested: feedback never comes back to its start")
    motions = [(term.weight, registry.build("motions", term.call, where)) for term in zoom.motion]
    at = recipe.where("zoom.through")
    return ZoomPlan(
        still=plan(recipe, registry),
        motions=[
            (weight, fill_durations(motion, zoom.seconds * abs(weight) or 1.0))
            for weight, motion in motions
        ],
        through=[objectives_of(terms, at, registry) for terms in zoom.through],
    )


# --- prepare ----------------------------------------------------------------------------------


def prepare_zoom(
    planned: ZoomPlan, registry: Registry, picture: Picture | None = None, even: bool = False
) -> ZoomJob:
    """Load the picture and the network. ``even`` asks for frames of even width and height."""
    from dreamgen.engine.zoom.camera import Camera

    recipe, zoom = planned.recipe, planned.recipe.zoom
    camera = Camera(planned.motions, zoom.seconds, zoom.factor, zoom.loop)
    if zoom.loop and camera.integrate < 1:
        raise BadInput(
            f"{recipe.where('zoom.loop')}: the motion is too small for a loop: zoom more"
        )
    job = prepare(planned.still, registry, picture)
    through = [with_pictures(stage, registry) for stage in planned.through]
    for stage in through:
        _check_stage(stage, job)
    stages = [job.objectives, *through]
    stages += [job.objectives] if zoom.loop and through else []
    job = replace(job, picture=frame_picture(job.picture, recipe, even))
    zoom_job = ZoomJob(job, camera, stages, _onward(job.ascent, recipe), initial_pixels(job))
    return _note_frames(_drafted(zoom_job, even) if zoom.draft else zoom_job, planned.count)


def _note_frames(zoom_job: ZoomJob, count: int) -> ZoomJob:
    """Note what the frames are like: unfinished work on others cannot be gone on with."""
    width, height = zoom_job.job.picture.size
    made = {**zoom_job.job.made, "frames": count, "frame_size": f"{width}x{height}"}
    return replace(zoom_job, job=replace(zoom_job.job, made=made))


def _check_stage(stage: Sequence[Weighted], job: Job) -> None:
    """Raise BadInput, before anything is dreamed, if an objective does not suit the network."""
    from dreamgen.engine.scoring import Scoring

    width, height = job.picture.size
    scoring = Scoring(job.network, stage, _layer(job), width / height, random.Random(0))
    job.network.check_memory(scoring.layers, (height, width), job.recipe.memory)


def _layer(job: Job) -> LayerAddress:
    layer = job.recipe.layer
    return job.network.default_layer if layer is None else layer


def _onward(ascent: Ascent, recipe: Recipe) -> Ascent:
    """Return the ascent for a picture that is dreamed on already: the finest octaves alone."""
    zoom, taper = recipe.zoom, recipe.octaves.taper
    most = recipe.steps if zoom.steps is None else zoom.steps

    def octaves(size: tuple[int, int]) -> list[Octave]:
        kept = ascent.octaves(size)[-zoom.octaves :]
        steps = [max(min(1, most), round(most * taper**k)) for k in range(len(kept))]
        return [replace(octave, steps=n) for octave, n in zip(kept, steps, strict=True)]

    return replace(ascent, octaves=octaves)


def _drafted(whole: ZoomJob, even: bool) -> ZoomJob:
    """Return a job at half its width and height, dreamed only at those octaves that fit."""
    size = whole.job.picture.size
    small = half_size(size, even)
    job = replace(
        whole.job,
        picture=each(whole.job.picture, lambda values: shrink(values, small)),
        ascent=fit_ascent(whole.job.ascent, size, small),
    )
    start = None if whole.start is None else shrink(whole.start, small)
    return replace(whole, job=job, ascent=fit_ascent(whole.ascent, size, small), start=start)


# --- run --------------------------------------------------------------------------------------


def zoom_frames(
    zoom_job: ZoomJob, store: Store, listener: ZoomListener | None = None
) -> Iterator[Frame]:
    """Yield the frames of a zoom. Dreams are kept in ``store``, and taken from it if they are there.

    ``listener`` hears of every step, keyframe and frame.
    """
    from dreamgen.engine.events import Milestone
    from dreamgen.imaging.picture import Frame

    hears = listener or (lambda event: None)
    job, count = zoom_job.job, zoom_job.count
    seconds = 1 / job.recipe.zoom.fps
    for index, pixels in enumerate(_pictures(zoom_job, store, hears)):
        frame = Frame(pixels, None, job.picture.pixels, index, count, seconds)
        yield apply_effects(frame, job)
        hears(Milestone("frame", index + 1, count))


def _pictures(zoom_job: ZoomJob, store: Store, listener: ZoomListener) -> Iterator[Tensor]:
    from dreamgen.engine.zoom.feedback import feedback
    from dreamgen.engine.zoom.keyframes import Keyframes
    from dreamgen.engine.zoom.nested import nested
    from dreamgen.imaging.noise import add_noise

    job, camera = zoom_job.job, zoom_job.camera
    zoom = job.recipe.zoom
    moments = [index / zoom.fps for index in range(zoom_job.count)]
    dreamer = _dreamer(zoom_job, listener)

    def first() -> Tensor:
        # Effects are laid over each frame, not into the picture that the camera moves through.
        return next(run(replace(job, effects=()), listener, zoom_job.start)).pixels

    def ground(pixels: Tensor, number: int) -> Tensor:
        return add_noise(pixels, zoom.ground, (job.recipe.seed + number) % 2**63)

    if zoom.mode == "feedback":
        yield from feedback(camera, dreamer, store, job.picture, first, moments, zoom.blend)
    else:
        keyframes = Keyframes(camera, dreamer, store, job.picture, first, ground)
        yield from nested(camera, keyframes, job.picture, moments)


def _dreamer(zoom_job: ZoomJob, listener: ZoomListener) -> Dreamer:
    from dreamgen.engine.zoom.dreamer import Dreamer

    recipe = zoom_job.job.recipe
    return Dreamer(
        network=zoom_job.job.network,
        ascent=zoom_job.ascent,
        stages=zoom_job.stages,
        layer=_layer(zoom_job.job),
        seed=recipe.seed,
        listener=listener,
        colour=recipe.colour,
    )
