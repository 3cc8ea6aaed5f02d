"""A recipe's names become components, before anything is loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from dreamgen.backbones.base import Backbone
from dreamgen.effects.base import Effect
from dreamgen.errors import BadInput
from dreamgen.motions.base import Motion
from dreamgen.motions.schedule import fill_durations
from dreamgen.objectives.base import Weighted
from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.schema import Recipe, Zoom
from dreamgen.recipe.values import Size
from dreamgen.regularisers.base import Regulariser
from dreamgen.render.find_backbone import find_backbone
from dreamgen.render.timeline.timeline import Outline

MOVING_SIZE = Size(512)
MOST_TERMS = 400
ENDLESS = sys.maxsize
"""Frames of a zoom without an end: as many as there can be."""


@dataclass(frozen=True)
class Plan:
    """A recipe whose every name has become a component; nothing is loaded yet.

    ``objectives`` is empty where the recipe leaves the objective to the network. ``transition`` are
    the objectives that a zoom changes to on its way, ``motions`` how its camera moves. ``outline`` is
    what changes with the time: where a number does, the components have a stand-in for it.
    """

    recipe: Recipe
    backbone: Backbone
    objectives: list[Weighted]
    regularisers: list[Regulariser]
    parameterisation: Parameterisation
    optimiser: Optimiser
    effects: list[Effect]
    motions: list[tuple[float, Motion]]
    transition: list[list[Weighted]]
    outline: Outline

    @property
    def frames(self) -> int:
        """How many frames a still or a zoom has; a film's are counted when it is opened."""
        return count_frames(self.recipe)

    @property
    def uses_layer(self) -> bool:
        """Whether any objective leaves its layer to the recipe."""
        sums = [self.objectives, *self.transition]
        if not self.objectives or _changes_objective(self.recipe):
            return True
        return any(None in part.layers() for s in sums for _, part in s)


def make_plan(recipe: Recipe, registry: Registry) -> Plan:
    """Turn names into components, so that every mistake shows before any weights load."""
    if recipe.is_moving:
        recipe = _check_moving(recipe)
    outline, where = Outline(recipe, registry), recipe.where
    asked, recipe = outline.recipe, outline.still
    zoom = recipe.zoom
    return Plan(
        recipe=asked,
        outline=outline,
        backbone=find_backbone(recipe.backbone, registry, where("backbone")),
        objectives=build_objectives(recipe.objective or (), where("objective"), registry),
        regularisers=[
            registry.build("regularisers", call, where("regularisers"))
            for call in recipe.regularisers
        ],
        parameterisation=registry.build(
            "parameterisations", recipe.parameterisation, where("parameterisation")
        ),
        optimiser=registry.build("optimisers", recipe.optimiser, where("optimiser")),
        effects=[registry.build("effects", call, where("effects")) for call in recipe.effects],
        motions=[] if zoom is None else build_motions(zoom, where("zoom.motion"), registry),
        transition=[
            build_objectives(terms, where("zoom.transition"), registry)
            for terms in (() if zoom is None else zoom.transition)
        ],
    )


def build_objectives(terms: Sequence[Term], where: str, registry: Registry) -> list[Weighted]:
    """Return the weighted objectives of a sum; BadInput for more of them than a step can bear."""
    if len(terms) > MOST_TERMS:
        raise BadInput(f"{where}: {len(terms):,} terms are too many: at most {MOST_TERMS}")
    built = [(term.weight, registry.build("objectives", term.call, where)) for term in terms]
    if built and all(objective.holds_still for _, objective in built):
        name = terms[0].call.use
        raise BadInput(
            f"{where}: {name} only holds the picture as it is: add a term that changes it, "
            f"as in channel(6, 12) + {name}(3)"
        )
    return built


def count_frames(recipe: Recipe) -> int:
    """Return how many frames a still or a zoom has: one for a still, ENDLESS for an endless zoom."""
    if recipe.zoom is not None and recipe.zoom.endless:
        return ENDLESS
    return count_lap(recipe)


def count_lap(recipe: Recipe) -> int:
    """Return in how many frames a zoom's seconds go by: one for a still."""
    return 1 if recipe.zoom is None else max(1, round(recipe.zoom.seconds * recipe.zoom.fps))


def _check_moving(recipe: Recipe) -> Recipe:
    if recipe.zoom is not None and recipe.zoom.loop and recipe.zoom.mode == "feedback":
        raise BadInput("zoom.loop needs zoom.mode = nested: feedback never comes back to its start")
    if recipe.zoom is not None and recipe.zoom.loop and recipe.zoom.endless:
        raise BadInput("zoom.endless: a loop has no end already: leave out one of the two")
    motions = () if recipe.zoom is None else recipe.zoom.motion
    if not all(isinstance(term.weight, float) for term in motions):
        raise BadInput(
            f"{recipe.where('zoom.motion')}: a motion has no changing weight; change its speed "
            "instead, as zoom(ramp(1, 2)) or zoom(1 + t/4)"
        )
    if recipe.zoom is not None and recipe.zoom.transition and _changes_objective(recipe):
        raise BadInput(
            f"{recipe.where('at')}: the objective changes by zoom.transition already: leave one out"
        )
    if recipe.alpha != "source":
        raise BadInput(f"{recipe.where('alpha')}: is for stills; leave it out")
    film = recipe.film
    if film is not None and film.stop is not None and film.stop <= film.start:
        raise BadInput(
            f"{recipe.where('film.stop')}: {film.stop:g} s is not after the start, {film.start:g} s"
        )
    return recipe if recipe.size else recipe.model_copy(update={"size": MOVING_SIZE})


def _changes_objective(recipe: Recipe) -> bool:
    return any("objective" in frame.to.given for frame in recipe.at)


def build_motions(zoom: Zoom, where: str, registry: Registry) -> list[tuple[float, Motion]]:
    """Return the weighted motions of a zoom, each for as long as it lasts."""
    built: list[tuple[float, Motion]] = []
    for term in zoom.motion:
        assert isinstance(term.weight, float)
        built.append((term.weight, registry.build("motions", term.call, where)))
    return [
        (weight, fill_durations(motion, zoom.seconds * abs(weight) or 1.0))
        for weight, motion in built
    ]
