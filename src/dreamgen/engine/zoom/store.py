"""The engine's view of where finished pictures are kept."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import Tensor


class Store(Protocol):
    """Tensors by name. What is stored stays as it is, even if the process is killed next."""

    def get(self, name: str) -> Tensor | None:
        """Return the tensor of a name, or None."""

    def put(self, name: str, value: Tensor) -> None:
        """Keep a tensor."""


def store_rounded(store: Store, name: str, value: Tensor) -> Tensor:
    """Store values in 0..1 as float16 and return them as they will be read back."""
    value = value.to(torch.float16)
    store.put(name, value)
    return value.float()
