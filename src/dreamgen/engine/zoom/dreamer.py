"""Dreaming a picture onwards: what every keyframe and every feedback frame goes through."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from torch import Tensor

from dreamgen.backbones.network.network import Network
from dreamgen.engine.events import Milestone, Step
from dreamgen.engine.gradient_ascent import Ascent, ascend
from dreamgen.engine.scoring import Scoring
from dreamgen.engine.zoom.transition import Stage, objectives_at
from dreamgen.imaging.colour import recolour
from dreamgen.imaging.picture import Picture
from dreamgen.recipe.values import LayerAddress

Listener = Callable[[Step | Milestone], None]


@dataclass(frozen=True)
class Dreamer:
    """Everything that a dream needs but the picture.

    ``stages`` are the objectives passed through from start to end; ``ascent`` has only the octaves
    that a picture needs which is dreamed on already.
    """

    network: Network
    ascent: Ascent
    stages: Sequence[Stage]
    layer: LayerAddress | None
    seed: int
    listener: Listener
    colour: str = "free"

    def dream(
        self,
        picture: Picture,
        number: int,
        share: float,
        theme: int = 0,
        start: Tensor | None = None,
    ) -> Tensor:
        """Return the dreamed pixels, (3, H, W) in 0..1 on the CPU; ``start`` is as for ``ascend``.

        ``number`` seeds what is random in the ascent, ``theme`` what is random in the objective,
        so that frames may differ in the one and agree in the other. ``share`` of the whole way, 0
        to 1, chooses among the stages. Raise DreamError as :func:`ascend` does.
        """
        width, height = picture.size
        terms = objectives_at(self.stages, share, self.network, self.layer, picture.pixels)
        themes = random.Random(f"{self.seed} theme {theme}")
        scoring = Scoring(self.network, terms, self.layer, width / height, themes)
        rng = random.Random(f"{self.seed} dream {number}")
        pixels = picture.pixels
        with self.network.hook(scoring.layers) as look:
            for event in ascend(picture, self.ascent, scoring.of(look), rng, start):
                if isinstance(event, Step):
                    self.listener(event)
                else:
                    pixels = event
        return recolour(pixels, picture.pixels, self.colour)
