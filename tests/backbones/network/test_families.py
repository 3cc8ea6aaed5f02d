"""A lean walk over kinds of networks: built, shown a picture of an odd size, and made to dream.

``python benchmarks/backbones.py --families`` does all of timm's modules.
"""

import pytest
import timm
import torch

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.timm import Timm

KINDS = [
    name for name in timm.list_models("test_*") if not name.endswith(("_2", "_3", "_gn", "_iaff"))
] + [
    "coat_tiny",
    "crossvit_tiny_240",
    "gcvit_xxtiny",
    "lambda_resnet26t",
    "pvt_v2_b0",
    "tnt_s_legacy_patch16_224",
    "vit_xsmall_patch16_clip_224",
    "fastvit_mci0",
]


@pytest.mark.parametrize("name", KINDS)
def test_three_steps_raise_the_objective(name):
    if not timm.is_model(name):
        pytest.skip("this timm does not know it")
    network = Network(Timm(name=name).load("random"), torch.device("cpu"), torch.float32)
    torch.manual_seed(0)
    picture = 0.35 + 0.3 * torch.rand(1, 3, 110, 170)
    values = []
    for _ in range(4):
        picture = picture.detach().requires_grad_()
        (activation,) = network.activations(picture, [network.default_layer])
        assert activation.ndim == 4
        assert activation.shape[1] == network.channels(network.default_layer)
        value = activation.square().mean()
        (gradient,) = torch.autograd.grad(value, picture)
        step = 0.01 * (gradient / gradient.abs().mean()).clamp(-4, 4)
        picture = (picture + step).clamp(0, 1)
        values.append(value.item())
    assert values[-1] > values[0]
