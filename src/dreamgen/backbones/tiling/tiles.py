"""A picture seen in tiles, with the very activations and gradients of the whole.

A convolution sees no further than its receptive field, so a tile that is shown with a margin of that
width has the whole picture's activations in its middle. All tiles are seen once without gradients,
and their maps put together; whatever is then asked of the whole maps, its gradient goes back tile by
tile, each seen once more (checkpointing, Chen et al., "Training Deep Nets with Sublinear Memory
Cost", 2016, over places instead of layers). So no seam can show, and nothing is approximated.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

Look = Callable[[Tensor], list[Tensor]]
"""A picture (B, 3, H, W) in 0..1 to the activations watched, each (B, C, H', W') in float32."""


@dataclass(frozen=True)
class Span:
    """Part of one side of a picture, in pixels: a tile's own, and with its margin."""

    first: int
    last: int
    shown_first: int
    shown_last: int
    ends: bool
    """Whether it is the last: maps may have one place more there than pixels would say."""

    def within(self, step: int) -> slice:
        """Return its own places in the map of what is shown."""
        start = (self.first - self.shown_first) // step
        return slice(start, None if self.ends else start + (self.last - self.first) // step)

    def of_whole(self, step: int) -> slice:
        """Return its own places in the map of the whole."""
        return slice(self.first // step, None if self.ends else self.last // step)


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
        # All are shown as much, at the borders too: blocks of memory of one size are used again,
        # where many sizes would leave gaps that no other fits into.
        longest = max(b - a for a, b in pairwise(edges)) + 2 * self.margin
        latest = max(0, (length - longest) // grain * grain)
        starts = [min(max(0, a - self.margin), latest) for a in edges[:-1]]
        ends = [length if start == latest else start + longest for start in starts]
        return [
            Span(a, b, start, end, b == length)
            for (a, b), start, end in zip(pairwise(edges), starts, ends, strict=True)
        ]

    def tiles(self, picture: Tensor) -> Iterator[tuple[Span, Span]]:
        """Yield the rows and columns of each tile of (B, C, H, W), line by line."""
        columns = self.spans(picture.shape[3])
        for rows in self.spans(picture.shape[2]):
            for column in columns:
                yield rows, column


def run_in_tiles(look: Look, picture: Tensor, tiling: Tiling) -> list[Tensor]:
    """Return what ``look`` gives for (B, C, H, W), tile by tile; differentiable once."""
    return list(_Tiled.apply(picture, look, tiling))


class _Tiled(torch.autograd.Function):
    @staticmethod
    def forward(ctx, picture: Tensor, look: Look, tiling: Tiling) -> tuple[Tensor, ...]:
        ctx.save_for_backward(picture)
        ctx.look, ctx.tiling = look, tiling
        lines: list[list[list[Tensor]]] = [[] for _ in tiling.steps]
        for rows, columns in tiling.tiles(picture):
            maps = look(picture[_shown(rows, columns)])
            parts = _parts_of(maps, rows, columns, tiling)
            for line, part in zip(lines, parts, strict=True):
                if columns.first == 0:
                    line.append([])
                line[-1].append(part.clone())
        return tuple(torch.cat([torch.cat(line, 3) for line in whole], 2) for whole in lines)

    @staticmethod
    def backward(ctx, *gradients: Tensor) -> tuple[Tensor, None, None]:
        (picture,) = ctx.saved_tensors
        found = torch.zeros_like(picture)
        for rows, columns in ctx.tiling.tiles(picture):
            place = _shown(rows, columns)
            shown = picture[place].detach()
            with torch.enable_grad():
                shown.requires_grad_(True)
                parts = _parts_of(ctx.look(shown), rows, columns, ctx.tiling)
            wanted = [
                gradient[:, :, rows.of_whole(step), columns.of_whole(step)]
                for gradient, step in zip(gradients, ctx.tiling.steps, strict=True)
            ]
            (gradient,) = torch.autograd.grad(parts, shown, wanted)
            found[place] += gradient
        return found, None, None


def _shown(rows: Span, columns: Span) -> tuple[slice, ...]:
    everything = slice(None)
    across = slice(columns.shown_first, columns.shown_last)
    return everything, everything, slice(rows.shown_first, rows.shown_last), across


def _parts_of(maps: Sequence[Tensor], rows: Span, columns: Span, tiling: Tiling) -> list[Tensor]:
    """Return a tile's own part of each map of what was shown."""
    return [
        found[:, :, rows.within(step), columns.within(step)]
        for found, step in zip(maps, tiling.steps, strict=True)
    ]
