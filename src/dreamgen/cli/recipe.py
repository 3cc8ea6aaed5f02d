"""dreamgen recipe: print the recipe inside a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dreamgen.cli.shared.json_output import Json, print_recipe
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry


def recipe(
    file: Annotated[Path, typer.Argument(help="A picture made by dreamgen.")],
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    as_json: Json = False,
) -> None:
    """Print the recipe that a picture was made by, as TOML: a preset for other pictures.

    Example: dreamgen recipe dream.png > mine.toml; dreamgen render photo.jpg --preset mine.toml
    """
    from dreamgen.recipe.composing import split_embedded
    from dreamgen.recipe.toml import escape_unprintable
    from dreamgen.render.saving.read_recipe import read_recipe

    text = read_recipe(file, open_registry(plugin, no_plugins))
    split_embedded(text, f"the recipe in {file.name}")  # refuses what is no recipe
    print_recipe(escape_unprintable(text), as_json)
