"""What a dream is made from, looked at without a network and without decoding: for a dry run."""

from __future__ import annotations

import stat
from pathlib import Path

from dreamgen.errors import BadInput
from dreamgen.loaders.films.open_film import is_film
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.relative import is_folder
from dreamgen.recipe.schema import Recipe
from dreamgen.render.inputs.beside import FilesBeside
from dreamgen.render.inputs.footage import open_footage
from dreamgen.render.inputs.loading import NO_INPUT, NOISE, SAMPLE, measure_picture, read_input
from dreamgen.render.inputs.named_file import check_named_file
from dreamgen.render.inputs.song import check_song
from dreamgen.render.permissions import Permissions
from dreamgen.render.plan import Plan


def check_readable(plan: Plan, registry: Registry, permissions: Permissions) -> None:
    """Raise BadInput for an input, a mask, weights or a song that is not there, or of no known kind."""
    recipe = plan.recipe
    files = FilesBeside(registry, permissions)
    check_song(plan.outline.sound, recipe, files)
    if recipe.film is not None:
        open_footage(recipe, registry, even=False)
    else:
        _check_picture(recipe, registry)
    if recipe.mask is not None and not (recipe.film is not None and is_film(Path(recipe.mask))):
        files.data(recipe.mask)
    for name in plan.backbone.reads(recipe.weights):
        if not is_folder(Path(name)):
            check_named_file(name)


def _check_picture(recipe: Recipe, registry: Registry) -> None:
    name = recipe.input
    if name is None:
        raise BadInput(NO_INPUT)
    if name in (NOISE, "-"):  # standard input can be read only once
        return
    if not name.startswith(SAMPLE) and stat.S_ISFIFO(check_named_file(name)):
        return
    source = read_input(name)
    if not source.data:
        raise BadInput(f"{name} is empty")
    measure_picture(source, recipe, registry)
