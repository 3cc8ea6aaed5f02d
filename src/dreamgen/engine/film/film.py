"""Films: each frame begins from the last dream, carried along by optical flow.

What dreaming has added to a frame is carried to where its pixels are in the next one and laid over
that one's own source, so what is hidden takes its dream with it, and what comes into view begins as
the film shows it and is dreamed afresh (Ruder, Dosovitskiy and Brox, "Artistic style transfer for
videos", 2016, carry the whole picture).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from torch import Tensor

from dreamgen.engine.film.cuts import is_cut
from dreamgen.engine.film.dreamer import Dreamer
from dreamgen.engine.film.fading import FADE, measure_fade
from dreamgen.engine.film.flow import Flow, FlowEstimator, measure_flow
from dreamgen.engine.film.hold import Hold
from dreamgen.engine.film.state import State
from dreamgen.engine.zoom.store import Store, write_behind
from dreamgen.imaging.picture import Picture


@dataclass(frozen=True)
class Course:
    """How a film is dreamed.

    ``past`` is the share of the last dream that a frame begins with, ``new`` the share of what is
    dreamed in it that is added, ``source`` the share of the source that is laid over the result; all
    0 to 1. Every ``every``-th frame is dreamed; those between carry the dream and fill what comes in.
    """

    past: float = 1.0
    new: float = 0.4
    source: float = 0.0
    every: int = 1


def dream_film(
    frames: Iterable[tuple[int, Picture]],
    dreamer: Callable[[int], Dreamer],
    estimate: FlowEstimator,
    store: Store,
    course: Callable[[int], Course],
    initial: Callable[[int, Picture], Tensor | None],
) -> Iterator[tuple[Picture, Tensor]]:
    """Yield each frame of a film and its dream, (3, H, W) in 0..1 on the CPU.

    ``frames`` are numbered from 0, or from any cut on. A frame depends on the one before it and on its
    number alone, and each is kept in ``store``, in 8-bit levels: a film goes on from wherever it
    stopped, and frames between a shot's first and the last that is kept may be left out. ``dreamer``
    and ``course`` say how the frame of a number is dreamed, and ``initial`` where its ascent begins
    if it is the first of a shot, None: at the frame.
    """
    with write_behind(store) as behind:
        shot = _Shot(dreamer, estimate, behind, course, initial)
        for number, picture in frames:
            pixels, source = shot.advance(number, picture).float() / 255, course(number).source
            yield picture, pixels.lerp(picture.pixels, source) if source else pixels


class _Shot:
    """The shot that is being dreamed, and the last frame of it."""

    def __init__(
        self,
        dreamer: Callable[[int], Dreamer],
        estimate: FlowEstimator,
        store: Store,
        course: Callable[[int], Course],
        initial: Callable[[int, Picture], Tensor | None],
    ):
        self._dreamer_of = dreamer
        self._estimate = estimate
        self._store = store
        self._course_of = course
        self._initial = initial
        self._state: State | None = None
        self._first: Picture | None = None
        self._hold: Hold | None = None

    def advance(self, number: int, picture: Picture) -> Tensor:
        """Return the dream of the next frame, uint8 (3, H, W)."""
        kept = State.load(self._store, number, picture.pixels)
        hold = self._store.get(f"shot-{number:06}")
        if kept is not None and hold is not None:
            self._first, self._hold = picture, Hold.unpack(hold)
        self._state = kept or self._dream(number, picture).store(self._store, number)
        if _is_masked(picture):
            self._hold = None  # what follows begins anew
        return self._state.pixels

    def _dream(self, number: int, picture: Picture) -> State:
        before = self._state
        if _is_masked(picture):
            return State.begin(picture.pixels, picture.pixels)
        if before is None or self._hold is None:
            return self._begin(number, picture)
        flow = measure_flow(before.source, picture.pixels, self._estimate)
        if is_cut(before.source, picture.pixels, flow):
            return self._begin(number, picture)
        return self._follow(number, picture, before, flow)

    def _begin(self, number: int, picture: Picture) -> State:
        dreamer, self._first = self._dreamer_of(number), picture
        dreamed = dreamer.begin(picture, dreamer.bind(picture), self._initial(number, picture))
        self._hold = Hold.measure(dreamed, picture.pixels, picture.mask)
        self._store.put(f"shot-{number:06}", self._hold.pack())
        return State.begin(self._apply_hold(dreamed, picture), picture.pixels)

    def _follow(self, number: int, picture: Picture, before: State, flow: Flow) -> State:
        assert self._first is not None
        course = self._course_of(number)
        # What fades in is dreamed afresh, and what was dreamed there goes in the same measure.
        fade = measure_fade(flow, before.source, picture.pixels)
        flow = replace(flow, trust=flow.trust * (1 - fade))
        state = before.follow(flow, picture.pixels)
        share, free = course.past * flow.trust, picture.freedom()
        share = share if free is None else share * free
        carried = (picture.pixels + share * flow.carry(before.detail)).clamp(0, 1)
        dreamer = self._dreamer_of(number)
        scoring = dreamer.bind(self._first)
        filled = dreamer.fill(picture, scoring, carried, state)
        if number % course.every:
            return state.with_pixels(filled)
        dreamed = filled.lerp(dreamer.follow(picture, scoring, filled, state), course.new)
        lift = max(0.0, 1 - float(fade.mean()) / FADE)
        return state.with_pixels(self._apply_hold(dreamed, picture, lift))

    def _apply_hold(self, dreamed: Tensor, picture: Picture, lift: float = 1.0) -> Tensor:
        assert self._hold is not None
        return self._hold.apply(dreamed, picture.pixels, picture.mask, lift)


def _is_masked(picture: Picture) -> bool:
    """Say whether a mask leaves nothing of a picture to dream."""
    free = picture.freedom()
    return free is not None and not free.any()
