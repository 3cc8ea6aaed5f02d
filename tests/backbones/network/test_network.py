import gc
import weakref

import pytest
import torch

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.bundled import Bestiary
from dreamgen.backbones.sources.timm import Timm
from dreamgen.errors import BadInput

CPU = torch.device("cpu")


def load(name, dtype=torch.float32):
    return Network(Timm(name=name).load("random"), CPU, dtype)


@pytest.fixture(scope="module")
def resnet():
    return load("resnet18")


@pytest.mark.parametrize(
    ("name", "count", "first", "last"),
    [
        ("resnet18", 8, "layer1.0", "layer4.1"),
        ("vgg11", 8, "features.1", "features.19"),
        ("test_vit", 6, "blocks.0", "blocks.5"),
        ("test_convnext", 9, "stages.0.blocks.0", "stages.3.blocks.1"),
        ("test_efficientnet", 5, "blocks.0.0", "blocks.4.0"),
        ("swin_tiny_patch4_window7_224", 12, "layers.0.blocks.0", "layers.3.blocks.1"),
    ],
)
def test_blocks_are_numbered_from_one(name, count, first, last):
    layers = load(name).layers
    assert [layer.number for layer in layers] == list(range(1, len(layers) + 1))
    assert (layers[0].name, layers[-1].name) == (first, last)
    assert len(layers) == count


def test_a_layer_is_found_by_number_name_stage_and_glob(resnet):
    assert resnet.find(3) == resnet.find("3") == resnet.find("layer2.0") == "layer2.0"
    assert resnet.find("stage2") == "layer2"
    assert resnet.find("conv1") == "conv1"
    assert resnet.find("layer3.1.bn2") == "layer3.1.bn2"
    assert resnet.find_all("layer3.*") == ["layer3.0", "layer3.1"]
    shares = [resnet.find(f"{share}%") for share in (0, 13, 50, 75, 100)]
    assert shares == ["layer1.0", "layer1.0", "layer2.1", "layer3.1", "layer4.1"]
    assert resnet.find_all("*.conv1")[0] == "layer1.0.conv1"
    assert resnet.default_layer == "layer3.0"


@pytest.mark.parametrize(
    "address", [0, 9, -1, "layer3.7", "stage9", "nothing*", "", "layer3.*", "101%"]
)
def test_an_impossible_layer_is_one_sentence(resnet, address):
    with pytest.raises(BadInput) as raised:
        resnet.find(address)
    message = str(raised.value)
    assert str(address) in message
    assert "resnet18" in message
    assert "\n" not in message


def test_the_sentence_says_what_is_allowed_and_what_is_near(resnet):
    with pytest.raises(
        BadInput, match=r"did you mean layer3\.1.*layers 1-8, layer1\.0 \.\.\. layer4\.1"
    ):
        resnet.find("layer3.7")


def test_the_pass_ends_at_the_deepest_layer_and_leaves_no_hook(resnet):
    ran = []
    handle = resnet.model.module.layer4.register_forward_hook(lambda *_: ran.append(1))
    resnet.activations(torch.rand(1, 3, 64, 64), ["layer2.0", "layer3.0"])
    handle.remove()
    assert not ran
    assert not any(module._forward_hooks for module in resnet.model.module.modules())


def test_hooks_go_even_if_the_objective_fails(resnet):
    with pytest.raises(KeyError), resnet.hook(["layer2.0"]):
        raise KeyError
    assert not any(module._forward_hooks for module in resnet.model.module.modules())


def test_what_a_later_layer_overwrites_is_kept(resnet):
    picture = torch.rand(1, 3, 64, 64)
    (alone,) = resnet.activations(picture, ["layer1.0.bn2"])
    both = resnet.activations(picture, ["layer1.0.bn2", "layer2.0"])
    assert (alone < 0).any()
    torch.testing.assert_close(both[0], alone)


def test_one_layer_twice_is_the_same_twice(resnet):
    one, other = resnet.activations(torch.rand(1, 3, 64, 64), ["layer2.0", "layer2.0"])
    assert one is other or torch.equal(one, other)


def test_gradients_of_two_layers_reach_the_picture(resnet):
    picture = torch.rand(2, 3, 64, 80, requires_grad=True)
    with resnet.hook(["layer3.1", "layer1.0"]) as forward:
        deep, shallow = forward(picture)
    assert deep.shape == (2, 256, 4, 5)
    assert shallow.shape == (2, 64, 16, 20)
    (deep.mean() + shallow.mean()).backward()
    assert picture.grad.abs().min() >= 0
    assert picture.grad.abs().mean() > 0
    assert all(parameter.grad is None for parameter in resnet.model.module.parameters())


def test_measured_statistics_are_those_of_the_channels(resnet):
    mean, std = resnet.statistics("layer2.0")
    assert mean.shape == std.shape == (resnet.channels("layer2.0"),)
    assert (std >= 0).all()
    assert (std > 0).float().mean() > 0.8  # a random network has some dead channels
    assert resnet.statistics("layer2.0")[0] is mean


def test_low_precision_gives_full_precision_activations():
    network = load("test_resnet", torch.bfloat16)
    (activation,) = network.activations(torch.rand(1, 3, 64, 64), [network.find(1)])
    assert activation.dtype == torch.float32


def test_unusual_channel_counts_are_seen():
    for channels in (1, 6):
        model = Timm(name="test_resnet").load("random")
        module = type(model)(
            module=_with_channels(channels),
            weights="random",
            mean=(0.5,) * channels,
            std=(0.5,) * channels,
            input_size=(channels, 96, 96),
        )
        network = Network(module, CPU, torch.float32)
        (activation,) = network.activations(torch.rand(1, 3, 50, 60), [network.find(2)])
        assert activation.shape[0] == 1


def test_the_bundled_network_describes_itself():
    model = Bestiary().load(None)
    assert model.robust
    network = Network(model, CPU, torch.float32)
    assert model.default_objective == "patchwork"
    assert network.default_layer == "layer3.1"
    assert len(model.classes) == model.module.num_classes
    assert model.weights.startswith("sha256:")
    mean, std = network.statistics("layer3.1")
    assert torch.equal(mean, model.statistics["layer3.1"][0])
    assert (std >= 0).all()


def test_a_network_is_freed_without_the_garbage_collector():
    gc.collect()
    gc.disable()
    try:
        network = load("test_resnet")
        picture = torch.rand(1, 3, 64, 80, requires_grad=True)
        for layers in (["layer1.0.conv1"], ["layer2.0"]):
            with network.hook(layers, 100 * 2**20) as forward:
                forward(picture)[0].mean().backward()
        network.statistics("layer2.0")
        with network.hook(["layer2.0"]) as forward:
            forward.find_tiling(64, 80)
        alive = [weakref.ref(network), weakref.ref(network.model.module)]
        del network, forward
        assert [reference() for reference in alive] == [None, None]
    finally:
        gc.enable()


def _with_channels(channels):
    import timm

    return timm.create_model("test_resnet", in_chans=channels).eval()
