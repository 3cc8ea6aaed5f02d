"""What many tests need: the registry of the built-ins, and one bundled network for all of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from dreamgen.backbones.base import Backbone
from dreamgen.backbones.network.network import Network
from dreamgen.backbones.sources.bundled import Bestiary
from dreamgen.engine.memory import return_freed_memory
from dreamgen.imaging.picture import Frame
from dreamgen.plugins.discovery import discover
from dreamgen.plugins.registry import Registry
from dreamgen.recipe.schema import Recipe
from dreamgen.render import networks
from dreamgen.render.permissions import Permissions

# Workers of pytest-xdist share the processors: with more threads, in them or in the commands
# that they run, all would wait for each other.
THREADS = 1 if "PYTEST_XDIST_WORKER" in os.environ else 2
os.environ["OMP_NUM_THREADS"] = str(THREADS)
torch.set_num_threads(THREADS)
# Nor do the defaults of whoever runs the tests count.
for name in [name for name in os.environ if name.startswith("DREAMGEN_")]:
    if name != "DREAMGEN_TEST_DEVICE":
        del os.environ[name]
os.environ["DREAMGEN_CONFIG"] = ""


@pytest.fixture(scope="session")
def registry() -> Registry:
    return Registry(discover(installed=False))


@pytest.fixture(scope="session")
def load_once() -> Callable[..., Network]:
    """Load networks as a session does, but the bundled one a single time for all tests."""
    load, loaded = networks._load, {}

    def load_or_share(
        recipe: Recipe, backbone: Backbone, permissions: Permissions, *where: Any
    ) -> Network:
        if recipe.weights is not None or not isinstance(backbone, Bestiary):
            return load(recipe, backbone, permissions, *where)
        if where not in loaded:
            loaded[where] = load(recipe, backbone, permissions, *where)
        return loaded[where]

    return load_or_share


@pytest.fixture(autouse=True)
def share_network(monkeypatch: pytest.MonkeyPatch, load_once: Callable[..., Network]) -> None:
    """Let sessions share the bundled network. A module whose tests must not has one of this name."""
    monkeypatch.setattr(networks, "_load", load_once)


@pytest.fixture(autouse=True, scope="module")
def return_memory() -> Iterator[None]:
    """After each file, give back what it has freed: an ascent has told glibc to keep such blocks."""
    yield
    return_freed_memory()


@pytest.fixture
def frame() -> Callable[..., Frame]:
    """Make a frame of smooth colours, of levels that 8 bits hold exactly; ``alpha`` for a disc."""

    def make(width: int = 48, height: int = 32, alpha: bool = False) -> Frame:
        x = torch.linspace(0, 1, width).expand(height, width)
        y = torch.linspace(0, 1, height)[:, None].expand(height, width)
        pixels = (torch.stack([x, y, 1 - x]) * 255).round() / 255
        if not alpha:
            return Frame(pixels, source=1 - pixels)
        distance = ((x - 0.5) ** 2 + (y - 0.5) ** 2).sqrt()
        opacity = ((1.5 - 3 * distance).clamp(0, 1) * 255).round()[None] / 255
        return Frame(pixels * opacity + 1 - opacity, opacity, source=1 - pixels)

    return make
