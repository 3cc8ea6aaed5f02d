import copy

import pytest
import torch
from timm.layers import BatchNormAct2d

from dreamgen.backbones.network.folding import Folded, fold
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.network.trace import trace
from dreamgen.backbones.sources.architecture import build_random
from dreamgen.backbones.sources.timm import Timm


def shaken(name):
    """A network whose batch norms do something."""
    module = build_random(name)
    torch.manual_seed(0)
    for norm in module.modules():
        if isinstance(norm, torch.nn.BatchNorm2d):
            norm.running_mean.normal_(0, 0.2)
            norm.running_var.uniform_(0.5, 2)
            norm.weight.data.uniform_(0.5, 1.5)
            norm.bias.data.normal_(0, 0.2)
    return module.requires_grad_(False)


@pytest.mark.parametrize(
    "name", ["test_resnet", "test_efficientnet", "mobilenetv3_small_050", "test_byobnet"]
)
def test_the_function_stays_the_same(name):
    module = shaken(name)
    original = copy.deepcopy(module)
    folding = fold(module, trace(module, (3, 96, 96)), 3)
    assert len(folding) >= 2
    other = torch.randn(2, 3, 96, 96)
    torch.testing.assert_close(module(other), original(other), rtol=1e-3, atol=1e-3)


def test_all_norms_of_a_resnet_go():
    module = shaken("test_resnet")
    fold(module, trace(module, (3, 96, 96)), 3)
    assert not any(isinstance(inner, torch.nn.BatchNorm2d) for inner in module.modules())
    assert any(isinstance(inner, Folded) for inner in module.modules())


class Branching(torch.nn.Module):
    """A convolution whose output is used beside its batch norm: folding would be wrong."""

    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, 3)
        self.bn = torch.nn.BatchNorm2d(4)
        self.bn.running_mean.fill_(0.7)

    def forward(self, x):
        x = self.conv(x)
        return self.bn(x) + x


def test_a_network_that_would_change_is_left_alone():
    module = Branching().eval().requires_grad_(False)
    picture = torch.randn(1, 3, 16, 16)
    before = module(picture)
    assert len(fold(module, trace(module, (3, 16, 16)), 3)) == 0
    assert torch.equal(module(picture), before)
    assert isinstance(module.bn, torch.nn.BatchNorm2d)


class Shared(torch.nn.Module):
    """A convolution that is read before an in-place activation behind its batch norm."""

    def __init__(self):
        super().__init__()
        self.conv = torch.nn.Conv2d(3, 4, 3)
        self.bn = BatchNormAct2d(4)

    def forward(self, x):
        x = self.conv(x)
        return x.square() + self.bn(x)


def test_a_folded_activation_does_not_write_into_the_convolution():
    module = Shared().eval().requires_grad_(False)
    picture = torch.randn(1, 3, 16, 16, requires_grad=True)
    (expected,) = torch.autograd.grad(module(picture).sum(), picture)
    assert len(fold(module, trace(module, (3, 16, 16)), 3)) == 1
    (found,) = torch.autograd.grad(module(picture).sum(), picture)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=1e-3)


def test_a_folded_convolution_that_is_hooked_gives_its_own_output():
    model = Timm(name="test_resnet").load("random")
    object.__setattr__(model, "module", shaken("test_resnet"))
    original = copy.deepcopy(model.module)
    network = Network(model, torch.device("cpu"), torch.float32)
    picture = torch.rand(1, 3, 64, 64)
    mean = torch.tensor(model.mean).view(1, 3, 1, 1)
    std = torch.tensor(model.std).view(1, 3, 1, 1)
    expected = {}
    for name in ("layer1.0.conv1", "layer1.0.bn1", "layer2.0"):
        original.get_submodule(name).register_forward_hook(
            lambda module, inputs, output, name=name: expected.__setitem__(name, output.clone())
        )
    original((picture - mean) / std)
    for name, value in expected.items():
        (found,) = network.activations(picture, [name])
        torch.testing.assert_close(found, value, rtol=1e-3, atol=1e-4)


def test_results_do_not_depend_on_what_was_unfolded_before():
    def build():
        model = Timm(name="test_resnet").load("random")
        object.__setattr__(model, "module", shaken("test_resnet"))
        return Network(model, torch.device("cpu"), torch.float32)

    picture, network = torch.rand(1, 3, 64, 64), build()
    (fresh,) = build().activations(picture, ["layer3.0"])
    conv = network.model.module.layer1[0].conv1
    network.activations(picture, ["layer3.0"])
    with network.hook(["layer1.0.conv1"]) as forward:
        forward(picture)
        assert network.model.module.layer1[0].conv1 is not conv
    assert network.model.module.layer1[0].conv1 is conv
    assert torch.equal(network.activations(picture, ["layer3.0"])[0], fresh)
