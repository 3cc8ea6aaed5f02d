"""Receptive fields against an independent measurement: how far one poisoned column spreads."""

import math
import time

import pytest
import torch

from dreamgen.backbones.network.activations import Layout, to_map
from dreamgen.backbones.network.timm_facts import find_layouts
from dreamgen.backbones.network.trace import first_tensor, trace
from dreamgen.backbones.receptive_field.describe import describe, measure_fields
from dreamgen.backbones.sources.architecture import build_random, outline


def spread(name, infos, height, width):
    """Return for each layer how many columns one place depends on; None if a border is in the way.

    NaN goes through every sum, product and maximum, so it shows dependence whatever the weights.
    """
    module = build_random(name)
    layouts = find_layouts(module, trace(module, (3, height, width)))
    poisoned = torch.zeros(width, 3, height, width)
    poisoned[torch.arange(width), :, :, torch.arange(width)] = math.nan
    hits = {info.name: [] for info in infos}

    def forward(layer):
        def hook(module, inputs, output):
            found = to_map(first_tensor(output), layouts[layer], (height, width), len(inputs[0]))
            hits[layer].append(found.isnan().any(1).any(1))

        return hook

    for info in infos:
        module.get_submodule(info.name).register_forward_hook(forward(info.name))
    with torch.no_grad():
        for group in poisoned.split(16):
            module(group)
    return {layer: _width(torch.cat(found)) for layer, found in hits.items()}


def _width(hits):
    """hits[c, j]: whether place j depends on picture column c."""
    inner = [place.nonzero().flatten() for place in hits.T if not (place[0] or place[-1])]
    return max((int(columns.max() - columns.min()) + 1 for columns in inner), default=None)


@pytest.mark.parametrize(
    "name", ["test_resnet", "test_convnext", "test_mambaout", "test_efficientnet"]
)
def test_receptive_field_is_exact_for_convolutions(name):
    height, width = 32, 128
    infos = describe(outline(name), (3, height, width))
    measured = spread(name, infos, height, width)
    checked = 0
    for info in infos:
        if measured[info.name] is not None:
            assert info.receptive_field == measured[info.name], info
            checked += 1
        elif info.receptive_field is not None:
            assert info.receptive_field > width / 3, info
    assert checked


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Araujo et al. 2019, table 1, and arithmetic by hand.
        ("resnet50", {"layer1.2": 35, "layer2.3": 91, "layer3.5": 267, "layer4.2": 427}),
        ("vgg16", {"features.29": 196}),
        ("resnet18", {"layer4.1": 435}),
    ],
)
def test_receptive_fields_of_known_networks(name, expected):
    infos = {info.name: info for info in describe(outline(name))}
    assert {layer: infos[layer].receptive_field for layer in expected} == expected


def test_strides_and_channels():
    infos = describe(outline("resnet50"))
    assert [info.number for info in infos] == list(range(1, 17))
    assert [(info.channels, info.stride) for info in infos[2::4]][:2] == [(256, 4), (512, 8)]


@pytest.mark.parametrize("name", ["test_vit", "gmlp_ti16_224", "mobilenetv3_small_050"])
def test_what_sees_everything_is_global(name):
    assert describe(outline(name))[-1].receptive_field is None


def test_windows_of_attention_count_all_offsets_within_them():
    thin = {"depths": (2, 1, 1, 1), "embed_dim": 24, "num_heads": (1, 2, 3, 4)}
    infos = describe(outline("swin_tiny_patch4_window7_224", **thin))
    # Windows of 7 places of 4 pixels: from the last pixel before the first to the last behind.
    assert infos[0].receptive_field == 6 * 4 + 7 * 4
    assert 112 <= infos[2].receptive_field <= 224


@pytest.mark.parametrize(
    "chain",
    [
        [(3, 1, 1), (3, 2, 1)],
        [(7, 2, 1), (3, 2, 1), (3, 1, 2), (1, 2, 1), (5, 1, 1)],
        [(4, 4, 1), (7, 1, 1), (2, 2, 1), (7, 1, 3)],
    ],
)
@pytest.mark.parametrize("padded", [True, False])
def test_a_chain_of_convolutions_follows_the_closed_formula(chain, padded):
    """1 + sum of (kernel - 1) * dilation * stride before it (Araujo et al. 2019)."""
    module, field, stride, expected = torch.nn.Sequential(), 1, 1, {}
    with torch.device("meta"):
        for index, (kernel, step, dilation) in enumerate(chain):
            padding = (kernel - 1) * dilation // 2 if padded else 0
            conv = torch.nn.Conv2d(3, 3, kernel, step, padding, dilation)
            module.append(torch.nn.Sequential(conv, torch.nn.BatchNorm2d(3), torch.nn.ReLU()))
            field += (kernel - 1) * dilation * stride
            stride *= step
            expected[str(index)] = (field, stride)
    layouts = dict.fromkeys(expected, Layout("map"))
    assert measure_fields(module.eval(), layouts, (224, 224)) == expected


def test_giants_are_described_in_seconds():
    start = time.process_time()  # other processes do not count
    infos = describe(outline("vit_giant_patch14_224"))
    assert len(infos) == 40
    assert time.process_time() - start < 30
