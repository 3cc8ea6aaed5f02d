"""From a command's name to the command: dreamgen's own, or a plugin's under its plugin's name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import typer

from dreamgen.cli.shared.expand_options import expand_options
from dreamgen.cli.shared.help_words import word_help
from dreamgen.cli.shared.plugin_options import plugins_named_in
from dreamgen.cli.shared.recipe_command import (
    OWN_DEFAULTS,
    add_recipe_options,
    list_flags,
    takes_recipe_options,
)
from dreamgen.cli.shared.usage import UsageError, check_values
from dreamgen.plugins.guard.blame import Origin, blame
from dreamgen.plugins.registry import Registry

ENDINGS = (UsageError.__bases__[0], typer.Exit, typer.Abort, SystemExit, OSError)
"""What a command may end with: what it says of its words, and of files, needs no other name."""


def find_command(name: str, words: Sequence[str], registry: Registry) -> Any:
    """Return the command called ``name``, or ``plugin/name``, ready to be given its ``words``.

    Raise BadInput if there is none. A plugin's own command names the plugin when it fails.
    """
    plugin, entry = registry.find("commands", name)
    loaded = registry.load("commands", name)
    if plugin.origin == "built in":
        return _build(name, loaded, words)
    who = f"command {entry.name} of plugin {plugin.name}"
    origin = Origin(who, entry.target.partition(":")[0])
    with blame(origin, "its parameters", ENDINGS):
        command = _build(name, loaded, words)
    run = command.invoke

    def invoke(context: Any) -> Any:
        with blame(origin, "", ENDINGS):
            return run(context)

    command.invoke = invoke
    return command


def _build(name: str, loaded: Any, words: Sequence[str]) -> Any:
    makes_pictures = takes_recipe_options(loaded)
    if makes_pictures:
        options = plugins_named_in(words).options(taken=list_flags(loaded))
        loaded = add_recipe_options(loaded, options)
    app = loaded if isinstance(loaded, typer.Typer) else typer.Typer(add_completion=False)
    if app is not loaded:
        end = OWN_DEFAULTS if makes_pictures else None
        app.command(name, epilog=end)(expand_options(loaded))
    command: Any = typer.main.get_command(app)
    command.name = name
    parse = command.parse_args

    def parse_args(context: Any, words: list[str]) -> list[str]:
        if not context.resilient_parsing:  # completion is: not all words are typed yet
            check_values(context, words)
        return parse(context, words)

    command.parse_args = parse_args
    return word_help(command)
