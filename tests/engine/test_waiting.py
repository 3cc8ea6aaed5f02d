"""No component makes the processor wait for the device at each step.

On torch's meta device, which computes nothing: whatever reads a value from it, or copies one there and
waits until it has arrived, is noted. tests/gpu asks a real device the same.
"""

from __future__ import annotations

import random

import pytest
import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode

from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry

REGISTRY = Registry(discover(installed=False))
SIZE = (64, 80)
READS = ("_local_scalar_dense", "nonzero", "masked_select", "equal", "is_nonzero")


def list_parts(kind):
    # The meta device has no generators, which noise draws from.
    return [cls for name, cls in REGISTRY.classes(kind) if name != "noise"]


class Operations(TorchDispatchMode):
    def __init__(self, found):
        super().__init__()
        self.found = found

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        kwargs, name = kwargs or {}, str(func)
        if name.removeprefix("aten.").startswith(READS):
            self.found.append(name)
        moved = kwargs.get("device", args[0].device if name.startswith("aten._to_copy") else None)
        if name.startswith("aten._to_copy") and torch.device(moved) != args[0].device:
            self.found += [] if kwargs.get("non_blocking") else [f"{name} of {args[0].shape}"]
        return func(*args, **kwargs)


class Constructions(TorchFunctionMode):
    def __init__(self, found):
        self.found = found

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        if func in (torch.tensor, torch.as_tensor) and kwargs.get("device") is not None:
            self.found.append(f"a tensor of {args}")
        return func(*args, **kwargs)


def watch(step):
    found: list[str] = []
    with Constructions(found), Operations(found):
        step()
    return found


@pytest.fixture
def pictures():
    return torch.rand(2, 3, *SIZE, device="meta")


@pytest.mark.parametrize(
    "step",
    [
        lambda x: torch.ones(3).to(x.device),
        lambda x: torch.tensor([1.0, 2.0], device=x.device),
        lambda x: x.nonzero_static(size=1),
    ],
    ids=["copies", "constructs", "reads"],
)
def test_what_waits_is_noticed(step, pictures):
    assert watch(lambda: step(pictures[0, 0]))


@pytest.mark.parametrize("kind", list_parts("regularisers"))
def test_no_regulariser_waits(kind, pictures):
    part = kind()

    def step():
        part.view(pictures[:1], random.Random(0))
        part.gradient(pictures, 0.3)
        part.penalty(pictures)

    assert watch(step) == []


@pytest.mark.parametrize("kind", list_parts("parameterisations"))
def test_no_parameterisation_waits(kind, pictures):
    part = kind()
    parameters = part.encode(pictures).detach()

    def step():
        with torch.enable_grad():
            own = parameters.clone().requires_grad_(True)
            decoded = part.decode(own, SIZE)
        torch.autograd.grad(decoded, own, torch.ones_like(decoded))
        part.project(parameters.clone())

    assert watch(step) == []


@pytest.mark.parametrize("kind", list_parts("optimisers"))
def test_no_optimiser_waits(kind, pictures):
    advance = kind().start(pictures.clone(), 1.0)
    advance(pictures, 0.0)
    assert watch(lambda: advance(pictures, 0.5)) == []
