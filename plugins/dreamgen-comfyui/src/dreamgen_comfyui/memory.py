"""Networks in ComfyUI's bookkeeping, so that it can unload them when it needs their memory."""

from __future__ import annotations

from typing import Any

import torch
from comfy import model_management
from comfy.model_patcher import ModelPatcher

from .session import shared_session

_SHARE = 0.5
"""Of a device's memory that dreamgen works in, where a recipe does not say how much."""
_ROOM = 2**30
"""Bytes that are made free before a network loads, whose size is not known yet."""

_loaded: dict[Any, NetworkPatcher] = {}


class NetworkPatcher(ModelPatcher):
    """A network of dreamgen as ComfyUI sees it: on its device as a whole, or not at all."""

    network: Any = None

    def loaded_size(self) -> int:
        return self.model_size()

    def current_loaded_device(self) -> torch.device:
        return self.load_device

    def partially_load(self, *args: Any, **kwargs: Any) -> int:
        return 0  # it is there already

    def partially_unload(self, *args: Any, **kwargs: Any) -> int:
        return 0  # so that ComfyUI unloads the whole

    def detach(self, unpatch_all: bool = True) -> Any:
        """Unload the network. ComfyUI also detaches what it is about to load again, in part."""
        if unpatch_all:
            forget(self.network)
        return self.model

    def __del__(self) -> None:
        pass  # the usual one detaches


def make_room() -> None:
    """Let ComfyUI unload other models, if a network would not fit beside them."""
    model_management.free_memory(_ROOM, model_management.get_torch_device())


def register(network: Any, memory: int | None) -> None:
    """Enter a loaded network into the books, and make room for dreaming with it.

    ``memory`` is how many bytes the recipe allows; None for the usual share of the device's.
    """
    patcher = _loaded.get(network)
    if patcher is None:
        module = network.model.module
        patcher = NetworkPatcher(module, network.device, torch.device("cpu"))
        patcher.network = network
        _loaded[network] = patcher
    if memory is None:
        memory = round(_SHARE * model_management.get_total_memory(network.device))
    model_management.load_models_gpu([patcher], memory_required=memory)


def forget(network: Any) -> None:
    """Let go of a network: its memory is free once no render uses it."""
    _loaded.pop(network, None)
    shared_session().unload(network)
