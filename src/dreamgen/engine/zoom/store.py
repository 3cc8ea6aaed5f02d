"""The engine's view of where finished pictures are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Protocol

import torch
from torch import Tensor


class Store(Protocol):
    """Tensors by name. What is stored stays as it is, even if the process is killed next."""

    def get(self, name: str) -> Tensor | None:
        """Return the tensor of a name, or None."""

    def put(self, name: str, value: Tensor) -> None:
        """Keep a tensor."""


class RecentStore:
    """The last few tensors that were put, in memory: all that a zoom without an end looks back at."""

    def __init__(self, most: int = 8):
        self._most = most
        self._kept: OrderedDict[str, Tensor] = OrderedDict()

    def get(self, name: str) -> Tensor | None:
        """Return the tensor of a name, or None if it is gone."""
        return self._kept.get(name)

    def put(self, name: str, value: Tensor) -> None:
        """Keep a tensor, and let go of the oldest beyond the few."""
        self._kept[name] = value
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


def store_rounded(store: Store, name: str, value: Tensor) -> Tensor:
    """Store values in 0..1 as float16 and return them as they will be read back."""
    value = value.to(torch.float16)
    store.put(name, value)
    return value.float()


class _WriteBehind:
    def __init__(self, store: Store, thread: ThreadPoolExecutor):
        self._store = store
        self._thread = thread
        self._last: Future[None] | None = None

    def get(self, name: str) -> Tensor | None:
        return self._store.get(name)

    def put(self, name: str, value: Tensor) -> None:
        self.wait()
        self._last = self._thread.submit(self._store.put, name, value)

    def wait(self) -> None:
        """Wait for what was put last; raise what went wrong with it."""
        last, self._last = self._last, None
        if last is not None:
            last.result()


@contextmanager
def write_behind(store: Store) -> Iterator[Store]:
    """Give a store that writes each tensor while the next is made; ask for none that was just put.

    A process that is killed can lose the last. What goes wrong is raised at the next, or at the end.
    """
    with ThreadPoolExecutor(1) as thread:
        behind = _WriteBehind(store, thread)
        yield behind
        behind.wait()
