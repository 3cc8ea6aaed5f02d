"""dreamgen layers: the layers of a network, which objectives can name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from dreamgen.cli.shared.command_options import BackboneName
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.tables import print_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch import nn


def layers(
    backbone: BackboneName = "bestiary",
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
) -> None:
    """List a network's layers: number, name, channels, stride and receptive field in pixels.

    Modules inside them can be named too. A head of an attention is a channel of its "heads", and a
    token a place: --objective "channel(blocks.5.attn.heads, 2)". A hidden unit of a transformer's
    MLP is a channel of its "act": --objective "channel(blocks.5.mlp.act, 2)".

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
    for line in _list_more(outline):
        typer.echo(line, err=True)


def _list_more(outline: nn.Module) -> Iterator[str]:
    """Say where the network's attention heads and hidden units are, and how many, if it has any."""
    from dreamgen.backbones.network.attention_heads import Heads
    from dreamgen.backbones.network.hidden_units import find_hidden_units
    from dreamgen.backbones.network.layers import find_addresses

    channels = find_addresses("", outline).channels  # of the modules that a forward pass runs
    heads = [name for name in channels if isinstance(outline.get_submodule(name), Heads)]
    for title, names in (("attention heads", heads), ("hidden units", find_hidden_units(channels))):
        if names:
            first, last = names[0], names[-1]
            yield f"{title}: {first} ({channels[first]}) ... {last} ({channels[last]})"
