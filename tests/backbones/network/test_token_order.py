"""Places of an activation belong where the network itself would put them."""

import pytest
import torch
from timm.models.nest import blockify

from dreamgen.backbones.network.activations import Layout, infer_layout, to_map
from dreamgen.backbones.network.timm_facts import find_layouts
from dreamgen.backbones.network.trace import trace
from dreamgen.backbones.sources.architecture import build_random


@pytest.mark.parametrize("name", ["mobilevit_xxs", "mobilevitv2_050"])
def test_phases_are_put_back_as_mobilevit_does(name):
    module = build_random(name)
    block = module.stages[2][1]
    block.norm = torch.nn.Identity()
    last = f"stages.2.1.transformer.{len(block.transformer) - 1}"
    layout = find_layouts(module, trace(module, (3, 256, 256)))[last]
    seen = {}
    block.transformer.register_forward_hook(lambda m, i, output: seen.update(raw=output))
    block.conv_proj.register_forward_pre_hook(lambda m, inputs: seen.update(folded=inputs[0]))
    with torch.no_grad():
        module(torch.rand(2, 3, 96, 160))
    assert layout.channels(seen["raw"].shape) == seen["folded"].shape[1]
    torch.testing.assert_close(to_map(seen["raw"], layout, (96, 160), 2), seen["folded"])


def test_windows_of_tokens_are_put_back():
    maps = torch.rand(2, 5, 28, 28)
    windows = blockify(maps.permute(0, 2, 3, 1), 14)
    layout = infer_layout((1, 4, 196, 5), (224, 224))
    assert layout == Layout("windows")
    assert layout.channels(windows.shape) == 5
    assert torch.equal(to_map(windows, layout, (224, 224), 2), maps)


@pytest.mark.parametrize(
    ("shape", "prefix", "expected"),
    [
        ((1, 196, 8), 0, Layout("tokens")),
        ((1, 201, 8), 5, Layout("tokens", 5)),
        ((1, 196, 8), 5, Layout("tokens")),
        ((1, 50, 8), 0, Layout("tokens", 1)),
        ((1, 401, 8), 0, Layout("tokens", 1)),
        ((1, 7, 7, 96), 0, Layout("last")),
        ((1, 96, 7, 7), 0, Layout("map")),
        ((1, 8), 0, Layout("vector")),
        ((8,), 0, None),
    ],
)
def test_layouts_are_told_by_their_shapes(shape, prefix, expected):
    assert infer_layout(shape, (224, 224), prefix) == expected
