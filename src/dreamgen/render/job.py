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
from dreamgen.render.loaded import Loaded
from dreamgen.render.plan import count_frames

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.network.network import Network
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.scoring import Scoring
    from dreamgen.engine.zoom.camera import Camera
    from dreamgen.imaging.picture import Picture
    from dreamgen.outputs.moving.sound import Sound
    from dreamgen.render.footage import Footage


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
    footage: Footage | None = None
    """What a film is read from; ``picture`` is its first frame then."""
    replicas: Sequence[Network] = ()
    """The same network on other devices, which share the batches of several stills."""
    loaded: Loaded | None = None
    """The picture as it was read, for the next job to dream from; None if it was given in Python."""

    @property
    def frames(self) -> int:
        """How many frames there are: one for a still, ENDLESS for an endless zoom."""
        return count_frames(self.recipe) if self.footage is None else self.footage.count

    @property
    def is_moving(self) -> bool:
        """Whether it is a zoom or a film, whose finished frames are kept in a store."""
        return self.recipe.is_moving

    @property
    def sound(self) -> Sound | None:
        """The sound of the film that is dreamed, if it has any."""
        return None if self.footage is None else self.footage.sound

    @property
    def is_endless(self) -> bool:
        """Whether it is a zoom without an end."""
        return self.recipe.is_endless

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

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers that the job's objectives look at."""
        return tuple(self._own_scoring.layers)

    @cached_property
    def _own_scoring(self) -> Scoring:
        """The job's objectives, bound once to be asked about: binding may be costly."""
        return self.scoring()[0]

    def check(self, objectives: Sequence[Weighted]) -> None:
        """Raise BadInput, before anything is dreamed, if objectives do not suit network or memory."""
        from dreamgen.engine.work_plan import check_memory

        own = objectives is self.objectives
        scoring = self._own_scoring if own else self.scoring(objectives)[0]
        width, height = self.picture.size
        check_memory(self.network, scoring, self.ascent, (height, width), self.recipe.memory)

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
