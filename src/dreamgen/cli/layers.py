"""dreamgen layers: the layers of a network, which objectives can name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dreamgen.cli.shared.command_options import BackboneName
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.tables import print_table

if TYPE_CHECKING:
    from torch import nn


def layers(
    backbone: BackboneName = "bestiary",
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """List a network's layers: number, name, channels, stride and receptive field in pixels.

    Modules inside them can be named too. A head of an attention is a channel of its "heads", and a
    token a place: --objective "channel(blocks.5.attn.heads, 2)".

    Example: dreamgen layers resnet50
    """
    from dreamgen.backbones.receptive_field.describe import describe
    from dreamgen.render.find_backbone import find_backbone

    outline = find_backbone(backbone, open_registry(plugin, no_plugins)).outline()
    rows = [
        (layer.number, layer.name, layer.channels, layer.stride, layer.receptive_field or "global")
        for layer in describe(outline)
    ]
    print_table(rows, ("layer", "name", "channels", "stride", "receptive field"))
    if heads := _list_heads(outline):
        typer.echo(f"attention heads: {heads}", err=True)


def _list_heads(outline: nn.Module) -> str:
    """Say where the network's attention heads are; nothing if it has none."""
    from dreamgen.backbones.network.attention_heads import Heads
    from dreamgen.backbones.network.layers import find_addresses

    names = find_addresses("", outline).modules  # those that a forward pass runs
    parts = [(name, outline.get_submodule(name)) for name in names]
    found = [(name, part.count) for name, part in parts if isinstance(part, Heads)]
    if not found:
        return ""
    (first, few), (last, many) = found[0], found[-1]
    return f"{first} ({few}) ... {last} ({many})"
