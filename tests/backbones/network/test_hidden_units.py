"""Hidden units of MLP blocks, against a plain hook on timm's own network."""

from __future__ import annotations

import pytest
import timm
import torch

from dreamgen.backbones.network.hidden_units import find_hidden_units
from dreamgen.backbones.network.layers import find_addresses
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.timm import Timm
from dreamgen.backbones.sources.torchvision import Torchvision


@pytest.mark.parametrize("name", ["test_vit", "test_vit2", "test_vit3"])
def test_each_unit_is_a_map_without_class_and_register_tokens(name):
    if not timm.is_model(name):
        pytest.skip("this timm does not know it")
    model = Timm(name=name).load("random")
    plain = timm.create_model(name, dynamic_img_size=True).eval()
    plain.load_state_dict(model.module.state_dict())
    network = Network(model, torch.device("cpu"), torch.float32)
    picture = torch.rand(1, 3, 64, 96)
    (units,) = network.activations(picture, [network.find("blocks.3.mlp.act")])

    seen = []
    plain.blocks[3].mlp.act.register_forward_hook(lambda *found: seen.append(found[2]))
    mean, std = (torch.tensor(x).view(3, 1, 1) for x in (model.mean, model.std))
    with torch.no_grad():
        plain((picture - mean) / std)
    patch = plain.patch_embed.patch_size[0]
    rows, columns = 64 // patch, 96 // patch
    assert units.shape == (1, plain.blocks[3].mlp.fc1.out_features, rows, columns)
    assert seen[0].shape[1] == rows * columns + plain.num_prefix_tokens
    for row in range(rows):
        for column in range(columns):
            token = seen[0][0, plain.num_prefix_tokens + row * columns + column]
            torch.testing.assert_close(units[0, :, row, column], token, rtol=1e-3, atol=1e-4)


def test_they_are_found_in_networks_of_each_source():
    for backbone, first, channels in (
        (Timm(name="swin_tiny_patch4_window7_224"), "layers.0.blocks.0.mlp.act", 384),
        (Torchvision(name="vit_b_32"), "encoder.layers.encoder_layer_0.mlp.1", 3072),
    ):
        found = find_addresses("", backbone.outline()).channels
        units = find_hidden_units(found)
        assert len(units) == 12
        assert (units[0], found[units[0]]) == (first, channels)
    assert find_hidden_units(find_addresses("", Timm(name="resnet18").outline()).channels) == []
