"""The objectives of a preset, which may have been written for another network."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

from dreamgen.backbones.base import Classifier
from dreamgen.errors import InputWarning
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.call import Call
from dreamgen.recipe.expressions import Term
from dreamgen.recipe.formula import Formula
from dreamgen.recipe.schema import Keyframe, Recipe
from dreamgen.recipe.writing import write_sum
from dreamgen.render.timeline.bind import bind_formulas, leave_out_formulas
from dreamgen.render.timeline.tracks import set_key

Terms = tuple[Term, ...]


def adapt_recipe(
    recipe: Recipe, registry: Registry, classifier: Callable[[], Classifier], own: Terms
) -> Recipe:
    """Return a recipe whose objectives a network has; itself where the network has them all.

    Those that a preset gives, for keyframes and transitions too, become the nearest that the network
    has, or else its ``own``: an InputWarning says what was taken. Those of a caller stay.
    ``classifier()`` is as of a :class:`~dreamgen.objectives.base.Target`.
    """
    taken: dict[str, str] = {}

    def adapt(terms: Terms, where: str) -> Terms:
        found = _adapt_sum(terms, where, registry, classifier) or own
        if found != terms:
            taken[where] = write_sum(found)
        return found

    adapted = _map_objectives(recipe, adapt)
    if not taken:
        return recipe
    where, instead = next(iter(taken)), ", then ".join(taken.values())
    text = f"{where} is for another network; taken instead: {instead}"
    warnings.warn(text, InputWarning, stacklevel=2)
    return adapted


def _map_objectives(recipe: Recipe, change: Callable[[Terms, str], Terms]) -> Recipe:
    """Return a recipe with each objective changed that a preset gives."""

    def is_given(key: str) -> bool:
        return recipe.where(key).startswith("preset ")

    changed = recipe
    if recipe.objective is not None and is_given("objective"):
        terms = change(recipe.objective, recipe.where("objective"))
        changed = set_key(changed, "objective", terms)
    if recipe.zoom is not None and is_given("zoom.transition"):
        where = recipe.where("zoom.transition")
        stages = tuple(change(stage, where) for stage in recipe.zoom.transition)
        changed = set_key(changed, "zoom.transition", stages)
    if is_given("at"):
        frames = [
            _map_keyframe(frame, f"{recipe.where_keyframe(index)}: objective", change)
            for index, frame in enumerate(recipe.at)
        ]
        changed = changed.model_copy(update={"at": tuple(frames)})
    return changed


def _map_keyframe(frame: Keyframe, where: str, change: Callable[[Terms, str], Terms]) -> Keyframe:
    if frame.to.objective is None:
        return frame
    terms = change(frame.to.objective, where)
    return frame.model_copy(update={"to": frame.to.model_copy(update={"objective": terms})})


def _adapt_sum(
    terms: Terms, where: str, registry: Registry, classifier: Callable[[], Classifier]
) -> Terms:
    """Return the nearest terms that a network has, without those that it has nothing like."""
    adapted = [_adapt_term(term, where, registry, classifier) for term in terms]
    return tuple(term for term in adapted if term is not None)


def _adapt_term(
    term: Term, where: str, registry: Registry, classifier: Callable[[], Classifier]
) -> Term | None:
    call = bind_formulas(term.call, "objectives", registry)
    objective = registry.build(
        "objectives", leave_out_formulas(call, "objectives", registry), where
    )
    new = objective.adapt(classifier)
    if new is None or new is objective:
        return None if new is None else term
    formulas = {key: value for key, value in call.params.items() if isinstance(value, Formula)}
    params = {**new.model_dump(exclude_unset=True), **formulas}
    return replace(term, call=Call(term.call.use, (), params))
