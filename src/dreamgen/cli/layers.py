"""dreamgen layers: the layers of a network, which objectives can name."""

from __future__ import annotations

from dataclasses import asdict, astuple
from typing import TYPE_CHECKING, Any

import typer

from dreamgen.cli.shared.command_options import BackboneName
from dreamgen.cli.shared.json_output import Json, print_json
from dreamgen.cli.shared.plugin_options import NoPlugins, PluginFiles, open_registry
from dreamgen.cli.shared.tables import print_table

if TYPE_CHECKING:
    from torch import nn


def layers(
    backbone: BackboneName = "bestiary",
    plugin: PluginFiles = None,
    no_plugins: NoPlugins = False,
    as_json: Json = False,
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
    rows, inside = describe(outline), _list_inside(outline)
    if as_json:
        layers = [asdict(layer) for layer in rows]
        print_json({"backbone": backbone, "layers": layers, **inside})
        return
    print_table(
        [(*astuple(layer)[:-1], layer.receptive_field or "global") for layer in rows],
        ("layer", "name", "channels", "stride", "receptive field"),
    )
    for title, found in inside.items():
        if found:
            ends = [f"{part['name']} ({part['channels']})" for part in (found[0], found[-1])]
            typer.echo(f"{title.replace('_', ' ')}: {' ... '.join(ends)}", err=True)


def _list_inside(outline: nn.Module) -> dict[str, list[dict[str, Any]]]:
    """Return the modules that are a network's attention heads, and its hidden units."""
    from dreamgen.backbones.network.attention_heads import Heads
    from dreamgen.backbones.network.hidden_units import find_hidden_units
    from dreamgen.backbones.network.layers import find_addresses

    channels = find_addresses("", outline).channels  # of the modules that a forward pass runs
    heads = [name for name in channels if isinstance(outline.get_submodule(name), Heads)]
    kinds = {"attention_heads": heads, "hidden_units": find_hidden_units(channels)}
    return {
        kind: [{"name": name, "channels": channels[name]} for name in names]
        for kind, names in kinds.items()
    }
