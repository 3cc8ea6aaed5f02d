"""From a command's name to the command: dreamgen's own, or a plugin's under its plugin's name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from dreamgen.cli.shared.help_words import name_types
from dreamgen.cli.shared.plugin_options import plugins_named_in
from dreamgen.cli.shared.recipe_command import add_recipe_options, list_flags, takes_recipe_options
from dreamgen.plugins.guard.blame import Origin, blame
from dreamgen.plugins.registry import Registry

UsageError: Any = typer.BadParameter.__bases__[0]
"""What is raised for anything mistyped; typer has no public name for it."""

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
    if takes_recipe_options(loaded):
        options = plugins_named_in(words).options(taken=list_flags(loaded))
        loaded = add_recipe_options(loaded, options)
    app = loaded if isinstance(loaded, typer.Typer) else typer.Typer(add_completion=False)
    if app is not loaded:
        app.command(name)(loaded)
    command = typer.main.get_command(app)
    command.name = name
    return name_types(command)


def takes_plugins(command: Any) -> bool:
    """Say whether a command has ``--plugin`` itself: dreamgen's own have."""
    return any("--plugin" in parameter.opts for parameter in command.params)


def list_plugin_words(params: Mapping[str, Any]) -> list[str]:
    """Return the options that were given before the command as words to be given to it."""
    words = [word for file in params.get("plugin") or () for word in ("--plugin", str(file))]
    return [*words, "--no-plugins"] if params.get("no_plugins") else words


def drop_plugin_words(words: Sequence[str]) -> list[str]:
    """Return the words of a command without those that say which plugins to load."""
    kept: list[str] = []
    following = iter(words)
    for word in following:
        if word == "--plugin":
            next(following, None)
        elif word != "--no-plugins" and not word.startswith("--plugin="):
            kept.append(word)
    return kept
