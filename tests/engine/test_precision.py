"""Which device and number type are chosen, on machines made up here."""

from __future__ import annotations

import pytest
import torch

from dreamgen.engine.precision import choose_device, choose_precision
from dreamgen.errors import BadInput

CPU = torch.device("cpu")


def test_names_become_devices_and_number_types():
    assert choose_device("cpu") == CPU
    assert choose_precision("fp32", CPU) is torch.float32
    assert choose_precision("bf16", CPU) is torch.bfloat16
    assert choose_precision("fp16", torch.device("cuda")) is torch.float16


@pytest.mark.parametrize(
    ("capabilities", "expected"),
    [
        ({"avx512_bf16": True, "amx_bf16": False}, torch.bfloat16),
        ({"avx512_bf16": False, "amx_bf16": True}, torch.bfloat16),
        ({"avx512_bf16": False, "amx_bf16": False, "avx2": True}, torch.float32),
        ({}, torch.float32),
    ],
)
def test_a_processor_computes_in_bf16_only_if_it_has_it(monkeypatch, capabilities, expected):
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: capabilities, raising=False)
    assert choose_precision("auto", CPU) is expected


def test_a_torch_that_cannot_say_what_the_processor_has_computes_in_fp32(monkeypatch):
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert choose_precision("auto", CPU) is torch.float32


@pytest.mark.parametrize(
    ("capability", "expected"),
    [((7, 5), torch.float32), ((8, 0), torch.bfloat16), ((9, 0), torch.bfloat16)],
)
def test_a_gpu_computes_in_bf16_from_ampere_on(monkeypatch, capability, expected):
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    assert choose_precision("auto", torch.device("cuda")) is expected


def test_an_apple_gpu_computes_in_fp32():
    assert choose_precision("auto", torch.device("mps")) is torch.float32


def test_what_the_machine_lacks_is_refused():
    with pytest.raises(BadInput, match="fp16 needs a GPU"):
        choose_precision("fp16", CPU)
    with pytest.raises(BadInput, match="--device cuda:99: this machine has"):
        choose_device("cuda:99")


@pytest.mark.parametrize(
    ("cuda", "mps", "expected"),
    [(True, True, "cuda"), (False, True, "mps"), (False, False, "cpu")],
)
def test_auto_takes_the_fastest_device_there_is(monkeypatch, cuda, mps, expected):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)
    assert choose_device("auto") == torch.device(expected)
