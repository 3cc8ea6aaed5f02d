"""Read back the recipe that a file was made by, whichever output wrote the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dreamgen.errors import BadInput
from dreamgen.loaders.raster.formats import find_format
from dreamgen.outputs.base import Output
from dreamgen.outputs.moving.video_recipe import is_video
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.numbering import is_there


def read_recipe(path: Path, registry: Registry) -> str:
    """Return the text of the recipe in a file, asking the built-in outputs first, then plugins'.

    Raise BadInput if there is no such file, if it carries no recipe, or if this machine lacks what
    reading it needs.
    """
    if not (path.exists() or is_there(path)):
        raise BadInput(f"{path.name} does not exist")
    broken: list[str] = []
    for name, kind in _outputs(registry):
        try:
            recipe = kind.read_recipe(path)
        except BadInput:
            raise
        except Exception as problem:  # one plugin's fault must not stop the others
            broken.append(f"{path.name} cannot be read by output {name}: {problem}")
            continue
        if recipe is not None:
            return recipe
    if broken:
        raise BadInput(broken[0])
    if not _is_picture(path):
        raise BadInput(f"{path.name} is not a picture file that could carry a recipe")
    raise BadInput(f"{path.name} carries no dreamgen recipe")


def _outputs(registry: Registry) -> Iterator[tuple[str, type[Output]]]:
    for plugin, entry in registry.entries("outputs"):
        name = registry.full_name(plugin, entry)
        try:
            kind = registry.load("outputs", name)
        except BadInput:  # a plugin that cannot be imported; `dreamgen doctor` says so
            continue
        yield name, kind


def _is_picture(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return find_format(file.read(4096)) is not None or is_video(path)
    except OSError:
        return False
