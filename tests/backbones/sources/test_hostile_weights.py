"""Every way to a checkpoint that would run code: a file that its code writes must not appear."""

from __future__ import annotations

import contextlib
import json
import os
import pickle

import pytest
import timm
import torch
import torchvision
from huggingface_hub import constants
from safetensors.torch import save_file

from dreamgen.backbones.sources.file import Checkpoint
from dreamgen.backbones.sources.hub import offline
from dreamgen.backbones.sources.timm import Timm
from dreamgen.backbones.sources.torchvision import Torchvision
from dreamgen.errors import DreamError

NAME = "test_resnet"
CONFIG = {"architecture": NAME, "num_classes": 1000, "input_size": [3, 160, 160]}


@pytest.fixture(scope="module")
def state():
    return timm.create_model(NAME).state_dict()


@pytest.fixture
def marker(tmp_path):
    return tmp_path / "it-ran"


@pytest.fixture
def evil(marker):
    class Evil:
        def __reduce__(self):
            return os.mkdir, (str(marker),)

    return Evil()


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """The hub's cache, empty, and no connection; the function puts files of a repository there."""
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)

    def make(repository, config=CONFIG):
        folder = tmp_path / "hub" / f"models--{repository.replace('/', '--')}"
        (folder / "refs").mkdir(parents=True)
        (folder / "refs" / "main").write_text("0" * 40)
        snapshot = folder / "snapshots" / ("0" * 40)
        snapshot.mkdir(parents=True)
        (snapshot / "config.json").write_text(json.dumps(config))
        return snapshot

    return make


def refused(call, marker):
    with pytest.raises(DreamError) as raised:
        call()
    assert not marker.exists()
    assert "\n" not in str(raised.value)
    return str(raised.value)


def write_all(evil, state, folder):
    """Write hostile checkpoints in every layout, and yield their paths."""
    folder.mkdir()
    for number, content in enumerate(
        (evil, {"state_dict": state, "x": evil}, {**state, "x": evil})
    ):
        for archive in (True, False):
            path = folder / f"{number}-{archive}.pth"
            torch.save(content, path, _use_new_zipfile_serialization=archive)
            yield path
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        path = folder / f"plain-{protocol}.bin"
        path.write_bytes(pickle.dumps(evil, protocol))
        yield path


def test_weights_of_any_layout(evil, state, marker, tmp_path):
    for path in write_all(evil, state, tmp_path / "files"):
        with contextlib.suppress(DreamError):  # what lies beside the tensors is passed over
            Timm(name=NAME).load(str(path))
        assert not marker.exists()


def test_local_dir(evil, marker, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(CONFIG))
    torch.save({"state_dict": evil}, folder / "pytorch_model.bin")
    message = refused(lambda: Timm(name=f"local-dir:{folder}").load(None), marker)
    assert "could run code" in message


def test_hf_hub(evil, marker, hub):
    torch.save({"state_dict": evil}, hub("me/evil") / "pytorch_model.bin")
    assert "could run code" in refused(lambda: Timm(name="hf-hub:me/evil").load(None), marker)


def test_a_pretrained_name_whose_cached_file_is_hostile(evil, marker, hub):
    torch.save(evil, hub(f"timm/{NAME}.r160_in1k") / "pytorch_model.bin")
    refused(lambda: Timm(name=f"{NAME}.r160_in1k").load(None), marker)


def test_torchvision_whose_cached_file_is_hostile(evil, marker, tmp_path, monkeypatch):
    name = "shufflenet_v2_x0_5"
    monkeypatch.setenv("TORCH_HOME", str(tmp_path / "torch"))
    url = torchvision.models.get_model_weights(name).DEFAULT.url
    cache = tmp_path / "torch" / "hub" / "checkpoints"
    cache.mkdir(parents=True)
    torch.save({"state_dict": evil}, cache / url.rpartition("/")[2])
    with offline():
        assert "could run code" in refused(lambda: Torchvision(name=name).load(None), marker)


def write_checkpoint(path, state, **header):
    save_file(state, path, {"dreamgen": json.dumps({"architecture": NAME, **header})})
    return Checkpoint(path=str(path))


@pytest.fixture
def loot(evil, tmp_path):
    """A file and a folder of weights that run code where torch itself unpickles them."""
    torch.save(evil, tmp_path / "evil.pth")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(CONFIG))
    torch.save(evil, folder / "pytorch_model.bin")
    return tmp_path / "evil.pth", folder


def test_headers_that_name_other_files(state, marker, tmp_path, loot):
    file, folder = loot
    for header in (
        {"kwargs": {"checkpoint_path": str(file)}},
        {"kwargs": {"pretrained": True}},
        {"kwargs": {"pretrained_cfg": {"file": str(file)}}},
        {"kwargs": {"pretrained_cfg_overlay": {"file": str(file)}}},
        {"kwargs": {"features_only": True}},
        {"kwargs": {"cache_dir": str(folder)}},
        {"architecture": f"local-dir:{folder}"},
        {"architecture": "hf-hub:me/evil"},
        {"default_objective": "guide('/etc/hostname')"},
        {"default_objective": "guide(secret.png)"},
    ):
        backbone = write_checkpoint(tmp_path / "w.safetensors", state, **header)
        for weights in (None, "random"):
            message = refused(lambda backbone=backbone, w=weights: backbone.load(w), marker)
            assert "wrong" in message, header
        refused(backbone.outline, marker)


def test_configurations_that_name_other_files(state, marker, tmp_path, loot):
    file, _ = loot
    folder = tmp_path / "mine"
    folder.mkdir()
    save_file(state, folder / "model.safetensors")
    backbone = Timm(name=f"local-dir:{folder}")
    for more in (
        {"model_args": {"checkpoint_path": str(file)}},
        {"model_args": {"pretrained": True}},
        {"model_args": {"pretrained_cfg_overlay": {"file": str(file)}}},
        {"architecture": f"local-dir:{folder}"},
        {"input_size": [3, 10**9, 10**9]},
        {"mean": [float("nan")] * 3},
        {"std": [0, 0, 0]},
        {"num_classes": 10**9},
        {"pretrained_cfg": {"std": [-1]}},
        {"model_args": {"layers": [9_999] * 4}},
        {"model_args": {"channels": [9_999] * 4}},
    ):
        (folder / "config.json").write_text(json.dumps({**CONFIG, **more}))
        for call in (
            lambda: backbone.load(None),
            lambda: backbone.load("random"),
            backbone.outline,
        ):
            assert "wrong" in refused(call, marker), more
    # What would name another source of weights is passed over.
    source = {"file": str(file), "url": "http://127.0.0.1:9/x", "custom_load": True}
    config = {"architecture": NAME, "num_classes": 1000, "pretrained_cfg": source}
    (folder / "config.json").write_text(json.dumps(config))
    assert backbone.load(None).weights.startswith("sha256:")
    assert not marker.exists()


@pytest.mark.parametrize(
    "header",
    [
        {"kwargs": {"num_classes": 10**12}},
        {"kwargs": {"num_classes": -3}},
        {"kwargs": {"num_classes": True, "in_chans": 4}},
        {"kwargs": {"num_classes": 90_000, "in_chans": 1000}},
        {"kwargs": {"channels": [10**6] * 4}},
        {"kwargs": {"channels": [16_000] * 4}},
        {"kwargs": {"layers": [10_000] * 4}},
        {"kwargs": {"in_chans": float("nan")}},
        {"kwargs": {"in_chans": [3]}},
        {"kwargs": {"in_chans": 0}},
        {"kwargs": {"channels": [0, 0, 0, 0]}},
        {"kwargs": {"block": "os.system"}},
        {"kwargs": {"a\x1b[31m\nb": 1}},
        {"kwargs": 3},
        {"classes": ["a"], "kwargs": {"num_classes": 4}},
        {"classes": [["a"]]},
        {"classes": ["a" * 1000]},
        {"mean": [float("nan")] * 3},
        {"mean": [1e308] * 3},
        {"mean": [0.5] * 2, "std": [0.5] * 2},
        {"mean": []},
        {"std": [0, 1, 1]},
        {"std": [-1, 1, 1]},
        {"std": [1e-300] * 3},
        {"std": "abc"},
        {"format": 10**400},
        {"architecture": 3},
        {"architecture": "x" * 10_000},
        {"architecture": "../../x"},
        {"default_objective": "(" * 500},
        {"default_objective": "layer(" + "[" * 400},
        {"default_layer": [1]},
        {"synonyms": {"a": 3}},
    ],
)
def test_headers_of_odd_values_are_one_sentence(header, state, marker, tmp_path):
    backbone = write_checkpoint(tmp_path / "w.safetensors", state, **header)
    message = refused(lambda: backbone.load(None), marker)
    assert len(message) < 700
    assert message.isprintable()


def test_headers_that_are_no_header(state, marker, tmp_path):
    for text in ("", "null", "[]", "[" * 100_000, "{" * 100_000, '{"architecture"', "\ud83d"[:0]):
        save_file(state, tmp_path / "w.safetensors", {"dreamgen": text})
        message = refused(
            lambda: Checkpoint(path=str(tmp_path / "w.safetensors")).load(None), marker
        )
        assert "is wrong at" in message


def test_safetensors_that_claim_a_giant_header(marker, tmp_path):
    for length in (2**24 + 1, 2**40, 2**64 - 1):
        (tmp_path / "w.safetensors").write_bytes(length.to_bytes(8, "little") + b'{"a":1}')
        message = refused(lambda: Timm(name=NAME).load(str(tmp_path / "w.safetensors")), marker)
        assert "damaged" in message


def test_a_giant_kernel_is_not_converted(marker, tmp_path):
    """timm would resample it with the inverse of a matrix of 600 ** 2 rows."""
    state = timm.create_model("test_vit").state_dict()
    state["patch_embed.proj.weight"] = torch.zeros(64, 3, 600, 600, dtype=torch.int8)
    save_file(state, tmp_path / "w.safetensors")
    path = str(tmp_path / "w.safetensors")
    assert "has the shape" in refused(lambda: Timm(name="test_vit").load(path), marker)


def test_arguments_that_a_class_hands_on(tmp_path):
    """A distilled transformer takes all its arguments from the class that it extends."""
    name = "deit_tiny_distilled_patch16_224"
    arguments = {"img_size": 64, "depth": 1, "embed_dim": 24}
    state = timm.create_model(name, num_classes=2, **arguments).state_dict()
    header = {"architecture": name, "classes": ["a", "b"], "kwargs": arguments}
    backbone = write_checkpoint(tmp_path / "w.safetensors", state, **header)
    assert len(backbone.load(None).module.blocks) == 1
