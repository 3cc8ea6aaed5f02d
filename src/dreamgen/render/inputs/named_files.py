"""Which files a recipe needs, for machines that have none of them."""

from __future__ import annotations

from pathlib import Path

from dreamgen.recipe.relative import is_file, is_folder
from dreamgen.recipe.schema import Recipe
from dreamgen.recipe.texts import list_texts
from dreamgen.render.inputs.beside import list_folder
from dreamgen.render.inputs.loading import NOISE, SAMPLE
from dreamgen.render.permissions import Permissions

KEYWORDS = ("", "-", NOISE, "random")
"""What an input or weights can be that is no file, though a file may be called so."""


def find_named_files(recipe: Recipe, permissions: Permissions) -> dict[str, list[Path]]:
    """Return the files that a recipe could read, by its own name for each: several for a folder.

    The name of a network, and a text within a component, count if they have a suffix or a slash, as
    layers and classes have none.
    What may not be read is left out, and so is what does not exist: the render says so.
    """
    own = {recipe.input, recipe.weights, recipe.mask}
    found = {}
    for name in sorted(list_texts(recipe)):
        if name in KEYWORDS or name.startswith(SAMPLE):
            continue
        if name not in own and not (Path(name).suffix or "/" in name):
            continue
        if name != recipe.input and not permissions.read_files and name not in permissions.files:
            continue
        if is_file(Path(name)):
            found[name] = [Path(name)]
        elif is_folder(Path(name)) and recipe.film is not None and name in own:
            found[name] = sorted(path for path in Path(name).iterdir() if path.is_file())
        elif is_folder(Path(name)) and name != recipe.input:
            found[name] = list_folder(Path(name))
    return found
