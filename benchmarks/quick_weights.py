"""Random weights at the speed of memory, for building giants where only their scale matters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

import torch
from torch import Tensor

PERIOD = 1_000_003  # prime, so that the rows of a weight matrix do not repeat


@contextmanager
def quick_weights() -> Iterator[None]:
    """Draw normal and uniform numbers from a table of a million instead of one by one.

    Truncated normals are uniform numbers sent through an inverse error function, most of whose time
    it takes; without it they come out uniform, with 0.8 of the standard deviation.
    """
    rng = torch.Generator().manual_seed(0)
    gauss = _Table(torch.randn(PERIOD, generator=rng))
    flat = _Table(torch.rand(PERIOD, generator=rng))

    def normal(tensor: Tensor, mean: float = 0, std: float = 1, **_: object) -> Tensor:
        return gauss.fill(tensor).mul_(std).add_(mean)

    def uniform(tensor: Tensor, low: float = 0, high: float = 1, **more: object) -> Tensor:
        low, high = more.get("from", low), more.get("to", more.get("b", high))
        return flat.fill(tensor).mul_(high - low).add_(low)

    with (
        mock.patch.object(Tensor, "normal_", normal),
        mock.patch.object(Tensor, "uniform_", uniform),
        mock.patch.object(Tensor, "erfinv_", lambda tensor: tensor),
    ):
        yield


class _Table:
    """Numbers that tensors are filled with, each from where the one before it ended."""

    def __init__(self, numbers: Tensor):
        self._numbers = torch.cat([numbers, numbers])
        self._by_dtype = {numbers.dtype: self._numbers}
        self._start = 0

    def fill(self, tensor: Tensor) -> Tensor:
        """Overwrite a tensor of any shape and return it."""
        dtype = tensor.dtype
        if dtype not in self._by_dtype:
            self._by_dtype[dtype] = self._numbers.to(dtype)
        row = self._by_dtype[dtype][self._start : self._start + PERIOD]
        self._start = (self._start + tensor.numel()) % PERIOD
        flat = tensor.data.view(-1) if tensor.is_contiguous() else torch.empty(tensor.numel())
        whole = flat.numel() // PERIOD * PERIOD
        flat[:whole].view(-1, PERIOD).copy_(row.expand(whole // PERIOD, PERIOD))
        flat[whole:].copy_(row[: flat.numel() - whole])
        if not tensor.is_contiguous():
            tensor.data.copy_(flat.view(tensor.shape))
        return tensor
