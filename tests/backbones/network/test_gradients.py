"""The adapter against timm's own way to intermediate features: same maps, same gradients."""

import copy

import pytest
import timm
import torch

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.timm import Timm

CPU = torch.device("cpu")

# Name and index of the stage, counted as timm's feature_info counts them.
TEN = [
    ("resnet18", 3),
    ("test_vit", 3),
    ("test_convnext", 2),
    ("test_efficientnet", 3),
    ("swin_tiny_patch4_window7_224", 1),
    ("repvgg_a0", 3),
    ("mobilenetv3_small_050", 3),
    ("xcit_nano_12_p8_224", 4),
    ("hiera_tiny_224", 2),
    ("gmlp_ti16_224", 5),
]
FIXED = {name for name, _ in TEN if name.endswith("224") or name == "test_vit"}


def reference(module, index, picture):
    """A loop as one would write it by hand over timm's untouched model."""
    config = module.pretrained_cfg
    mean = torch.tensor(config["mean"], dtype=picture.dtype).view(1, 3, 1, 1)
    std = torch.tensor(config["std"], dtype=picture.dtype).view(1, 3, 1, 1)
    picture = picture.clone().requires_grad_()
    (activation,) = module.forward_intermediates(
        (picture - mean) / std, indices=[index], intermediates_only=True, output_fmt="NCHW"
    )
    activation.square().mean().backward()
    return activation.detach(), picture.grad


@pytest.mark.parametrize(("name", "index"), TEN)
def test_gradient_equals_that_of_a_plain_loop(name, index):
    model = Timm(name=name).load("random")
    untouched = timm.create_model(name).eval()
    untouched.load_state_dict(model.module.state_dict())
    layer = model.module.feature_info[index]["module"]
    size = model.input_size[1:] if name in FIXED else (64, 96)
    in_double = copy.deepcopy(model)  # before a network folds its layers
    network = Network(model, CPU, torch.float32)
    errors = []
    seeds = (1, 2, 3) if has_relus(untouched) else (1,)
    for seed in seeds:
        torch.manual_seed(seed)
        picture = torch.rand(1, 3, *size)
        expected, gradient = reference(untouched, index, picture)
        found, found_gradient = differentiate(network, layer, picture)
        assert found.dtype == torch.float32
        assert error(found, expected) < 1e-4
        errors.append(error(found_gradient, gradient))
    # Rounding flips a ReLU now and then, which moves the gradient by more than a rounding error.
    assert sorted(errors)[len(errors) // 2] < 1e-4
    # In double precision there is no such excuse.
    expected, gradient = reference(untouched.double(), index, picture.double())
    network = Network(in_double, CPU, torch.float64)
    found, found_gradient = differentiate(network, layer, picture.double())
    assert found.shape == expected.shape
    assert error(found, expected) < 1e-6
    assert error(found_gradient, gradient) < 1e-4


def has_relus(module):
    return any(isinstance(part, torch.nn.ReLU) for part in module.modules())


def differentiate(network, layer, picture):
    picture = picture.clone().requires_grad_()
    (activation,) = network.activations(picture, [layer])
    activation.square().mean().backward()
    return activation.detach(), picture.grad


def error(found, expected):
    return ((found - expected).norm() / expected.norm()).item()
