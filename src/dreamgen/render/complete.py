"""What a recipe leaves to its network, once that is loaded: the objective and the layer."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from dreamgen.errors import InputWarning
from dreamgen.objectives.base import Weighted
from dreamgen.recipe.expressions import Term, read_sum
from dreamgen.recipe.schema import Recipe
from dreamgen.render.adapt import adapt_objectives
from dreamgen.render.plan import Plan

if TYPE_CHECKING:
    from dreamgen.backbones.network.network import Network


def complete(
    plan: Plan, network: Network, build: Callable[[Sequence[Term]], list[Weighted]]
) -> tuple[Recipe, list[Weighted]]:
    """Return the recipe without holes, and its objectives; ``build`` makes those that it lacks.

    A preset's objective may be for another network: then the nearest is taken, or the network's own.
    """
    model, recipe, objectives = network.model, plan.recipe, plan.objectives
    if recipe.objective is not None and recipe.where("objective").startswith("preset "):
        recipe, objectives = _adapt(recipe, objectives, network)
    if recipe.objective is None:
        terms = read_sum(model.default_objective)
        recipe = recipe.model_copy(update={"objective": terms})
        objectives = build(terms)
    if recipe.layer is None and any(None in part.layers() for _, part in objectives):
        layer = network.default_layer if model.default_layer is None else model.default_layer
        recipe = recipe.model_copy(update={"layer": layer})
    return recipe, objectives


def _adapt(
    recipe: Recipe, objectives: list[Weighted], network: Network
) -> tuple[Recipe, list[Weighted]]:
    where, terms = recipe.where("objective"), recipe.objective or ()
    adapted = adapt_objectives(terms, objectives, network.classifier, where)
    if adapted is not None:
        return recipe.model_copy(update={"objective": adapted[0]}), adapted[1]
    own = network.model.default_objective
    text = f"{where} is for another network; taken instead: {own}"
    warnings.warn(text, InputWarning, stacklevel=2)
    return recipe.model_copy(update={"objective": None}), []
