"""``--plugin`` and ``--no-plugins``, before a command or after it, and the registry they ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from dreamgen.errors import BadInput
from dreamgen.plugins.registry import Registry

PluginFiles = Annotated[
    list[Path] | None, typer.Option("--plugin", help="Load a one-file plugin.", metavar="FILE")
]
NoPlugins = Annotated[bool, typer.Option("--no-plugins", help="Use the built-ins alone.")]


def open_registry(files: list[Path] | None, no_plugins: bool) -> Registry:
    """Return the registry that the plugin options of a command ask for."""
    registry = Registry.default(files or [], installed=not no_plugins)
    for plugin in registry.plugins:
        if plugin.problem and Path(plugin.origin) in (files or []):
            raise BadInput(f"--plugin {plugin.origin}: {plugin.problem}")
    return registry


def plugins_named_in(words: Sequence[str]) -> Registry:
    """Return the registry that the words of a command ask for, before they are parsed."""
    files = [word.removeprefix("--plugin=") for word in words if word.startswith("--plugin=")]
    files += [following for word, following in pairwise(words) if word == "--plugin"]
    return open_registry([Path(file) for file in files], "--no-plugins" in words)


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
