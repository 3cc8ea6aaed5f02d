"""Networks in ComfyUI's bookkeeping, so that it can unload them when it needs their memory."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import torch
from comfy import model_management
from comfy.model_patcher import ModelPatcher

from .session import shared_session

_SHARE = 0.5
"""Of a device's memory that dreamgen works in, where a recipe does not say how much."""
_ROOM = 2**30
"""Bytes that are made free before a network loads, whose size is not known yet."""

_entries: weakref.WeakKeyDictionary[Any, Entry] = weakref.WeakKeyDictionary()
_leaving: list[Entry] = []
"""Entries of networks that are gone, kept until ComfyUI has taken them out of its books."""


class DreamNetwork(torch.nn.Module):
    """What stands for a network in the books: the network itself belongs to the session."""


class Entry(ModelPatcher):
    """A network as ComfyUI sees it: on its device as a whole, or not at all."""

    unload: Callable[[], None]

    def loaded_size(self) -> int:
        return self.model_size()

    def current_loaded_device(self) -> torch.device:
        return self.load_device

    def partially_load(self, *args: Any, **kwargs: Any) -> int:
        return 0  # it is there already

    def partially_unload(self, *args: Any, **kwargs: Any) -> int:
        return 0  # so that ComfyUI unloads the whole

    def detach(self, unpatch_all: bool = True) -> Any:
        """Unload the network, unless ComfyUI detaches it in part, to load it again at once."""
        if unpatch_all:
            _leaving.append(self)
            self.unload()
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
    _leaving.clear()
    if network not in _entries:
        _entries[network] = _make_entry(network)
    if memory is None:
        memory = round(_SHARE * model_management.get_total_memory(network.device))
    model_management.load_models_gpu([_entries[network]], memory_required=memory)


def _make_entry(network: Any) -> Entry:
    size = sum(parameter.nbytes for parameter in network.model.module.parameters())
    entry = Entry(DreamNetwork(), network.device, torch.device("cpu"), size)
    mine = weakref.ref(network)

    def unload() -> None:
        if (alive := mine()) is not None:
            shared_session().unload(alive)
            del alive
            gc.collect()  # its memory is wanted now

    entry.unload = unload
    return entry
