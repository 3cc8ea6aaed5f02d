"""Dream one frame of a film: a shot's first, one that follows, or what is newly seen in it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from torch import Tensor
from torch.nn import functional as F

from dreamgen.backbones.network.network import Network
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.events import Milestone, Step
from dreamgen.engine.film.state import State
from dreamgen.engine.gradient_ascent import Subject, dream
from dreamgen.engine.scoring import Scoring
from dreamgen.imaging.colour import recolour
from dreamgen.imaging.picture import Picture

Listener = Callable[[Step | Milestone], None]

LEAST_FRESH = 0.002
"""Share of a frame that must be fresh for it to be dreamed apart from the rest."""
CONTEXT = 64
"""Pixels around what is fresh that the network sees with it."""


@dataclass(frozen=True)
class Dreamer:
    """Everything that dreaming a film needs except its frames.

    ``first`` is the ascent for what was never dreamed, ``onward`` for what is a dream already.
    ``bind`` gives the objectives, bound for a shot that begins with a picture.
    """

    network: Network
    bind: Callable[[Picture], Scoring]
    first: Ascent
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
        fresh = F.interpolate(state.fresh[None], carried.shape[1:], mode="bilinear")[0]
        if float((fresh > 0.5).float().mean()) < LEAST_FRESH:
            return carried
        begun = replace(picture, pixels=carried, protected=None, mask=None).with_mask(fresh)
        free = picture.freedom()
        begun = begun if free is None else begun.with_mask(free)
        return self._dream(begun, scoring, self.first, None)

    def _dream(
        self, picture: Picture, scoring: Scoring, ascent: Ascent, start: Tensor | None
    ) -> Tensor:
        # The same random views in each frame: what differs from frame to frame flickers.
        rng = random.Random(f"{self.seed} film")
        subject = Subject(picture, scoring, rng, start)
        (dreamed,) = dream(self.network, [subject], ascent, self.listener, self.memory)
        return recolour(dreamed, picture.pixels, self.colour)
