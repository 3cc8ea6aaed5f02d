"""torchvision's networks: built, loaded from files, and downloaded from a server on this machine."""

import contextlib
import hashlib
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import torch
import torchvision

from dreamgen.backbones.network.layers import find_addresses
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.network.own_head import OwnHead
from dreamgen.backbones.network.trace import record_forward
from dreamgen.backbones.sources.hub import offline
from dreamgen.backbones.sources.timm import Timm
from dreamgen.backbones.sources.torchvision import Torchvision
from dreamgen.errors import BadInput, DreamError

NAME = "shufflenet_v2_x0_5"


@pytest.mark.parametrize(
    ("name", "side", "layers"),
    [("googlenet", 224, 12), ("vit_b_32", 224, 12), ("squeezenet1_1", 224, 8)],
)
def test_random_weights_dream_and_the_outline_has_the_same_layers(name, side, layers):
    model = Torchvision(name=name).load("random")
    assert model.input_size == (3, side, side)
    assert model.classes[:2] == ("tench", "goldfish")
    network = Network(model, torch.device("cpu"), torch.float32)
    outline = Torchvision(name=name).outline()
    assert next(outline.parameters()).is_meta
    assert find_addresses(name, outline).layers == network.layers
    assert len(network.layers) == layers
    picture = torch.rand(1, 3, 90, 130, requires_grad=True)
    (activation,) = network.activations(picture, [network.default_layer])
    (gradient,) = torch.autograd.grad(activation.square().mean(), picture)
    assert gradient.abs().max() > 0


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("inception_v3", "Conv2d_1a_3x3", "Mixed_7c"),
        ("googlenet", "conv1", "inception5b"),
        ("mobilenet_v3_small", "features.1", "features.11"),  # a whole block, not the gate inside
        ("regnet_y_400mf", "trunk_output.block1.block1-0", "trunk_output.block4.block4-5"),
    ],
)
def test_the_blocks_are_numbered(name, first, last):
    layers = find_addresses(name, Torchvision(name=name).outline()).layers
    assert (layers[0].name, layers[-1].name) == (first, last)


def test_a_branch_of_googlenet_has_channels_before_and_after_its_relu():
    model = Torchvision(name="googlenet").load("random")
    network = Network(model, torch.device("cpu"), torch.float32)
    names = ["inception4a", "inception4a.branch1", "inception4a.branch1.bn"]
    with torch.no_grad():
        whole, after, before = network.activations(torch.rand(1, 3, 96, 96), names)
    assert before.min() < 0
    torch.testing.assert_close(after, before.relu())
    torch.testing.assert_close(whole[:, : after.shape[1]], after)


def test_a_file_with_or_without_auxiliary_heads_and_with_other_classes(tmp_path):
    state = torchvision.models.googlenet(init_weights=False, num_classes=7).state_dict()
    for path, drop in (("whole.pth", ()), ("bare.pth", ("aux1.", "aux2."))):
        kept = {key: x for key, x in state.items() if not key.startswith(drop or ("-",))}
        torch.save(kept, tmp_path / path)
        model = Torchvision(name="googlenet").load(str(tmp_path / path))
        assert model.weights.startswith("sha256:")
        torch.testing.assert_close(model.module.conv1.conv.weight, state["conv1.conv.weight"])
    del state["inception3a.branch1.conv.weight"]
    torch.save(state, tmp_path / "other.pth")
    with pytest.raises(BadInput, match=r"do not belong to googlenet.*is missing"):
        Torchvision(name="googlenet").load(str(tmp_path / "other.pth"))


@pytest.mark.parametrize(
    ("name", "layer"),
    [
        ("resnet18", "layer4"),
        ("googlenet", "inception5b"),
        ("mobilenet_v3_small", "features"),  # two linear layers, and an activation between them
        ("swin_t", "permute"),
        ("densenet121", "features"),  # rectified before it is averaged
        ("mobilenet_v2", "features"),
        ("mnasnet0_5", "layers"),
        ("shufflenet_v2_x0_5", "conv5"),
    ],
)
def test_places_that_are_all_alike_are_classified_as_the_whole(name, layer):
    model = replace(Torchvision(name=name).load("random"), weights="of a test")
    picture = torch.rand(1, *model.input_size)
    mean, std = (torch.tensor(x).view(3, 1, 1) for x in (model.mean, model.std))
    with torch.no_grad():
        own = model.module((picture - mean) / std)
    network = Network(model, torch.device("cpu"), torch.float32)
    assert network.find("features") == layer
    (seen,) = network.activations(picture, [layer])
    seen = seen.relu() if name.startswith("densenet") else seen
    flat = seen.mean((2, 3), keepdim=True).expand(-1, -1, 3, 2)
    with torch.no_grad():
        dense = network.classifier().logits(flat)
    assert dense.shape == (1, 1000, 3, 2)
    apart = (dense - own[:, :, None, None]).abs().max()
    assert apart <= 1e-4 * own.abs().max()


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("maxvit_t", OwnHead("classifier", (1, 512, 1, 1), "blocks.3")),  # it averages by itself
        ("convnext_tiny", OwnHead("classifier", (1, 768, 1, 1), "features")),
        ("densenet201", OwnHead("classifier", (1, 1920), "features", rectified=True)),
        ("vgg11", None),  # it knows whole pictures alone
    ],
)
def test_the_classifier_is_found_without_arithmetic(name, head):
    outline = Torchvision(name=name).outline()
    with torch.device("meta"):
        traced = record_forward(outline, torch.empty(1, 3, 224, 224))
    assert traced.head == head
    assert traced.classified == (head and head.source)


def test_the_places_of_a_transformer_are_classified_as_its_class_token_is():
    model = replace(Torchvision(name="vit_b_32").load("random"), weights="of a test")
    network = Network(model, torch.device("cpu"), torch.float32)
    assert network.find("features") == "encoder"
    (places,) = network.activations(torch.rand(1, 3, 64, 96), ["encoder"])
    with torch.no_grad():
        dense = network.classifier().logits(places)
        alone = model.module.heads(places[:, :, 1, 2])
    torch.testing.assert_close(dense[:, :, 1, 2], alone)


def test_a_classifier_of_the_whole_picture_has_no_concepts():
    model = replace(Torchvision(name="squeezenet1_1").load("random"), weights="of a test")
    network = Network(model, torch.device("cpu"), torch.float32, "torchvision(squeezenet1_1)")
    with pytest.raises(BadInput, match="no classifier that can be asked about single places"):
        network.classifier()


def test_random_weights_have_no_concepts():
    model = Torchvision(name="resnet18").load("random")
    with pytest.raises(BadInput, match="an untrained one knows nothing"):
        Network(model, torch.device("cpu"), torch.float32).classifier()


def test_an_unknown_name_is_one_sentence():
    with pytest.raises(BadInput, match=r"no network 'resnet51' \(did you mean resnet"):
        Torchvision(name="resnet51").load("random")


@pytest.fixture
def server(tmp_path, monkeypatch):
    """Serve weights of NAME as torchvision's server does; the cache is empty."""
    state = torchvision.models.get_model(NAME).state_dict()
    state["fc.bias"] = torch.full_like(state["fc.bias"], 0.625)
    torch.save(state, tmp_path / "weights.pth")

    class Server(BaseHTTPRequestHandler):
        data = (tmp_path / "weights.pth").read_bytes()
        status = 200
        asked: list[str] = []

        def do_GET(self):
            self.asked.append(self.path)
            self.send_response(self.status)
            self.send_header("Content-Length", str(len(self.data)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # it left as soon as it saw the status
                self.wfile.write(self.data)

        def log_message(self, *_):
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    name = f"weights-{hashlib.sha256(Server.data).hexdigest()[:8]}.pth"
    default = torchvision.models.get_model_weights(NAME).DEFAULT
    address = f"http://127.0.0.1:{listening.server_port}/{name}"
    monkeypatch.setattr(default.value, "url", address)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "cache"))
    for variable in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.delenv(variable.upper(), raising=False)
    yield Server
    listening.shutdown()
    listening.server_close()


def test_weights_are_downloaded_once_and_then_cached(server, capfd):
    with offline(), pytest.raises(DreamError, match="would have to be downloaded; "):
        Torchvision(name=NAME).load(None)
    assert server.asked == []
    model = Torchvision(name=NAME).load(None)
    assert model.module.fc.bias[0].item() == 0.625
    assert NAME.lower() in model.weights.lower().replace("weights", "")
    with offline():
        assert Torchvision(name=NAME).load(None).weights == model.weights
    assert len(server.asked) == 1
    assert capfd.readouterr().out == ""


def test_failed_downloads_are_one_sentence_each(server, monkeypatch):
    def say():
        with pytest.raises(DreamError) as raised:
            Torchvision(name=NAME).load(None)
        assert "\n" not in str(raised.value)
        return str(raised.value)

    whole = server.data
    server.status = 404
    assert say().startswith(f"127.0.0.1 has no weights of torchvision({NAME});")
    server.status, server.data = 200, whole[:-1] + bytes([whole[-1] ^ 255])
    assert say().endswith("came damaged and were thrown away: try again")
    default = torchvision.models.get_model_weights(NAME).DEFAULT
    monkeypatch.setattr(default.value, "url", "http://127.0.0.1:9/weights-00000000.pth")
    assert say().startswith("127.0.0.1 cannot be reached for the weights of torchvision(")


def test_timm_too_keeps_to_its_cache_offline(tmp_path, monkeypatch):
    from huggingface_hub import constants

    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with offline(), pytest.raises(DreamError, match="would have to be downloaded; "):
        Timm(name="test_resnet.r160_in1k").load(None)
