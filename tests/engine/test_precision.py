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
    assert choose_precision("auto", CPU) in (torch.float32, torch.bfloat16)


def test_what_the_machine_lacks_is_refused():
    with pytest.raises(BadInput, match="fp16 needs a GPU"):
        choose_precision("fp16", CPU)
    with pytest.raises(BadInput, match="--device cuda:99: this machine has"):
        choose_device("cuda:99")


def test_on_cuda_convolutions_are_told_to_add_in_one_order(monkeypatch):
    monkeypatch.setattr(torch.backends.cudnn, "deterministic", False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    assert choose_device("auto") == torch.device("cuda")
    assert torch.backends.cudnn.deterministic
