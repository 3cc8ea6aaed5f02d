"""Dream one frame of a film: a shot's first, one that follows, or what is newly seen in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional as F

from dreamgen.backbones.network.network import Network
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.events import Milestone, Step
from dreamgen.engine.film.boxes import find_boxes
from dreamgen.engine.film.state import State
from dreamgen.engine.gradient_ascent import Subject, dream
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.colour import recolour
from dreamgen.imaging.picture import Picture

Listener = Callable[[Step | Milestone], None]

LEAST_FRESH = 0.002
"""Share of a frame that must be fresh for it to be dreamed apart from the rest."""
SEEN = 0.3
"""Freshness below which a place is left to the ascent of the whole frame."""


@dataclass(frozen=True)
class Dreamer:
    """Everything that dreaming a film needs except its frames.

    ``first`` is the ascent for a shot's first frame, ``onward`` for what is a dream already, and
    ``afresh`` for what comes into view, which is dreamed on in each frame until it is fresh no more.
    ``bind`` gives the objectives, bound for a shot that begins with a picture; it is asked again for
    each frame of the shot, and remembers.
    """

    network: Network
    bind: Callable[[Picture], Scoring]
    first: Ascent
    afresh: Ascent
    onward: Ascent
    seed: int
    listener: Listener
    colour: str = "free"
    memory: int | None = None

    def begin(self, picture: Picture, scoring: Scoring, start: Tensor | None) -> Tensor:
        """Return the dream of a shot's first frame, (3, H, W) in 0..1."""
        return self._dream(picture, scoring, self.first, start)

    def follow(self, picture: Picture, scoring: Scoring, carried: Tensor, state: State) -> Tensor:
        """Return the dream of a frame that begins as ``carried``, (3, H, W) in 0..1.

        ``state`` says where its places were when the shot began, and which of them are fresh.
        """
        scoring = scoring.at_places(state.places)
        carried = self._dream_fresh(picture, scoring, carried, state)
        return self._dream(picture, scoring, self.onward, carried)

    def _dream_fresh(
        self, picture: Picture, scoring: Scoring, carried: Tensor, state: State
    ) -> Tensor:
        """Return the frame with its fresh places dreamed on, in boxes around them."""
        size = carried.shape[1:]
        fresh = F.interpolate(state.fresh[None], size, mode="bilinear")[0]
        if float((fresh > SEEN).float().mean()) < LEAST_FRESH:
            return carried
        places = F.interpolate(state.places, size, mode="bilinear")
        free = picture.freedom()
        free = fresh if free is None else fresh * free
        pixels = carried.clone()
        for top, left, bottom, right in find_boxes(fresh > SEEN):
            inside = (slice(None), slice(top, bottom), slice(left, right))
            part = Picture(pixels[inside].contiguous(), mask=free[inside].contiguous())
            own = scoring.within(inside, places[:, *inside])
            pixels[inside] = self._dream(part, own, self.afresh, None)
        return pixels

    def _dream(
        self, picture: Picture, scoring: Scoring, ascent: Ascent, start: Tensor | None
    ) -> Tensor:
        # The same random views in each frame: what differs from frame to frame flickers.
        rng = random.Random(f"{self.seed} film")
        subject = Subject(picture, scoring, rng, start)
        (dreamed,) = dream(self.network, [subject], ascent, self.listener, self.memory)
        return recolour(dreamed, picture.pixels, self.colour)
