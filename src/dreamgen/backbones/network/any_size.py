"""Showing a picture of any size to any network: whole, extended, or in windows."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from dreamgen.backbones.network.reflection import reflect_to
from dreamgen.backbones.network.windows import windows_over
from dreamgen.errors import DreamError

See = Callable[[Tensor], list[Tensor]]
"""A picture that the network accepts to the layers' maps, each (B, C, H', W')."""
Way = Callable[[Tensor, See, int], list[Tensor]]

REFUSALS = (RuntimeError, AssertionError, ValueError, IndexError, TypeError, ZeroDivisionError)


class AnySize:
    """Finds, once for each size, the first way of showing a picture that the network accepts.

    native: height and width that the network was made for. stride: pixels that it must be given
    multiples of, as far as is known.
    """

    def __init__(self, native: tuple[int, int], stride: int):
        self._native = native
        self._stride = stride
        self._known: dict[tuple[int, int], Way] = {}

    def __call__(self, picture: Tensor, see: See, step: int) -> list[Tensor]:
        """Return the layers' maps for a picture (B, C, H, W); windows lie anew for each step."""
        size = (picture.shape[-2], picture.shape[-1])
        if size in self._known:
            return self._known[size](picture, see, step)
        reason = ""
        for way in self._ways(size):
            try:
                maps = way(picture, see, step)
            except torch.OutOfMemoryError:
                raise
            except REFUSALS as error:
                reason = reason or (str(error).strip() or type(error).__name__).splitlines()[0]
                continue
            self._known[size] = way
            return maps
        raise DreamError(f"The network refuses a picture of {size[1]}x{size[0]}: {reason}.")

    def _ways(self, size: tuple[int, int]) -> Iterator[Way]:
        yield lambda picture, see, step: see(picture)
        if size == self._native:
            return
        # Some merge places further on than they say, and want multiples of that.
        multiples = [(self._stride * more, self._stride * more) for more in (1, 2, 3)]
        for multiple in (*multiples, self._native):
            target = _ceiled(size, multiple)
            # Far more network than picture would be slow, and mostly about the extension.
            if target != size and target[0] * target[1] <= 2 * size[0] * size[1]:
                yield _extended(target)
        yield self._windowed

    def _windowed(self, picture: Tensor, see: See, step: int) -> list[Tensor]:
        size = (picture.shape[-2], picture.shape[-1])
        grain = (self._stride, self._stride)
        if any(side % self._stride for side in self._native):
            grain = (1, 1)
        windows = windows_over(size, self._native, grain, step)
        return [windows.join(found, size) for found in see(windows.cut(picture))]


def _ceiled(size: tuple[int, int], multiple: tuple[int, int]) -> tuple[int, int]:
    height, width = (math.ceil(a / b) * b for a, b in zip(size, multiple, strict=True))
    return height, width


def _extended(target: tuple[int, int]) -> Way:
    """Return the way that mirrors the right and lower border up to a size, and cuts maps back."""

    def way(picture: Tensor, see: See, step: int) -> list[Tensor]:
        height, width = picture.shape[-2:]
        maps = see(reflect_to(picture, target))
        return [
            found[
                :,
                :,
                : math.ceil(found.shape[2] * height / target[0]),
                : math.ceil(found.shape[3] * width / target[1]),
            ]
            for found in maps
        ]

    return way
