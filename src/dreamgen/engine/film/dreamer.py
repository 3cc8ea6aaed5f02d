"""Dream one frame of a film: a shot's first, or one that follows and what is newly seen in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor
from torch.nn import functional as F

from dreamgen.backbones.network.network import Network
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.events import Listener
from dreamgen.engine.film.state import State
from dreamgen.engine.gradient_ascent import Subject, dream
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.colour import recolour
from dreamgen.imaging.picture import Picture

LEAST_FRESH = 0.002
"""Share of a frame that must be fresh for it to be filled."""
SEEN = 0.3
"""Freshness below which a place is left to :meth:`Dreamer.follow`."""


@dataclass(frozen=True)
class Dreamer:
    """Everything that dreaming a film needs except its frames.

    ``first`` is the ascent for a shot's first frame, ``onward`` for what is a dream already, and
    ``filling`` for what comes into view, which is dreamed on in each frame until it is fresh no more.
    ``bind`` gives the objectives, bound for a shot that begins with a picture; it is asked again for
    each frame of the shot, and remembers.
    """

    network: Network
    bind: Callable[[Picture], Scoring]
    first: Ascent
    filling: Ascent
    onward: Ascent
    seed: int
    listener: Listener
    colour: str = "free"
    memory: int | None = None

    def begin(self, picture: Picture, scoring: Scoring, start: Tensor | None) -> Tensor:
        """Return the dream of a shot's first frame, (3, H, W) in 0..1."""
        return self._dream(picture, scoring, self.first, start)

    def fill(self, picture: Picture, scoring: Scoring, carried: Tensor, state: State) -> Tensor:
        """Return a frame that begins as ``carried``, (3, H, W) in 0..1, with what is fresh dreamed on.

        The coarse octaves alone, of the whole frame, so that what comes into view joins what is there;
        the fine ones come with :meth:`follow`. ``state`` says which places are fresh, and where its
        places were when the shot began.
        """
        fresh = F.interpolate(state.fresh[None], carried.shape[1:], mode="bilinear")[0]
        if float((fresh > SEEN).float().mean()) < LEAST_FRESH:
            return carried
        free = picture.freedom()
        part = Picture(carried, mask=fresh if free is None else fresh * free)
        return self._dream(part, scoring.at_places(state.places), self.filling, None)

    def follow(self, picture: Picture, scoring: Scoring, carried: Tensor, state: State) -> Tensor:
        """Return the dream of a frame that begins as ``carried``, (3, H, W) in 0..1."""
        return self._dream(picture, scoring.at_places(state.places), self.onward, carried)

    def _dream(
        self, picture: Picture, scoring: Scoring, ascent: Ascent, start: Tensor | None
    ) -> Tensor:
        # The same random views in each frame: what differs from frame to frame flickers.
        rng = random.Random(f"{self.seed} film")
        subject = Subject(picture, scoring, rng, start)
        (dreamed,) = dream(self.network, [subject], ascent, self.listener, self.memory)
        return recolour(dreamed, picture.pixels, self.colour)
