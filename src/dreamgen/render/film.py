"""Films: prepared once, and then dreamed frame by frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from dreamgen.engine.events import Listener
from dreamgen.recipe.schema import Film, Recipe
from dreamgen.render.ascent import add_initial_noise, fit_ascent, shorten_ascent
from dreamgen.render.finishing import apply_effects, lay_on_background
from dreamgen.render.job import Job
from dreamgen.render.stopping import ends_early

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.film.dreamer import Dreamer
    from dreamgen.engine.film.flow import FlowEstimator
    from dreamgen.engine.octaves import Octave
    from dreamgen.engine.scoring import Scoring
    from dreamgen.engine.zoom.store import Store
    from dreamgen.imaging.picture import Frame, Picture
    from dreamgen.render.inputs.footage import Footage

LEAP = 1.4
"""How much longer the steps are that fill what comes into view: half as many do."""


def film_frames(job: Job, store: Store, listener: Listener | None = None) -> Iterator[Frame]:
    """Yield the frames of a film. Dreams are kept in ``store``, and taken from it if they are there.

    ``listener`` hears of every step and frame. If it raises StopAscent there are no more frames, and
    no half-finished dream is kept.
    """
    from dreamgen.engine.events import Milestone
    from dreamgen.engine.film.state import State
    from dreamgen.imaging.picture import Frame

    footage = _footage_of(job)

    def is_plain(number: int) -> bool:
        return not job.effects and State.goes_on(store, number)

    with ends_early(listener) as notify:
        pairs = _dream(job, enumerate(footage.play(is_plain=is_plain)), store, notify)
        for index, (picture, pixels) in enumerate(pairs):
            own = picture.alpha, picture.pixels
            frame = Frame(pixels, *own, index, footage.count, 1 / footage.rate)
            now = _at_frame(job, index)
            frame = apply_effects(frame, replace(now, picture=picture))
            yield lay_on_background(frame, now.recipe.background)
            notify(Milestone("frame", index + 1, footage.count))


def find_shots(job: Job) -> Iterator[range]:
    """Yield the numbers of each shot's frames, as soon as its end is known."""
    from dreamgen.engine.film.cuts import find_shots

    frames = (picture.pixels for picture in _footage_of(job).without_masks().play())
    return find_shots(frames, _flow_of(job))


def dream_shot(
    job: Job, shot: range, begin: int, store: Store, listener: Listener | None = None
) -> None:
    """Dream a shot of a film alone, into ``store``: its frames come out as those of the whole film.

    It goes on with the frame ``begin``, if ``store`` has the first frame and the one before that.
    """
    from dreamgen.engine.events import Milestone

    footage, notify = _footage_of(job), listener or (lambda event: None)
    first = [next(footage.play(shot.start))] if begin - 1 > shot.start else []
    numbers = [shot.start, *range(begin - 1, shot.stop)] if first else list(shot)
    pictures = chain(first, footage.play(numbers[len(first)]))
    dreams = _dream(job, zip(numbers, pictures, strict=False), store, notify)
    for _, number in zip(dreams, numbers, strict=False):
        notify(Milestone("frame", number - shot.start + 1, len(shot)))


def _dream(
    job: Job, frames: Iterable[tuple[int, Picture]], store: Store, listener: Listener
) -> Iterator[tuple[Picture, Tensor]]:
    """Yield numbered frames and their dreams, (3, H, W) in 0..1."""
    from dreamgen.engine.film.film import Course, dream_film

    bound = _Bound()

    def course(number: int) -> Course:
        film = _film_of(_at_frame(job, number))
        return Course(film.past, film.new, film.source, film.every)

    return dream_film(
        frames,
        lambda number: _dreamer(_at_frame(job, number), bound, listener),
        _flow_of(job),
        store,
        course,
        lambda number, picture: add_initial_noise(picture, _at_frame(job, number).recipe),
    )


def _at_frame(job: Job, number: int) -> Job:
    """Return the job as it is at the moment of a frame."""
    return job.at(number / _footage_of(job).rate)


def _footage_of(job: Job) -> Footage:
    assert job.footage is not None
    return job.footage


def _flow_of(job: Job) -> FlowEstimator:
    assert job.flow is not None
    return job.flow


def _film_of(job: Job) -> Film:
    assert job.recipe.film is not None
    return job.recipe.film


def _dreamer(job: Job, bound: _Bound, listener: Listener) -> Dreamer:
    from dreamgen.engine.film.dreamer import Dreamer

    film, footage = _film_of(job), _footage_of(job)
    recipe, first = job.recipe, job.ascent
    onward = shorten_ascent(first, recipe, film.steps, film.octaves)
    fill = _fill_ascent(first, recipe, film.octaves)
    if film.draft:
        first, fill, onward = (
            fit_ascent(each, footage.whole, footage.size) for each in (first, fill, onward)
        )

    return Dreamer(
        network=job.network,
        bind=lambda picture: bound.find(job, picture),
        first=first,
        filling=fill,
        onward=onward,
        seed=job.recipe.seed,
        listener=listener,
        colour=job.recipe.colour,
        memory=job.recipe.memory,
    )


def _fill_ascent(first: Ascent, recipe: Recipe, fine: int) -> Ascent:
    """Return the ascent for what comes into view: the octaves coarser than the ``fine`` finest ones."""
    from dreamgen.engine.film.state import FADING

    # What is fresh fades from frame to frame: in all of them together it takes about half the steps.
    steps = max(min(1, recipe.steps), round((1 - FADING) / 2 * recipe.steps))
    every = shorten_ascent(first, recipe, steps, recipe.octaves.count)

    def octaves(size: tuple[int, int]) -> list[Octave]:
        found = every.octaves(size)
        return [*(found[:-fine] or found[:1]), replace(found[-1], steps=0)]

    return replace(first, octaves=octaves, step_size=LEAP * first.step_size)


class _Bound:
    """Objectives bound for the shot that begins with a picture: once, until others hold."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._bound: Any = None
        self._scoring: Scoring | None = None

    def find(self, job: Job, picture: Picture) -> Scoring:
        wanted = job.fading, job.layer
        if self._scoring is None or self._picture is not picture or self._bound != wanted:
            self._scoring = replace(job, picture=picture).scoring()[0]
            self._picture, self._bound = picture, wanted
        return self._scoring
