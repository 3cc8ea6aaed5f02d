"""Heads of an attention are layers with one channel each."""

import pytest
import torch

from dreamgen.backbones.network.attention_heads import expose_heads
from dreamgen.backbones.network.layers import find_addresses
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.architecture import outline
from dreamgen.backbones.sources.timm import Timm

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def vit():
    return Network(Timm(name="test_vit").load("random"), CPU, torch.float32)


def by_hand(attention, tokens):
    """softmax(q k / sqrt(d)) v of every head, and its root mean square: (B, N, heads)."""
    batch, count, width = tokens.shape
    size = width // attention.num_heads
    query, key, value = (
        part.view(batch, count, attention.num_heads, size).transpose(1, 2)
        for part in attention.qkv(tokens).chunk(3, dim=-1)
    )
    weights = (query @ key.transpose(-1, -2) / size**0.5).softmax(-1)
    return (weights @ value).square().mean(-1).sqrt().transpose(1, 2)


def test_a_head_is_a_channel_and_a_token_a_place(vit):
    attention = vit.model.module.blocks[3].attn
    seen = []
    handle = attention.register_forward_pre_hook(lambda m, inputs: seen.append(inputs[0]))
    (heads,) = vit.activations(torch.rand(1, 3, 160, 160), ["blocks.3.attn.heads"])
    handle.remove()
    expected = by_hand(attention, seen[-1])[:, 1:]  # without the class token
    assert heads.shape == (1, attention.num_heads, 10, 10)
    assert vit.channels("blocks.3.attn.heads") == attention.num_heads
    torch.testing.assert_close(heads.flatten(2).transpose(1, 2), expected, rtol=1e-4, atol=1e-5)


def test_one_head_pulls_its_own_way(vit):
    picture = torch.rand(1, 3, 100, 150, requires_grad=True)
    (heads,) = vit.activations(picture, [vit.find("blocks.2.attn.heads")])
    gradients = [
        torch.autograd.grad(heads[:, head].mean(), picture, retain_graph=True)[0]
        for head in range(heads.shape[1])
    ]
    assert all(gradient.abs().max() > 0 for gradient in gradients)
    likeness = torch.cosine_similarity(gradients[0].flatten(), gradients[1].flatten(), dim=0)
    assert likeness.abs() < 0.9


def test_heads_are_addressed_like_any_module_and_are_no_numbered_layer(vit):
    assert len(vit.find_all("blocks.*.attn.heads")) == len(vit.layers)
    assert not any("heads" in layer.name for layer in vit.layers)
    assert not any("heads" in key for key in vit.model.module.state_dict())


def test_the_network_computes_as_before_and_is_not_changed_twice():
    module = Timm(name="test_vit").load("random").module
    picture = torch.rand(1, 3, 160, 160)
    with torch.no_grad():
        before = module(picture)
        for _ in range(2):
            expose_heads(module)
        assert torch.equal(module(picture), before)
    assert len(module.blocks[0].attn.proj._forward_pre_hooks) == 1


@pytest.mark.parametrize(
    ("name", "layer", "heads"),
    [
        ("swin_tiny_patch4_window7_224", "layers.2.blocks.1.attn.heads", 12),
        ("visformer_tiny", "stage2.0.attn.heads", 3),
        ("maxvit_pico_rw_256", "stages.1.blocks.0.attn_block.attn.heads", 2),
        ("pvt_v2_b0", "stages.1.blocks.0.attn.heads", 2),
    ],
)
def test_kinds_of_attention(name, layer, heads):
    module = outline(name)
    assert layer in find_addresses(name, module).channels
    assert module.get_submodule(layer).count == heads


def test_networks_without_attention_have_none():
    assert not any(
        name.endswith("heads") for name in find_addresses("", outline("resnet18")).channels
    )
