"""dreamgen layers: what can be looked into."""

from __future__ import annotations

from typing import Annotated

import typer

from dreamgen.cli.options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.tables import print_table


def layers(
    backbone: Annotated[str, typer.Argument(help="bestiary, a timm name or a checkpoint.")],
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """List a network's layers: number, name, channels, stride and receptive field in pixels."""
    from dreamgen.backbones.receptive_field import describe
    from dreamgen.plan import find_backbone

    found = find_backbone(backbone, open_registry(plugin, no_plugins))
    rows = [
        (layer.number, layer.name, layer.channels, layer.stride, layer.receptive_field or "global")
        for layer in describe(found.outline())
    ]
    print_table(rows, ("layer", "name", "channels", "stride", "receptive field"))
