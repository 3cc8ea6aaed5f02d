"""A dream that goes on from picture to picture: it deepens where they stand still.

What dreaming has added is kept apart from the picture, as in films: it stays where nothing moves,
and is carried along by optical flow where something does, with the regions of objectives. Each frame
adds a few steps, one octave after another, and each octave adds its change alone, so that finer
detail is not blurred by it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from dreamgen.backbones.network.network import Network
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.film.cuts import is_cut
from dreamgen.engine.film.flow import FlowEstimator
from dreamgen.engine.film.places import locate_places
from dreamgen.engine.gradient_ascent import Subject, dream
from dreamgen.engine.live.cycle import Cycle
from dreamgen.engine.live.hold import hold_strength, measure_fill
from dreamgen.engine.live.motion import find_motion, follow_places
from dreamgen.engine.octaves import Octave
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.picture import Picture

EAGER, CALM = 2.5, 0.4
"""Times a step that is taken where nothing is dreamed yet, to be seen at once, and where all the
strength allowed is reached: then it stirs, and no more."""


@dataclass(frozen=True)
class Aim:
    """What is dreamed, and how: ``bind`` gives the objectives, bound for a shot of a picture."""

    network: Network
    bind: Callable[[Picture], Scoring]
    ascent: Ascent
    memory: int | None = None


@dataclass
class Spent:
    """What dreaming a frame took: pixels times steps, and seconds, all else left aside."""

    work: float = 0.0
    seconds: float = 0.0


class LiveDreamer:
    """The picture that came last, and what has been dreamed into it by now.

    ``spent`` says what its dream took.
    """

    def __init__(self, aim: Aim, estimate: FlowEstimator, seed: int):
        self._aim = aim
        self._estimate = estimate
        self._rng = random.Random(f"{seed} live")
        self._source: Tensor | None = None
        self._detail = torch.zeros(())
        self._displacement: Tensor | None = None
        self._scoring: Scoring | None = None
        self._cycle = Cycle([])
        self.spent = Spent()

    def aim_at(self, aim: Aim) -> None:
        """Dream something else from the next picture on, out of what is there."""
        self._aim = aim
        self._scoring = None

    def begin_anew(self) -> None:
        """Forget what has been dreamed."""
        self._source = None

    @property
    def round(self) -> int:
        """Pixels of one step at each octave of the size at present; 0 before the first picture."""
        return self._cycle.round

    def advance(self, pixels: Tensor, work: float, strength: float) -> Tensor:
        """Return the dream of the next picture, both (3, H, W) in 0..1.

        ``work`` is how much may be done, in pixels times steps; ``strength`` is 1 for a rich dream.
        A picture of another size than the last goes on from the same dream.
        """
        detail = self._follow(pixels)
        share = min(1.0, strength) * _find_share(measure_fill(detail, strength))
        self.spent, begun = Spent(), time.perf_counter()
        for octave in self._cycle.take(work):
            detail = detail + share * self._find_change(pixels, detail, octave)
            self.spent = Spent(self.spent.work + octave.work, time.perf_counter() - begun)
        detail = hold_strength(detail, strength)
        dreamed = (pixels + detail).clamp(0, 1)
        self._source, self._detail = pixels, dreamed - pixels
        return dreamed

    def _follow(self, pixels: Tensor) -> Tensor:
        """Return what was dreamed before, where it belongs in the next picture."""
        if self._source is not None and self._source.shape != pixels.shape:
            size = pixels.shape[1], pixels.shape[2]
            self._source, self._detail = (
                self._resize(x, size) for x in (self._source, self._detail)
            )
            self._scoring = None
        if self._source is None:
            return self._begin(pixels)
        if self._scoring is None:
            self._bind(pixels)
        flow = find_motion(self._source, pixels, self._estimate)
        if flow is None:
            return self._detail
        if is_cut(self._source, pixels, flow):
            return self._begin(pixels)
        self._displacement = follow_places(self._displacement, flow)
        return flow.trust * flow.carry(self._detail)

    def _begin(self, pixels: Tensor) -> Tensor:
        self._bind(pixels)
        self._displacement = None
        return torch.zeros_like(pixels)

    def _bind(self, pixels: Tensor) -> None:
        self._scoring = self._aim.bind(Picture(pixels))
        self._cycle = Cycle(self._aim.ascent.octaves((pixels.shape[1], pixels.shape[2])))

    def _find_change(self, pixels: Tensor, detail: Tensor, octave: Octave) -> Tensor:
        """Return what some steps at one octave add, (3, H, W)."""
        scoring = self._scoring
        assert scoring is not None
        if self._displacement is not None:
            scoring = scoring.at_places(locate_places(self._displacement))
        source = self._resize(pixels, octave.size).clamp(0, 1)
        start = (source + self._resize(detail, octave.size)).clamp(0, 1)
        ascent = replace(self._aim.ascent, octaves=lambda _: [octave])
        subject = Subject(Picture(source), scoring, self._rng, start)
        (dreamed,) = dream(self._aim.network, [subject], ascent, memory=self._aim.memory)
        return self._resize(dreamed - start, (pixels.shape[1], pixels.shape[2]))

    def _resize(self, values: Tensor, size: tuple[int, int]) -> Tensor:
        return self._aim.ascent.resize(values[None], size)[0]


def _find_share(fill: float) -> float:
    """Return how much of a step is taken where ``fill`` of the strength allowed is reached."""
    return EAGER + (CALM - EAGER) * min(1.0, fill)
