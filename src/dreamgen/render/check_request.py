"""Refuse what the recipe alone shows to be forbidden or too large, before torch is imported."""

from __future__ import annotations

from pathlib import Path

from dreamgen.backbones.base import Backbone
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.relative import is_file
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.texts import list_texts
from dreamgen.render.find_backbone import find_backbone
from dreamgen.render.inputs.loading import SAMPLE, measure_input
from dreamgen.render.least_memory import check_least_memory
from dreamgen.render.permissions import Permissions


def check_request(recipe: Recipe, registry: Registry, permissions: Permissions) -> None:
    """Raise BadInput for files that may not be read, and for a size beyond the memory allowed.

    Only what is certain is refused: the rest is found out once the components are there.
    """
    backbone = find_backbone(recipe.backbone, registry, recipe.where("backbone"))
    check_files(recipe, backbone, permissions)
    # As for what lies beside a preset: a text with a suffix that names a file is meant as one.
    for text in sorted(list_texts(recipe.model_copy(update={"input": None}))):
        if Path(text).suffix and is_file(Path(text)):
            permissions.check_file(text)
    if recipe.memory is not None and _has_known_size(recipe):
        size = measure_input(recipe, registry)
        if size is not None:
            check_least_memory(size, recipe.memory)


def _has_known_size(recipe: Recipe) -> bool:
    """Say whether a look at the input tells its size; what moves has a usual one of its own."""
    if recipe.film is not None:
        return recipe.size is not None and recipe.size.is_exact
    return recipe.size is not None or not recipe.is_moving


def check_files(recipe: Recipe, backbone: Backbone, permissions: Permissions) -> None:
    """Raise BadInput if the network or the mask would come from a file that may not be read."""
    for name in backbone.reads(recipe.weights):
        permissions.check_file(name)
    if recipe.mask is not None and not recipe.mask.startswith(SAMPLE):
        permissions.check_file(recipe.mask)
