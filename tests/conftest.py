"""What many tests need: a tiny network of known weights, and the registry of the built-ins."""

from __future__ import annotations

import os

import pytest
import torch

from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry

# Workers of pytest-xdist share the processors: with more threads, in them or in the commands
# that they run, all would wait for each other.
THREADS = 1 if "PYTEST_XDIST_WORKER" in os.environ else 2
os.environ["OMP_NUM_THREADS"] = str(THREADS)
torch.set_num_threads(THREADS)


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry(discover(installed=False))
