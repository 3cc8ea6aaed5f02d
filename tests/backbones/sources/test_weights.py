import json
import pickle
from functools import partial

import pytest
import timm
import torch
from safetensors.torch import save_file

from dreamgen.backbones.sources.file import Checkpoint
from dreamgen.backbones.sources.initialisation import open_branches
from dreamgen.backbones.sources.timm import Timm
from dreamgen.backbones.sources.weights import read_weights
from dreamgen.errors import BadInput

NAME = "test_resnet"


@pytest.fixture(scope="module")
def state():
    torch.manual_seed(3)
    return timm.create_model(NAME).state_dict()


def sentence(call):
    with pytest.raises(BadInput) as raised:
        call()
    assert "\n" not in str(raised.value)
    return str(raised.value)


def loads(path, state):
    model = Timm(name=NAME).load(str(path))
    torch.testing.assert_close(model.module.state_dict()["conv1.0.weight"], state["conv1.0.weight"])
    assert model.weights.startswith("sha256:")
    assert len(model.weights) == len("sha256:") + 16
    return model


@pytest.mark.parametrize(
    "wrap",
    [
        lambda s: s,
        lambda s: {"state_dict": s, "epoch": 3},
        lambda s: {"model": {f"module.{k}": x for k, x in s.items()}, "optimizer": {}},
        lambda s: {"model_state_dict": {f"_orig_mod.module.{k}": x for k, x in s.items()}},
        lambda s: {"state_dict": {k: x * 0 for k, x in s.items()}, "state_dict_ema": s},
        lambda s: {"ema": {"module": s}},
    ],
)
def test_the_usual_wrappers_are_taken_off(wrap, state, tmp_path):
    torch.save(wrap(state), tmp_path / "w.pth")
    loads(tmp_path / "w.pth", state)


def test_safetensors_are_told_by_their_content(state, tmp_path):
    save_file(state, tmp_path / "w.bin")
    loads(tmp_path / "w.bin", state)


def test_half_precision_becomes_full(state, tmp_path):
    half = {k: x.half() if x.is_floating_point() else x for k, x in state.items()}
    save_file(half, tmp_path / "w.safetensors")
    model = Timm(name=NAME).load(str(tmp_path / "w.safetensors"))
    assert {p.dtype for p in model.module.parameters()} == {torch.float32}


def test_a_classifier_for_other_classes_is_left_out(state, tmp_path):
    other = dict(state, **{"fc.weight": torch.zeros(7, 512), "fc.bias": torch.zeros(7)})
    save_file(other, tmp_path / "w.safetensors")
    loads(tmp_path / "w.safetensors", state)


def test_another_network_is_told_with_numbers(state, tmp_path):
    wrong = dict(state)
    wrong["conv1.0.weight"] = torch.zeros(5, 3, 3, 3)
    del wrong["layer1.0.conv1.weight"]
    save_file(wrong, tmp_path / "w.safetensors")
    message = sentence(lambda: Timm(name=NAME).load(str(tmp_path / "w.safetensors")))
    total = len(state)
    assert f"{total - 2} of its {total} tensors fit" in message
    assert "'conv1.0.weight' has the shape (5, 3, 3, 3) instead of" in message


def test_the_first_five_differences_are_told_and_the_network_that_fits(tmp_path):
    save_file(timm.create_model("resnet34", num_classes=7).state_dict(), tmp_path / "w.safetensors")
    message = sentence(lambda: Timm(name="resnet18").load(str(tmp_path / "w.safetensors")))
    assert message.count("'layer") == 5
    assert message.endswith("more; they fit resnet34")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (torch.full((512,), 3, dtype=torch.int32), "'layer4.0.bn2.weight' holds int32 values"),
        (torch.full((512,), float("nan")), "in 'layer4.0.bn2.weight': they are damaged"),
        (torch.full((512,), 7e4).to(torch.float16), "no finite numbers, in 'layer4.0.bn2.weight'"),
    ],
)
def test_values_that_are_no_weights(value, said, tmp_path):
    state = timm.create_model("resnet18").state_dict() | {"layer4.0.bn2.weight": value}
    save_file(state, tmp_path / "w.safetensors")
    assert said in sentence(lambda: Timm(name="resnet18").load(str(tmp_path / "w.safetensors")))


def test_paths_that_are_no_paths(tmp_path):
    for path in ("a\0b.pth", "x" * 5000, "~nobody-here/w.pth", "no\x1b[31m.pth"):
        assert "no file of weights" in sentence(lambda path=path: read_weights(path))
    assert f"local-dir:{tmp_path}" in sentence(lambda: read_weights(tmp_path))


class Evil:
    def __reduce__(self):
        return (print, ("ran",))


def test_files_that_are_no_weights(state, tmp_path, capfd):
    torch.save(state, tmp_path / "whole.pth")
    save_file(state, tmp_path / "whole.safetensors")
    for name in ("whole.pth", "whole.safetensors"):
        data = (tmp_path / name).read_bytes()
        for part in (0.5, 0.99):
            cut = tmp_path / f"cut-{name}"
            cut.write_bytes(data[: int(len(data) * part)])
            assert "cut short or damaged" in sentence(lambda cut=cut: read_weights(cut))
    (tmp_path / "empty").touch()
    assert "empty" in sentence(lambda: read_weights(tmp_path / "empty"))
    (tmp_path / "text").write_text("not weights at all")
    assert "neither" in sentence(lambda: read_weights(tmp_path / "text"))
    assert "no file" in sentence(lambda: read_weights(tmp_path / "missing"))
    torch.save({"a": 1}, tmp_path / "none.pth")
    assert "no tensors" in sentence(lambda: read_weights(tmp_path / "none.pth"))
    torch.save({"model": Evil()}, tmp_path / "evil.pth")
    assert "could run code" in sentence(lambda: read_weights(tmp_path / "evil.pth"))
    (tmp_path / "evil.bin").write_bytes(pickle.dumps(Evil(), protocol=2))
    assert "evil.bin" in sentence(lambda: read_weights(tmp_path / "evil.bin"))
    assert "ran" not in capfd.readouterr().out


def describe_checkpoint(state, path, **header):
    tensors = {k: x.half() if x.is_floating_point() else x for k, x in state.items()}
    tensors["statistics.layer1.0.mean"] = torch.ones(64)
    tensors["statistics.layer1.0.std"] = torch.full((64,), 2.0)
    metadata = {"format": 1, "architecture": NAME, "mean": [0.1] * 3, "std": [0.2] * 3, **header}
    save_file(tensors, path, {"dreamgen": json.dumps(metadata)})


def test_a_checkpoint_describes_itself(state, tmp_path):
    path = tmp_path / "own.safetensors"
    describe_checkpoint(state, path, default_objective="patchwork", default_layer=2)
    model = Checkpoint(path=str(path)).load(None)
    assert (model.mean, model.std) == ((0.1,) * 3, (0.2,) * 3)
    assert (model.default_objective, model.default_layer) == ("patchwork", 2)
    assert torch.equal(model.statistics["layer1.0"][1], torch.full((64,), 2.0))
    assert Checkpoint(path=str(path)).load("random").weights == "random"
    assert next(Checkpoint(path=str(path)).outline().parameters()).is_meta


def test_a_checkpoint_that_says_nothing_or_nonsense(state, tmp_path):
    path = tmp_path / "own.safetensors"
    save_file(state, path)
    assert "does not say which network" in sentence(lambda: Checkpoint(path=str(path)).load(None))
    describe_checkpoint(state, path, format=2)
    assert "wrong at format" in sentence(lambda: Checkpoint(path=str(path)).load(None))
    describe_checkpoint(state, path, architecture="resnet1000")
    assert "no network 'resnet1000'" in sentence(lambda: Checkpoint(path=str(path)).load(None))
    describe_checkpoint(state, path, kwargs={"colour": 3})
    assert "takes no argument 'colour'" in sentence(lambda: Checkpoint(path=str(path)).load(None))


def test_random_weights_are_the_same_each_time_and_alive():
    one, other = (Timm(name="resnet18").load("random") for _ in range(2))
    assert one.weights == "random"
    for key, tensor in one.module.state_dict().items():
        assert torch.equal(tensor, other.module.state_dict()[key])
    assert one.module.layer1[0].bn2.weight.min() == 1


def test_layer_scales_are_opened():
    module = Timm(name="convnext_atto").load("random").module
    scales = [x for name, x in module.named_parameters() if name.endswith("gamma")]
    assert scales
    assert all(scale.min() == 1 for scale in scales)


def test_batch_norms_that_fade_are_raised():
    module = Timm(name="repvgg_a0").load("random").module
    norms = [x for x in module.modules() if isinstance(x, torch.nn.BatchNorm2d)]
    assert len(norms) > 40
    assert all((norm.weight == norms[0].weight[0]).all() for norm in norms)
    assert 0.5 < norms[0].weight[0] <= 1


def test_what_is_thin_but_no_scale_keeps_its_random_values():
    module = torch.nn.Sequential(torch.nn.Linear(100, 1), torch.nn.BatchNorm1d(100))
    torch.nn.init.normal_(module[1].weight, 0.1, 0.1)
    before = module[0].weight.clone()
    assert before.square().mean() < 0.04
    assert open_branches(module) == 1
    assert torch.equal(module[0].weight, before)
    assert (module[1].weight == 1).all()


def test_unknown_names():
    assert "did you mean resnet" in sentence(lambda: Timm(name="resnet1").load("random"))
    for name in ("cat.jpg", "photos/cat.WEBP", "clip.mp4"):
        assert "which holds no weights" in sentence(partial(Timm(name=name).load, None))
    assert "a1_in1k" in sentence(lambda: Timm(name="resnet18.a9_in1k").load(None))
    assert "hf-hub:" in sentence(lambda: Timm(name="timm/resnet18").load("random"))
    assert "unknown source" in sentence(lambda: Timm(name="ftp:resnet18").load("random"))


def test_networks_that_nobody_trained():
    trained = {name.partition(".")[0] for name in timm.list_models(pretrained=True)}
    name = next(name for name in timm.list_models("resnet*") if name not in trained)
    message = sentence(lambda: Timm(name=name).load(None))
    assert "--weights random" in message
    assert "bestiary" in message
