"""dreamgen plugins: what is installed, what each offers, what is broken and why."""

from __future__ import annotations

import typer

from dreamgen.cli.options import NoPlugins, PluginFiles, open_registry
from dreamgen.plugins import DISABLED_VARIABLE, Plugin, plugin_folder


def plugins(plugin: PluginFiles = None, no_plugins: NoPlugins = False) -> None:
    """List the plugins, what each offers, and what is wrong with any."""
    registry = open_registry(plugin, no_plugins)
    for found in registry.plugins:
        typer.echo(f"{found.name} {found.version}".strip() + f"  ({found.origin})")
        if found.disabled:
            typer.echo(f"    switched off by {DISABLED_VARIABLE}")
        if found.problem:
            typer.echo(f"    BROKEN: {found.problem}")
            typer.echo(f"    switch it off with {DISABLED_VARIABLE}={found.name}")
        for kind, entries in found.offers.items():
            typer.echo(f"    {kind}: {', '.join(entry.name for entry in entries)}")
        if names := _presets(found):
            typer.echo(f"    presets: {', '.join(names)}")
        for clash in registry.clashes.get(found.name, []):
            typer.echo(f"    CLASH: {clash}")
    typer.echo(f"One-file plugins are loaded from {plugin_folder()}")


def _presets(plugin: Plugin) -> list[str]:
    return [path.stem for folder in plugin.presets for path in sorted(folder.glob("*.toml"))]
