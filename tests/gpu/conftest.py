"""A device for the tests of this folder: they are skipped where there is no GPU."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
import torch

from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.bundled import Bestiary


@pytest.fixture(scope="session")
def device() -> torch.device:
    """A CUDA device; another one, to try the tests themselves, by DREAMGEN_TEST_DEVICE."""
    wanted = os.environ.get("DREAMGEN_TEST_DEVICE", "cuda")
    if wanted.startswith("cuda") and not torch.cuda.is_available():
        pytest.skip("there is no CUDA device")
    return torch.device(wanted)


@pytest.fixture(scope="session")
def load() -> Callable[[torch.device, torch.dtype], Network]:
    """Load the bundled network on a device, once for each."""
    known: dict[tuple[torch.device, torch.dtype], Network] = {}

    def get(device: torch.device, dtype: torch.dtype = torch.float32) -> Network:
        if (device, dtype) not in known:
            known[device, dtype] = Network(Bestiary().load(None), device, dtype, "bestiary")
        return known[device, dtype]

    return get


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/gpu/" in item.path.as_posix():
            item.add_marker(pytest.mark.gpu)
