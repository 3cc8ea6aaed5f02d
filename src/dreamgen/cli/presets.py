"""dreamgen presets: list the presets, or show one as TOML."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dreamgen.cli.completion.names import complete_presets
from dreamgen.cli.shared.json_output import Json, print_json, print_recipe
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.tables import print_table


def presets(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME", help="Show this one as TOML.", autocompletion=complete_presets
        ),
    ] = None,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    as_json: Json = False,
) -> None:
    """List the presets, or show one with everything that it inherits filled in.

    Example: dreamgen presets washed > mine.toml; dreamgen render chart.svg --preset mine.toml
    """
    from dreamgen.errors import BadInput
    from dreamgen.recipe.composing import compose
    from dreamgen.recipe.presets import read_preset

    registry = open_registry(plugin, no_plugins)
    if name is not None:
        recipe = compose(read_preset(name, registry.presets))
        print_recipe(recipe.to_toml(), as_json)
        return
    rows: list[dict[str, Any]] = []
    for preset in registry.preset_names():
        summary = problem = ""
        try:
            summary = compose(read_preset(preset, registry.presets)).summary
        except BadInput as found:  # a plugin's: the others are good
            problem = str(found)
        owner, path = registry.find_preset(preset)
        row = {"name": preset, "plugin": owner.name, "file": path}
        rows.append({**row, "summary": summary, "problem": problem})
    if as_json:
        print_json({"presets": rows})
    else:
        print_table([(row["name"], _say(row["summary"], row["problem"])) for row in rows])


def _say(summary: str, problem: str) -> str:
    return f"BROKEN: {problem}" if problem else summary
