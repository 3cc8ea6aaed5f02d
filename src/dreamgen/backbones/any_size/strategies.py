"""A forward pass over pictures of any size through any network: whole, extended, or in windows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from dreamgen.backbones.any_size.reflection import reflect_to
from dreamgen.backbones.any_size.windows import place_windows
from dreamgen.errors import DreamError

Forward = Callable[[Tensor], list[Tensor]]
"""A picture that the network accepts to the layers' maps, each (B, C, H', W')."""
Strategy = Callable[[Tensor, Forward, int], list[Tensor]]

REFUSALS = (RuntimeError, AssertionError, ValueError, IndexError, TypeError, ZeroDivisionError)


class AnySize:
    """Finds, once for each size, the first strategy that the network accepts.

    native: height and width that the network was made for. stride: pixels that it must be given
    multiples of, as far as is known.
    """

    def __init__(self, native: tuple[int, int], stride: int):
        self._native = native
        self._stride = stride
        self._chosen: dict[tuple[int, int], Strategy] = {}

    def __call__(self, picture: Tensor, forward: Forward, step: int) -> list[Tensor]:
        """Return the layers' maps for a picture (B, C, H, W); windows move with each step."""
        size = (picture.shape[-2], picture.shape[-1])
        if size in self._chosen:
            return self._chosen[size](picture, forward, step)
        reason = ""
        for strategy in self._list_strategies(size):
            try:
                maps = strategy(picture, forward, step)
            except torch.OutOfMemoryError:
                raise
            except REFUSALS as error:
                reason = reason or (str(error).strip() or type(error).__name__).splitlines()[0]
                continue
            self._chosen[size] = strategy
            return maps
        raise DreamError(f"the network refuses a picture of {size[1]}x{size[0]}: {reason}")

    def _list_strategies(self, size: tuple[int, int]) -> Iterator[Strategy]:
        yield lambda picture, forward, step: forward(picture)
        if size == self._native:
            return
        # Some networks merge places later than they declare, and need multiples of that.
        multiples = [(self._stride * more, self._stride * more) for more in (1, 2, 3)]
        for multiple in (*multiples, self._native):
            target = _round_up(size, multiple)
            # Far more extension than picture would be slow, and waste most of the pass.
            if target != size and target[0] * target[1] <= 2 * size[0] * size[1]:
                yield _extend_to(target)
        yield _use_windows(self._native, self._stride)


def _round_up(size: tuple[int, int], multiple: tuple[int, int]) -> tuple[int, int]:
    height, width = (math.ceil(a / b) * b for a, b in zip(size, multiple, strict=True))
    return height, width


def _extend_to(target: tuple[int, int]) -> Strategy:
    """Return the strategy that mirrors the right and lower border up to a size, and cuts maps back."""

    def strategy(picture: Tensor, forward: Forward, step: int) -> list[Tensor]:
        height, width = picture.shape[-2:]
        maps = forward(reflect_to(picture, target))
        return [
            found[
                :,
                :,
                : math.ceil(found.shape[2] * height / target[0]),
                : math.ceil(found.shape[3] * width / target[1]),
            ]
            for found in maps
        ]

    return strategy


def _use_windows(native: tuple[int, int], stride: int) -> Strategy:
    """Return the strategy that puts the maps of overlapping windows together."""
    grid = (1, 1) if any(side % stride for side in native) else (stride, stride)

    def strategy(picture: Tensor, forward: Forward, step: int) -> list[Tensor]:
        size = (picture.shape[-2], picture.shape[-1])
        windows = place_windows(size, native, grid, step)
        return [windows.join(found, size) for found in forward(windows.cut(picture))]

    return strategy
