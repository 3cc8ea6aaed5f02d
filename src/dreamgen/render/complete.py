"""What a recipe leaves to its network, once that is loaded: the objective and the layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dreamgen.objectives.base import Weighted
from dreamgen.recipe.expressions import Term, read_sum
from dreamgen.recipe.schema import Recipe
from dreamgen.render.plan import Plan

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network


def complete(
    plan: Plan, network: Network, build: Callable[[Sequence[Term]], list[Weighted]]
) -> tuple[Recipe, list[Weighted]]:
    """Return the recipe without holes, and its objectives; ``build`` makes those that it lacks."""
    model, recipe, objectives = network.model, plan.recipe, plan.objectives
    if recipe.objective is None:
        terms = read_sum(model.default_objective)
        recipe = recipe.model_copy(update={"objective": terms})
        objectives = build(terms)
    if recipe.layer is None and any(None in part.layers() for _, part in objectives):
        layer = network.default_layer if model.default_layer is None else model.default_layer
        recipe = recipe.model_copy(update={"layer": layer})
    return recipe, objectives
