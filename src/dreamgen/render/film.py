"""Films: prepared once, and then dreamed frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dreamgen.recipe.schema import Film
from dreamgen.render.framing import fit_ascent
from dreamgen.render.job import Job
from dreamgen.render.still import Listener, add_initial_noise, apply_effects, lay_on_background
from dreamgen.render.zoom import shorten_ascent

if TYPE_CHECKING:
    from dreamgen.engine.film.dreamer import Dreamer
    from dreamgen.engine.scoring import Scoring
    from dreamgen.engine.zoom.store import Store
    from dreamgen.imaging.picture import Frame, Picture


def film_frames(job: Job, store: Store, listener: Listener | None = None) -> Iterator[Frame]:
    """Yield the frames of a film. Dreams are kept in ``store``, and taken from it if they are there.

    ``listener`` hears of every step and frame.
    """
    from dreamgen.engine.events import Milestone
    from dreamgen.engine.film.dis import DenseInverseSearch
    from dreamgen.engine.film.film import Course, dream_film
    from dreamgen.imaging.picture import Frame

    footage = job.footage
    assert footage is not None
    notify = listener or (lambda event: None)
    bound = _Bound()

    def at(number: int) -> Job:
        return job.at(number / footage.rate)

    def course(number: int) -> Course:
        film = _film_of(at(number))
        return Course(film.past, film.new, film.source, film.every)

    pairs = dream_film(
        footage.play(),
        lambda number: _dreamer(at(number), bound, notify),
        DenseInverseSearch(),
        store,
        course,
        lambda number, picture: add_initial_noise(picture, at(number).recipe),
    )
    for index, (picture, pixels) in enumerate(pairs):
        frame = Frame(pixels, picture.alpha, picture.pixels, index, footage.count, 1 / footage.rate)
        now = at(index)
        frame = apply_effects(frame, replace(now, picture=picture))
        yield lay_on_background(frame, now.recipe.background)
        notify(Milestone("frame", index + 1, footage.count))


def _film_of(job: Job) -> Film:
    assert job.recipe.film is not None
    return job.recipe.film


def _dreamer(job: Job, bound: _Bound, listener: Listener) -> Dreamer:
    from dreamgen.engine.film.dreamer import Dreamer
    from dreamgen.engine.film.state import FADING

    film, footage = _film_of(job), job.footage
    assert footage is not None
    recipe, first = job.recipe, job.ascent
    onward = shorten_ascent(first, recipe, film.steps, film.octaves)
    # What is fresh fades from frame to frame: in all of them together it takes about all steps.
    share = round((1 - FADING) * recipe.steps)
    afresh = shorten_ascent(first, recipe, max(min(1, recipe.steps), share), recipe.octaves.count)
    if film.draft:
        first, onward = (fit_ascent(each, footage.whole, footage.size) for each in (first, onward))

    return Dreamer(
        network=job.network,
        bind=lambda picture: bound.find(job, picture),
        first=first,
        afresh=afresh,
        onward=onward,
        seed=job.recipe.seed,
        listener=listener,
        colour=job.recipe.colour,
        memory=job.recipe.memory,
    )


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
