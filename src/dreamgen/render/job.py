"""Everything loaded and checked: one render, ready to run."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dreamgen.effects.base import Effect
from dreamgen.objectives.base import Weighted
from dreamgen.recipe.schema import Recipe, Zoom
from dreamgen.recipe.values import LayerAddress
from dreamgen.render.inputs.loaded import Loaded
from dreamgen.render.plan import count_frames

if TYPE_CHECKING:
    from torch import Tensor

    from dreamgen.backbones.network.network import Network
    from dreamgen.curves.base import Soundtrack
    from dreamgen.engine.ascent import Ascent
    from dreamgen.engine.film.flow import FlowEstimator
    from dreamgen.engine.scoring import Scoring
    from dreamgen.engine.zoom.camera import Camera
    from dreamgen.imaging.picture import Picture
    from dreamgen.outputs.moving.sound import Sound
    from dreamgen.render.inputs.footage import Footage
    from dreamgen.render.moments import Moments


@dataclass(frozen=True)
class Journey:
    """What a zoom has beyond a still.

    ``ascent`` is for pictures that are dreams already, so it has the finest octaves alone.
    ``transition`` are the objectives in force from the start of the zoom to its end, one after the
    other. ``fit`` fits an ascent to the frames: those of a draft are smaller.
    """

    camera: Camera
    ascent: Ascent
    transition: Sequence[Sequence[Weighted]]
    fit: Callable[[Ascent], Ascent] = lambda ascent: ascent


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
    flow: FlowEstimator | None = None
    """What measures a film's optical flow."""
    replicas: Sequence[Network] = ()
    """The same network on other devices, which share the batches of several stills."""
    following: Sequence[Weighted] = ()
    """The objectives that those of the moment are changing to, if any are."""
    share: float = 0.0
    """How far they have changed, 0 to 1."""
    moments: Moments | None = None
    """What the job becomes with the time; None if it stays as it is."""
    song: Soundtrack | None = None
    """The sound that goes with what is made, in place of a film's own."""
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

    def at(self, seconds: float) -> Job:
        """Return the job for one moment: itself where nothing changes."""
        return self if self.moments is None else self.moments.at(self, seconds)

    @property
    def rate(self) -> float:
        """Frames per second; 1 for a still."""
        zoom = self.recipe.zoom
        return self.footage.rate if self.footage is not None else zoom.fps if zoom else 1.0

    @property
    def sound(self) -> Sound | None:
        """The song that the recipe's curves follow, or the sound of the film that is dreamed."""
        if self.song is not None and self.is_moving and not self.is_endless:
            from dreamgen.outputs.moving.sound import Sound

            song, seconds = self.song, self.frames / self.rate
            return Sound(Path(song.file), song.start, song.start + seconds, song.loops)
        return None if self.footage is None else self.footage.sound

    @property
    def zoom(self) -> Zoom:
        """The recipe's table of that name; asked of zooms alone."""
        assert self.recipe.zoom is not None
        return self.recipe.zoom

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

    @property
    def fading(self) -> Sequence[tuple[float, Sequence[Weighted]]]:
        """The objectives in force and their shares: two while one changes into the other."""
        pairs = [(1 - self.share, self.objectives), (self.share, self.following)]
        return [pair for pair in pairs if pair[0] > 0]

    def _mix(self, source: Tensor) -> Sequence[Weighted]:
        if not self.following:
            return self.objectives
        from dreamgen.engine.zoom.transition import mix_objectives

        return mix_objectives(self.fading, self.network, self.layer, source)

    def scoring(
        self, objectives: Sequence[Weighted] | None = None
    ) -> tuple[Scoring, random.Random]:
        """Return the job's objectives (or others) bound to its network, and its source of chance."""
        from dreamgen.engine.scoring import Scoring

        width, height = self.picture.size
        rng = random.Random(self.recipe.seed)
        source = self.picture.pixels
        chosen = self._mix(source) if objectives is None else objectives
        return Scoring(self.network, chosen, self.layer, width / height, rng, source), rng
