"""Forward and backward passes tile by tile, with the activations and gradients of the whole.

An activation depends on its receptive field alone, so a tile with a margin of that width has the
whole picture's activations in its middle. A forward pass of every tile, without gradients, gives the
whole maps; gradients of them go back through the network tile by tile, each with a
forward pass of its own (checkpointing, Chen et al., "Training Deep Nets with Sublinear Memory
Cost", 2016, over places instead of layers). So no seam can show, and nothing is approximated. Where
what is scored adds up over places, each tile goes forward and back at once, and no map is kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import torch
from torch import Tensor

from dreamgen.backbones.tiling.window import Window

Forward = Callable[[Tensor], Sequence[Tensor]]
"""A picture (B, 3, H, W) in 0..1 to the maps of the hooked layers, each (B, C, H', W') in float32."""


@dataclass(frozen=True)
class Span:
    """Part of one side of a picture, in pixels: a tile's own, and with its margin."""

    first: int
    last: int
    padded_first: int
    padded_last: int
    ends: bool
    """Whether it is the last: maps may have one place more there than pixels would say."""

    @property
    def padded(self) -> slice:
        """Its pixels with their margin."""
        return slice(self.padded_first, self.padded_last)

    def within(self, step: int) -> slice:
        """Return its own places in the map of the tile with its margin."""
        start = (self.first - self.padded_first) // step
        return slice(start, None if self.ends else start + (self.last - self.first) // step)

    def of_whole(self, step: int) -> slice:
        """Return its own places in the map of the whole."""
        return slice(self.first // step, None if self.ends else self.last // step)

    def of_map(self, step: int, places: int) -> slice:
        """Return its own places in a map with so many, both ends said."""
        return slice(self.first // step, places if self.ends else self.last // step)


@dataclass(frozen=True)
class Tiling:
    """How to cut: ``side`` and ``margin`` in pixels, multiples of every map's ``steps``."""

    side: int
    margin: int
    steps: tuple[int, ...]
    """Pixels from one place of a map to the next, for each map."""

    def spans(self, length: int) -> list[Span]:
        """Return the spans of one side of a picture, about as long as each other."""
        count, grain = math.ceil(length / self.side), max(self.steps)
        even = (length * k // count // grain * grain for k in range(count))
        edges = [*dict.fromkeys(even), length]
        # All are equally large, at the borders too: blocks of memory of one size are used again,
        # where many sizes would leave gaps that no other fits into.
        longest = max(b - a for a, b in pairwise(edges)) + 2 * self.margin
        latest = max(0, (length - longest) // grain * grain)
        starts = [min(max(0, a - self.margin), latest) for a in edges[:-1]]
        ends = [length if start == latest else start + longest for start in starts]
        return [
            Span(a, b, start, end, b == length)
            for (a, b), start, end in zip(pairwise(edges), starts, ends, strict=True)
        ]

    def tiles(self, height: int, width: int) -> Iterator[tuple[Span, Span]]:
        """Yield the rows and columns of each tile of a picture, line by line."""
        columns = self.spans(width)
        for rows in self.spans(height):
            for column in columns:
                yield rows, column


def run_in_tiles(forward: Forward, picture: Tensor, tiling: Tiling) -> list[Tensor]:
    """Return what ``forward`` gives for (B, C, H, W), tile by tile; differentiable once."""
    return list(_Tiled.apply(picture, forward, tiling))


class Windows(Protocol):
    """A picture (B, C, H, W) that is read, and whose gradient is added up, window by window."""

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of the picture in pixels."""

    def read(self, rows: slice, columns: slice) -> Tensor:
        """Return a window of the picture."""

    def add(self, rows: slice, columns: slice, gradient: Tensor) -> None:
        """Add the gradient of a window to the picture's."""


def run_windows(forward: Forward, picture: Windows, tiling: Tiling) -> list[Tensor]:
    """Return the maps of a whole picture, without gradients."""
    lines: list[list[Tensor]] = [[] for _ in tiling.steps]
    parts: list[list[Tensor]] = [[] for _ in tiling.steps]
    for rows, columns in tiling.tiles(*picture.size):
        with torch.no_grad():
            maps = forward(picture.read(rows.padded, columns.padded))
        for own, part in zip(parts, _cut_parts(maps, rows, columns, tiling), strict=True):
            own.append(part.clone())
        if columns.ends:
            # At once: the parts of all lines beside the joined ones would be as large again.
            for line, own in zip(lines, parts, strict=True):
                line.append(torch.cat(own, 3))
                own.clear()
    return [torch.cat(line, 2) for line in lines]


def carry_back(
    forward: Forward, picture: Windows, tiling: Tiling, gradients: Sequence[Tensor]
) -> None:
    """Add the picture's gradient up, given those of the maps of :func:`run_windows`."""
    for rows, columns in tiling.tiles(*picture.size):
        tile, parts = _run_tile(forward, picture, tiling, rows, columns)
        wanted = [
            gradient[:, :, rows.of_whole(step), columns.of_whole(step)]
            for gradient, step in zip(gradients, tiling.steps, strict=True)
        ]
        (gradient,) = torch.autograd.grad(parts, tile, wanted)
        picture.add(rows.padded, columns.padded, gradient)


def score_tiles(
    forward: Forward,
    picture: Windows,
    tiling: Tiling,
    score: Callable[[Sequence[Tensor], Sequence[Window]], Tensor],
) -> Tensor:
    """Return the sum of what ``score`` gives, (), for each tile's part of the maps.

    Its gradient is added to the picture's.
    """
    total, sizes = torch.zeros(()), None
    for rows, columns in reversed([*tiling.tiles(*picture.size)]):
        tile, parts = _run_tile(forward, picture, tiling, rows, columns)
        if sizes is None:  # the last tile comes first: only there it shows how large maps are
            sizes = [
                (rows.first // step + part.shape[2], columns.first // step + part.shape[3])
                for part, step in zip(parts, tiling.steps, strict=True)
            ]
        windows = [
            Window(rows.of_map(step, size[0]), columns.of_map(step, size[1]), size)
            for step, size in zip(tiling.steps, sizes, strict=True)
        ]
        with torch.enable_grad():
            found = score(parts, windows)
        (gradient,) = torch.autograd.grad(found, tile)
        picture.add(rows.padded, columns.padded, gradient)
        total = total + found.detach().to(total)
    return total


def _run_tile(
    forward: Forward, picture: Windows, tiling: Tiling, rows: Span, columns: Span
) -> tuple[Tensor, list[Tensor]]:
    """Return a tile with its margin, and its own part of each map, differentiable by the tile."""
    tile = picture.read(rows.padded, columns.padded).detach()
    with torch.enable_grad():
        tile.requires_grad_(True)
        return tile, _cut_parts(forward(tile), rows, columns, tiling)


@dataclass(frozen=True)
class _InMemory:
    picture: Tensor
    gradient: Tensor

    @property
    def size(self) -> tuple[int, int]:
        return self.picture.shape[2], self.picture.shape[3]

    def read(self, rows: slice, columns: slice) -> Tensor:
        return self.picture[:, :, rows, columns]

    def add(self, rows: slice, columns: slice, gradient: Tensor) -> None:
        self.gradient[:, :, rows, columns] += gradient


class _Tiled(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, picture: Tensor, forward: Forward, tiling: Tiling) -> tuple[Tensor, ...]:
        ctx.save_for_backward(picture)
        ctx.run, ctx.tiling = forward, tiling
        return tuple(run_windows(forward, _InMemory(picture, picture), tiling))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        (picture,) = ctx.saved_tensors
        found = torch.zeros_like(picture)
        carry_back(ctx.run, _InMemory(picture, found), ctx.tiling, gradients)
        return found, None, None


def _cut_parts(maps: Sequence[Tensor], rows: Span, columns: Span, tiling: Tiling) -> list[Tensor]:
    """Return a tile's own part of each map of a tile with its margin."""
    return [
        found[:, :, rows.within(step), columns.within(step)]
        for found, step in zip(maps, tiling.steps, strict=True)
    ]
