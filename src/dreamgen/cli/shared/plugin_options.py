"""The options that say which plugins a command has, and the registry that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

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
