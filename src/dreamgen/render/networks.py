"""Networks that stay loaded between renders, the least recently used dropped beyond a budget."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from dreamgen.backbones.base import Backbone
from dreamgen.recipe.schema import Recipe
from dreamgen.render.permissions import Permissions

if TYPE_CHECKING:
    import torch

    from dreamgen.backbones.network.network import Network

KEPT_BYTES = 2 * 2**30


class Networks:
    """Loaded networks by what they were loaded from.

    ``budget`` is how many bytes of weights are kept; the one that was asked for last is always kept.
    A file of weights that has changed since is loaded again.
    """

    def __init__(self, budget: int = KEPT_BYTES):
        self._budget = budget
        self._loaded: OrderedDict[tuple[object, ...], Network] = OrderedDict()
        self._lock = threading.RLock()  # a backbone may render while it loads

    def get(self, recipe: Recipe, backbone: Backbone, permissions: Permissions) -> Network:
        """Return the network of a recipe on its device, loaded only if it is not here yet."""
        return self.get_all(recipe, backbone, permissions)[0]

    def get_all(
        self, recipe: Recipe, backbone: Backbone, permissions: Permissions
    ) -> list[Network]:
        """Return the network on each of the recipe's devices: several for cuda:all."""
        from dreamgen.engine.precision import choose_devices

        devices = choose_devices(recipe.device)
        # A device that is named twice gets two networks.
        numbers = [devices[:place].count(device) for place, device in enumerate(devices)]
        pairs = zip(devices, numbers, strict=True)
        return [self._get(recipe, backbone, permissions, *pair) for pair in pairs]

    def _get(
        self,
        recipe: Recipe,
        backbone: Backbone,
        permissions: Permissions,
        device: torch.device,
        number: int,
    ) -> Network:
        from dreamgen.engine.precision import choose_precision

        dtype = choose_precision(recipe.precision, device)
        files = backbone.reads(recipe.weights)
        key = (recipe.backbone, recipe.weights, device, number, dtype, *map(_state_of, files))
        with self._lock:
            if key not in self._loaded:
                self._loaded[key] = _load(recipe, backbone, permissions, device, dtype)
                self._drop_oldest()
            self._loaded.move_to_end(key)
            return self._loaded[key]

    def forget(self, network: Network | None = None) -> None:
        """Let go of a network, or of all."""
        with self._lock:
            for key, loaded in list(self._loaded.items()):
                if network is None or loaded is network:
                    del self._loaded[key]

    def _drop_oldest(self) -> None:
        sizes = [_weight_bytes(network) for network in self._loaded.values()]
        while len(sizes) > 1 and sum(sizes) > self._budget:
            self._loaded.popitem(last=False)
            sizes.pop(0)


def _load(
    recipe: Recipe,
    backbone: Backbone,
    permissions: Permissions,
    device: torch.device,
    dtype: torch.dtype,
) -> Network:
    from dreamgen.backbones.network.network import Network

    # Only now is timm imported, which takes long: a broken picture is refused before.
    guard = permissions.guard_download(recipe.backbone) if backbone.downloads else nullcontext()
    with guard:
        model = backbone.load(recipe.weights)
    return Network(model, device, dtype, recipe.backbone)


def _weight_bytes(network: Network) -> int:
    return sum(parameter.nbytes for parameter in network.model.module.parameters())


def _state_of(name: str) -> tuple[str, int, int]:
    """Return a file's name, size and time of change; zeros for one that is not there."""
    try:
        state = Path(name).expanduser().stat()
    except (OSError, ValueError, RuntimeError):  # RuntimeError: the home of nobody
        return name, 0, 0
    return name, state.st_size, state.st_mtime_ns
