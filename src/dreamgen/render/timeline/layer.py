"""A layer as a formula of what curves offer, as 3+3*beat: without them it could be a name."""

from __future__ import annotations

from collections.abc import Collection

from dreamgen.recipe.formula import read_layer_formula
from dreamgen.recipe.schema import Keyframe, Recipe


def read_layers(recipe: Recipe, names: Collection[str]) -> Recipe:
    """Return a recipe whose layer, in keyframes too, is kept as a formula where it is one.

    ``names`` are those that its curves offer.
    """
    frames = tuple(_read_keyframe(frame, names) for frame in recipe.at)
    found = _read(recipe, names)
    return found if frames == recipe.at else found.model_copy(update={"at": frames})


def _read_keyframe(frame: Keyframe, names: Collection[str]) -> Keyframe:
    to = _read(frame.to, names)
    return frame if to is frame.to else frame.model_copy(update={"to": to})


def _read(recipe: Recipe, names: Collection[str]) -> Recipe:
    if not isinstance(recipe.layer, str):
        return recipe
    formula = read_layer_formula(recipe.layer, names)
    if formula is None:
        return recipe
    aside = recipe.with_formulas({**recipe.formulas, "layer": formula})
    return aside.model_copy(update={"layer": None})
