"""What many tests need: a tiny network of known weights, and the registry of the built-ins."""

from __future__ import annotations

import pytest
import torch

from dreamgen.plugins import discover
from dreamgen.registry import Registry


@pytest.fixture(scope="session", autouse=True)
def _two_threads():
    torch.set_num_threads(2)


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry(discover(installed=False))
