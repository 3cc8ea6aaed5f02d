"""dreamgen backbones: the networks to dream with."""

from __future__ import annotations

from typing import Annotated

import typer

from dreamgen.cli.options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.tables import print_table


def backbones(
    glob: Annotated[str | None, typer.Argument(metavar="[GLOB]", help="As 'resnet*'.")] = None,
    pretrained: Annotated[
        bool, typer.Option("--pretrained", help="Only names with weights to download.")
    ] = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """List the bundled network, the plugins' and timm's; with --pretrained, timm's by their tags."""
    import fnmatch

    import timm

    from dreamgen.errors import BadInput, nearest

    registry = open_registry(plugin, no_plugins)
    own = [
        (entry.name, f"{entry.summary} ({plugin.name})")
        for plugin, entry in registry.entries("backbones")
        if glob is None or fnmatch.fnmatch(entry.name, glob)
    ]
    names = timm.list_models(glob or "", pretrained=pretrained)
    if not own and not names:
        guess = nearest(glob or "", timm.list_models())
        raise BadInput(f"no backbone is named {glob!r}{guess}")
    print_table(own)
    for name in names:
        typer.echo(name)
