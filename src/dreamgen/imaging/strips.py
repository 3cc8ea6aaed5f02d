"""Work on a picture by horizontal strips, so that what it needs meanwhile stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.resize_matrix import make_bicubic_matrix
from dreamgen.imaging.scratch import empty, empty_in_file, is_large, release_pages

Found = TypeVar("Found")
Input = Tensor | list[Any] | None
"""A tensor (..., H, W), of which each strip gets its rows; a list with an item for each strip; None."""

_CPU = torch.device("cpu")

PIXELS = 2**18
"""Pixels of a strip where nobody says how much memory there is."""

_LEAST_ROWS = 32
"""Of a strip that is resized: each looks a few rows beyond itself."""


@dataclass(frozen=True)
class Strip:
    """Rows of a picture: a strip's own, and with a margin above and below."""

    first: int
    last: int
    padded_first: int
    padded_last: int

    @property
    def own(self) -> slice:
        """The strip's own rows, counted from the first row of its margin."""
        return slice(self.first - self.padded_first, self.last - self.padded_first)


@dataclass(frozen=True)
class Strips:
    """How a picture of ``height`` rows is worked through: ``rows`` at a time, on ``device``.

    With as many rows as the picture has, functions are simply called with the whole. Otherwise
    tensors stay on the CPU, the results in files (:mod:`dreamgen.imaging.scratch`).
    """

    height: int
    rows: int
    device: torch.device = _CPU

    @property
    def is_whole(self) -> bool:
        return self.rows >= self.height

    @property
    def home(self) -> torch.device:
        """Where whole tensors are: on the device, or where strips of them are read from."""
        return self.device if self.is_whole else _CPU

    def cut(self, reach: int = 0) -> Iterator[Strip]:
        """Yield the strips, top to bottom, with margins of ``reach`` rows.

        They begin at multiples of the reach: what looks 64 rows far on a grid of 16 finds the same
        grid in every strip.
        """
        rows = max(reach, self.rows // reach * reach) if reach else self.rows
        for first in range(0, self.height, rows):
            last = min(self.height, first + rows)
            yield Strip(first, last, max(0, first - reach), min(self.height, last + reach))

    def each(self, function: Callable[..., Found], *inputs: Input) -> list[Found]:
        """Return what a function gives for each strip of its inputs."""
        if self.is_whole:
            return [function(*map(_take_only, inputs))]
        found = []
        for index, strip in enumerate(self.cut()):
            found.append(function(*(self._read(values, strip, index) for values in inputs)))
            release_pages()
        return found

    def map(
        self,
        function: Callable[..., Tensor],
        *inputs: Input,
        reach: int = 0,
        into: Tensor | None = None,
    ) -> Tensor:
        """Return the picture whose strips a function gives.

        ``reach`` is how many rows away it looks. The result may go ``into`` a tensor, which may be
        an input only if the reach is 0; the whole is not copied there.
        """
        if self.is_whole:
            return function(*map(_take_only, inputs))
        for index, strip in enumerate(self.cut(reach)):
            part = function(*(self._read(values, strip, index) for values in inputs))
            if into is None:
                into = empty_in_file((*part.shape[:-2], self.height, part.shape[-1]), part.dtype)
            into[..., strip.first : strip.last, :] = part[..., strip.own, :]
            release_pages()
        assert into is not None
        return into

    def total(self, measure: Callable[[Tensor, slice], Found], values: Tensor, reach: int) -> Found:
        """Return the sum of what ``measure(strip with its margin, its own rows)`` gives."""
        sums: Any = None
        for strip in self.cut(reach):
            found: Any = measure(self._read(values, strip, 0), strip.own)
            sums = found if sums is None else sums + found
            release_pages()
        return sums

    def _read(self, values: Input, strip: Strip, index: int) -> Any:
        if isinstance(values, Tensor):
            return values[..., strip.padded_first : strip.padded_last, :].to(self.device)
        return None if values is None else values[index]


def strips_of(height: int, width: int) -> Strips:
    """Return the strips of a picture: the whole in one, unless it is large."""
    return Strips(height, max(1, PIXELS // width) if is_large(height, width) else height)


def resize(picture: Tensor, size: tuple[int, int]) -> Tensor:
    """Return (B, C, H, W) at another (height, width), bicubic, low-passed when it shrinks.

    Of large pictures each strip is resized from the rows that it needs, as the whole is.
    """
    height, width = picture.shape[2:]
    if (height, width) == tuple(size):
        return picture
    if not (is_large(*size) or is_large(height, width)) or picture.device.type != "cpu":
        return _resize(picture, *size)
    resized = empty((*picture.shape[:2], *size))
    rows = max(_LEAST_ROWS, PIXELS // max(width, size[1]))
    for strip in Strips(size[0], rows).cut():
        own = slice(strip.first, strip.last)
        needed, matrix = make_bicubic_matrix(own, height, size[0])
        across = _resize(picture[:, :, needed], needed.stop - needed.start, size[1])
        torch.matmul(matrix, across, out=resized[:, :, own])
        release_pages()
    return resized


def shrink_to_fit(picture: Tensor, longest: int) -> Tensor:
    """Return (B, C, H, W) with its longest side no longer than so many pixels."""
    height, width = picture.shape[2:]
    share = min(1.0, longest / max(height, width))
    return resize(picture, (max(1, round(height * share)), max(1, round(width * share))))


def _resize(picture: Tensor, height: int, width: int) -> Tensor:
    return F.interpolate(
        picture, (height, width), mode="bicubic", antialias=True, align_corners=False
    )


def _take_only(values: Input) -> Any:
    return values[0] if isinstance(values, list) else values
