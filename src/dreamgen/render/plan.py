"""A recipe's names become components, before anything is loaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dreamgen.backbones.base import Backbone
from dreamgen.effects.base import Effect
from dreamgen.objectives.base import Weighted
from dreamgen.optimisers.base import Optimiser
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.schema import Recipe
from dreamgen.regularisers.base import Regulariser
from dreamgen.render.find_backbone import find_backbone


@dataclass(frozen=True)
class Plan:
    """A recipe whose every name has become a component; nothing is loaded yet."""

    recipe: Recipe
    backbone: Backbone
    objectives: list[Weighted]
    regularisers: list[Regulariser]
    parameterisation: Parameterisation
    optimiser: Optimiser
    effects: list[Effect]

    @property
    def uses_layer(self) -> bool:
        """Whether the recipe's own layer is looked at by any objective."""
        return not self.objectives or any(None in part.layers() for _, part in self.objectives)


def plan(recipe: Recipe, registry: Registry) -> Plan:
    """Turn names into components, so that mistakes show before any weights load."""
    return Plan(
        recipe=recipe,
        backbone=find_backbone(recipe.backbone, registry),
        objectives=objectives_of(recipe.objective or (), recipe.where("objective"), registry),
        regularisers=[
            registry.build("regularisers", call, recipe.where("regularisers"))
            for call in recipe.regularisers
        ],
        parameterisation=registry.build(
            "parameterisations", recipe.parameterisation, recipe.where("parameterisation")
        ),
        optimiser=registry.build("optimisers", recipe.optimiser, recipe.where("optimiser")),
        effects=[
            registry.build("effects", call, recipe.where("effects")) for call in recipe.effects
        ],
    )


def objectives_of(terms: Sequence[Term], where: str, registry: Registry) -> list[Weighted]:
    """Return weighted objectives, built."""
    return [(term.weight, registry.build("objectives", term.call, where)) for term in terms]
