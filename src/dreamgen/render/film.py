"""Films: prepared once, and then dreamed frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamgen.recipe.schema import Film, Recipe
from dreamgen.render.framing import fit_ascent
from dreamgen.render.job import Job
from dreamgen.render.still import Listener, add_initial_noise, apply_effects, lay_on_background
from dreamgen.render.zoom import shorten_ascent

if TYPE_CHECKING:
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.film.dreamer import Dreamer
    from dreamgen.engine.octaves import Octave
    from dreamgen.engine.scoring import Scoring
    from dreamgen.engine.zoom.store import Store
    from dreamgen.imaging.picture import Frame, Picture

LEAP = 2
"""How much longer the steps are that fill what comes into view, so that half as many do."""


def film_frames(job: Job, store: Store, listener: Listener | None = None) -> Iterator[Frame]:
    """Yield the frames of a film. Dreams are kept in ``store``, and taken from it if they are there.

    ``listener`` hears of every step and frame.
    """
    from dreamgen.engine.events import Milestone
    from dreamgen.engine.film.dis import DenseInverseSearch
    from dreamgen.engine.film.film import Course, dream_film
    from dreamgen.imaging.picture import Frame

    footage, film = job.footage, _film_of(job)
    assert footage is not None
    notify = listener or (lambda event: None)
    course = Course(film.past, film.new, film.source, film.every)
    dreamer = _dreamer(job, notify)
    pairs = dream_film(
        footage.play(),
        lambda number: dreamer,
        DenseInverseSearch(),
        store,
        lambda number: course,
        lambda number, picture: add_initial_noise(picture, job.recipe),
    )
    for index, (picture, pixels) in enumerate(pairs):
        frame = Frame(pixels, picture.alpha, picture.pixels, index, footage.count, 1 / footage.rate)
        frame = apply_effects(frame, replace(job, picture=picture))
        yield lay_on_background(frame, job.recipe.background)
        notify(Milestone("frame", index + 1, footage.count))


def _film_of(job: Job) -> Film:
    assert job.recipe.film is not None
    return job.recipe.film


def _dreamer(job: Job, listener: Listener) -> Dreamer:
    from dreamgen.engine.film.dreamer import Dreamer

    film, footage = _film_of(job), job.footage
    assert footage is not None
    recipe, first = job.recipe, job.ascent
    onward = shorten_ascent(first, recipe, film.steps, film.octaves)
    fill = _fill_ascent(first, recipe, film.octaves)
    if film.draft:
        first, fill, onward = (
            fit_ascent(each, footage.whole, footage.size) for each in (first, fill, onward)
        )

    return Dreamer(
        network=job.network,
        bind=_Bound(job),
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

    # What is fresh fades from frame to frame: in all of them together it takes about all steps.
    steps = max(min(1, recipe.steps), round((1 - FADING) * recipe.steps / LEAP))
    every = shorten_ascent(first, recipe, steps, recipe.octaves.count)

    def octaves(size: tuple[int, int]) -> list[Octave]:
        found = every.octaves(size)
        return [*(found[:-fine] or found[:1]), replace(found[-1], steps=0)]

    return replace(first, octaves=octaves, step_size=LEAP * first.step_size)


class _Bound:
    """A job's objectives, bound for the shot that begins with a picture, once for all its frames."""

    def __init__(self, job: Job):
        self._job = job
        self._picture: Picture | None = None
        self._scoring: Scoring | None = None

    def __call__(self, picture: Picture) -> Scoring:
        if self._scoring is None or self._picture is not picture:
            self._scoring = replace(self._job, picture=picture).scoring()[0]
            self._picture = picture
        return self._scoring
