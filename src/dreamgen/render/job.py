"""Everything loaded and checked: one render, ready to run."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dreamgen.effects.base import Effect
from dreamgen.objectives.base import Weighted
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.values import LayerAddress
from dreamgen.render.plan import count_frames

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.scoring import Scoring
    from dreamgen.engine.zoom.camera import Camera
    from dreamgen.imaging.picture import Picture


@dataclass(frozen=True)
class Journey:
    """What a zoom has beyond a still.

    ``ascent`` is for pictures that are dreams already, so it has the finest octaves alone.
    ``transition`` are the objectives in force from the start of the zoom to its end.
    """

    camera: Camera
    ascent: Ascent
    transition: Sequence[Sequence[Weighted]]


@dataclass(frozen=True)
class Job:
    """One render, still or zoom, with everything that it needs loaded and bound.

    ``initial`` is where the ascent begins, (3, H, W) in 0..1: the picture, or noise mixed into it.
    """

    recipe: Recipe
    picture: Picture
    network: Network
    objectives: Sequence[Weighted]
    ascent: Ascent
    effects: Sequence[Effect]
    initial: Tensor | None
    made: Mapping[str, Any]
    journey: Journey | None = None

    @property
    def frames(self) -> int:
        """How many frames there are: one for a still."""
        return count_frames(self.recipe)

    @property
    def dreams(self) -> int:
        """How many pictures are dreamed: fewer than frames where keyframes are."""
        nested = self.recipe.zoom is not None and self.recipe.zoom.mode == "nested"
        return self.journey.camera.count if self.journey and nested else self.frames

    @property
    def layer(self) -> LayerAddress:
        """The layer of objectives that name none."""
        return self.network.default_layer if self.recipe.layer is None else self.recipe.layer

    def text(self) -> str:
        """Return the recipe as it is embedded into the result."""
        return self.recipe.to_toml(self.made)

    def progress_text(self) -> str:
        """Return what unfinished work must agree with: the recipe, and what the frames are like."""
        width, height = self.picture.size
        shape = {"frames": self.frames, "frame_size": f"{width}x{height}"}
        return self.recipe.to_toml({**self.made, **shape})

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """The layers that the job's objectives look at; found once, for binding may be costly."""
        return tuple(self.scoring()[0].layers)

    def check(self, objectives: Sequence[Weighted]) -> None:
        """Raise BadInput, before anything is dreamed, if objectives do not suit network or memory."""
        own = objectives is self.objectives
        layers = self.layers if own else self.scoring(objectives)[0].layers
        width, height = self.picture.size
        # Objectives of one region see the picture together; each region has a view of its own.
        views = len({part.where for _, part in objectives})
        self.network.check_memory(layers, (height, width), self.recipe.memory, views)

    def scoring(
        self, objectives: Sequence[Weighted] | None = None
    ) -> tuple[Scoring, random.Random]:
        """Return the job's objectives (or others) bound to its network, and its source of chance."""
        from dreamgen.engine.scoring import Scoring

        width, height = self.picture.size
        rng = random.Random(self.recipe.seed)
        chosen = self.objectives if objectives is None else objectives
        source = self.picture.pixels
        return Scoring(self.network, chosen, self.layer, width / height, rng, source), rng
