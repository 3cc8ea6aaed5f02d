"""dreamgen backbones: the networks to dream with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dreamgen.cli.shared.json_output import Json, print_json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.tables import print_table

if TYPE_CHECKING:
    from dreamgen.plugins.registry import Registry


def backbones(
    glob: Annotated[str | None, typer.Argument(metavar="GLOB", help="As 'resnet*'.")] = None,
    pretrained: Annotated[
        bool, typer.Option("--pretrained", help="Only names with weights to download.")
    ] = False,
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    as_json: Json = False,
) -> None:
    """List the networks: the bundled one, the plugins', timm's and torchvision's.

    With --pretrained, timm's by the tags of their weights. A name in brackets is written so:
    --backbone "torchvision(googlenet)".

    Example: dreamgen backbones 'convnext*'
    """
    import fnmatch
    import warnings

    from dreamgen.errors import BadInput, DreamError, InputWarning, nearest

    registry = open_registry(plugin, no_plugins)
    own, networks = [], []
    for source, entry in registry.entries("backbones"):
        if glob is None or fnmatch.fnmatch(entry.name, glob):
            own.append({"name": entry.name, "plugin": source.name, "summary": entry.summary})
        try:
            name = registry.full_name(source, entry)
            found = _names_of(name, registry, glob, pretrained)
            networks += [{"name": each, "backbone": name} for each in found]
        except DreamError as problem:  # a plugin's: the others are good
            warnings.warn(str(problem), InputWarning, stacklevel=1)
    if not own and not networks:
        known = [name for _, kind in registry.classes("backbones") for name in kind.list_names()]
        raise BadInput(f"no backbone is named {glob!r}{nearest(glob or '', known)}")
    if as_json:
        print_json({"backbones": own, "networks": networks})
        return
    print_table([(one["name"], f"{one['summary']} ({one['plugin']})") for one in own])
    for network in networks:
        typer.echo(network["name"])


def _names_of(
    backbone: str, registry: Registry, glob: str | None = None, pretrained: bool = False
) -> list[str]:
    """Return the names of a backbone's networks as ``--backbone`` takes them."""
    kind = registry.load("backbones", backbone)
    names = kind.list_names(glob, pretrained)
    return [name if kind.accepts(name) else f"{backbone}({name})" for name in names]
