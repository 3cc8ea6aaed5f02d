"""Checkpoints as others publish them: the network is found among what it was trained with."""

from __future__ import annotations

import shlex
import sys

import pytest
import timm
import torch
from safetensors.torch import save_file

from dreamgen.backbones.sources.timm import Timm
from dreamgen.errors import BadInput

NAME = "test_resnet"
MEAN, STD = (0.5, 0.4, 0.3), (0.2, 0.25, 0.3)


@pytest.fixture(scope="module")
def state():
    torch.manual_seed(5)
    return timm.create_model(NAME).state_dict()


def prefix(state, *prefixes):
    return {f"{start}{name}": x for start in prefixes for name, x in state.items()}


def load(path, state):
    backbone = Timm(name=NAME)
    model = backbone.load(str(path))
    assert backbone.is_robust(str(path)) == model.robust, "known before it is loaded"
    for name in ("conv1.0.weight", "layer4.0.conv2.weight"):
        torch.testing.assert_close(model.module.state_dict()[name], state[name])
    return model


class Schedule:
    """Stands for the functions that dill writes into these files; it must never be called."""

    def __reduce__(self):
        return (pytest.fail, ("the file's code was run",))


def wrap_for_robustness(state):
    """Return what MadryLab's robustness library saves (its train.py and attacker.py)."""
    mean, std = (torch.tensor(x).view(3, 1, 1) for x in (MEAN, STD))
    model = prefix(state, "module.model.", "module.attacker.model.")
    for place, names in (
        ("normalizer", ("new_mean", "new_std")),
        ("attacker.normalize", ("new_mean", "new_std")),
    ):
        model |= {f"module.{place}.{names[0]}": mean, f"module.{place}.{names[1]}": std}
    return {"model": model, "optimizer": {"state": {}}, "schedule": Schedule(), "epoch": 89}


def test_robust_networks_as_published_need_no_unpickling(state, tmp_path):
    torch.save(wrap_for_robustness(state), tmp_path / "resnet50_l2_eps3.ckpt")
    model = load(tmp_path / "resnet50_l2_eps3.ckpt", state)
    assert model.robust
    assert model.trained_classifier
    assert model.mean == pytest.approx(MEAN)
    assert model.std == pytest.approx(STD)


def test_what_was_converted_to_safetensors_is_known_too(state, tmp_path):
    tensors = {name: x.clone() for name, x in wrap_for_robustness(state)["model"].items()}
    save_file(tensors, tmp_path / "robust.safetensors")
    assert load(tmp_path / "robust.safetensors", state).robust


def test_the_ordinary_network_that_is_published_beside_them_is_not_robust(state, tmp_path):
    torch.save(wrap_for_robustness(state), tmp_path / "resnet50_l2_eps0.ckpt")
    assert not load(tmp_path / "resnet50_l2_eps0.ckpt", state).robust
    torch.save(wrap_for_robustness(state), tmp_path / "resnet50_l2_eps0.05.ckpt")
    assert load(tmp_path / "resnet50_l2_eps0.05.ckpt", state).robust


def test_a_file_that_cannot_be_read_is_not_robust(tmp_path):
    (tmp_path / "w.pt").write_bytes(b"PK nothing")
    (tmp_path / "w.safetensors").write_bytes(b"12345678{ nothing")
    for name in ("w.pt", "w.safetensors", "missing.pt"):
        assert not Timm(name=NAME).is_robust(str(tmp_path / name))


def test_a_normaliser_alone_gives_mean_and_deviation(state, tmp_path):
    tensors = prefix(state, "model.")
    tensors |= {"normalize.mean": torch.tensor(MEAN), "normalize.std": torch.tensor(STD)}
    torch.save({"state_dict": tensors}, tmp_path / "w.pt")
    model = load(tmp_path / "w.pt", state)
    assert model.mean == pytest.approx(MEAN)
    assert not model.robust
    tensors["normalize.std"] = torch.zeros(3)
    torch.save(tensors, tmp_path / "zero.pt")
    assert load(tmp_path / "zero.pt", state).mean == (0.5, 0.5, 0.5), "the network's own"


PUBLISHED = {
    "Lightning": lambda s: {"state_dict": prefix(s, "model.") | {"loss.weight": torch.ones(2)}},
    "an averaged copy": lambda s: {
        "state_dict": prefix({k: x * 0 for k, x in s.items()}, "model.")
        | prefix(s, "ema_model.module.")
    },
    "DINO": lambda s: {
        "student": prefix(s, "module.backbone."),
        "teacher": prefix(s, "backbone.") | {"head.mlp.0.weight": torch.ones(2, 2)},
    },
    "MoCo": lambda s: {"state_dict": prefix(s, "module.encoder_q.", "module.encoder_k.")},
    "a masked autoencoder": lambda s: {
        "model": s | {"mask_token": torch.ones(1), "decoder_embed.weight": torch.ones(2, 2)}
    },
    "mmpretrain": lambda s: {
        "meta": {},
        "state_dict": prefix(s, "backbone.") | {"neck.w": torch.ones(2)},
    },
}


@pytest.mark.parametrize("kind", PUBLISHED)
def test_the_network_is_found_among_other_things(kind, state, tmp_path):
    torch.save(PUBLISHED[kind](state), tmp_path / "w.pth")
    load(tmp_path / "w.pth", state)


@pytest.mark.parametrize("wrap", [lambda module: module, lambda module: {"model": module}])
def test_the_conversion_in_the_message_works(wrap, state, tmp_path, monkeypatch):
    module = timm.create_model(NAME)
    module.load_state_dict(state)
    path = tmp_path / "it's mine.pt"
    torch.save(wrap(module.to(memory_format=torch.channels_last)), path)
    with pytest.raises(BadInput) as raised:
        Timm(name=NAME).load(str(path))
    command = str(raised.value).partition("if you trust it: ")[2]
    python, flag, code, *arguments = shlex.split(command)
    assert (python, flag) == ("python", "-c")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [flag, *arguments])
    exec(code, {})
    load(tmp_path / "it's mine.safetensors", state)
