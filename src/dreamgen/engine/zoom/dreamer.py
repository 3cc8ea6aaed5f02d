"""Dream one picture of a zoom: a keyframe, or a frame of a feedback zoom."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from torch import Tensor

from dreamgen.backbones.network.network import Network
from dreamgen.engine.ascent import Ascent
from dreamgen.engine.events import Listener
from dreamgen.engine.gradient_ascent import Subject, dream
from dreamgen.engine.scoring import Scoring
from dreamgen.engine.zoom.transition import WeightedSum, mix_objectives
from dreamgen.imaging.colour import recolour
from dreamgen.imaging.picture import Picture
from dreamgen.recipe.values import LayerAddress


@dataclass(frozen=True)
class Dreamer:
    """Everything that a dream needs except the picture.

    ``ascent`` has only the octaves that a picture needs which is dreamed on already. ``objectives``
    are those in force, each with its share: two while one fades into the other. ``memory`` is
    how many bytes a forward pass may take, None for the network's own limit.
    """

    network: Network
    ascent: Ascent
    objectives: Sequence[tuple[float, WeightedSum]]
    layer: LayerAddress | None
    seed: int
    listener: Listener
    colour: str = "free"
    memory: int | None = None

    def dream(
        self,
        picture: Picture,
        number: int,
        objective_seed: int = 0,
        start: Tensor | None = None,
    ) -> Tensor:
        """Return the dreamed pixels, (3, H, W) in 0..1, on the picture's own device.

        ``number`` seeds what is random in the ascent, ``objective_seed`` what is random in the
        objective, so that frames may differ in the one and agree in the other. ``start``,
        (3, H, W) in 0..1, is where the ascent begins. Raise DreamError when the network gives no
        finite numbers.
        """
        width, height = picture.size
        terms = mix_objectives(self.objectives, self.network, self.layer, picture.pixels)
        # The words in these seeds are part of what makes a zoom's pixels: they stay as they are.
        draws = random.Random(f"{self.seed} theme {objective_seed}")
        aspect, source = width / height, picture.pixels
        scoring = Scoring(self.network, terms, self.layer, aspect, draws, source)
        rng = random.Random(f"{self.seed} dream {number}")
        subject = Subject(picture, scoring, rng, start)
        (dreamed,) = dream(self.network, [subject], self.ascent, self.listener, self.memory)
        return recolour(dreamed, picture.pixels, self.colour)
