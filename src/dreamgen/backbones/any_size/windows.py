"""Windows of a fixed size that together cover a picture, and their activations put together.

A network that takes 224x224 alone is given a large picture as overlapping windows, in one batch.
Where windows overlap their activations are averaged, with weights that fall towards the border,
and the windows shift with every step: no border stays in one place long enough to show. The
outermost windows reach over the picture's edge into its reflection: the padding at a window's edge
would otherwise be dreamed as a line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.backbones.any_size.reflection import reflect_to

# The fractional part of multiples of the golden ratio spreads evenly, for any number of steps.
GOLDEN = (math.sqrt(5) - 1) / 2
OVERLAP = 1 / 8


@dataclass(frozen=True)
class Windows:
    """Places of equal windows in a picture.

    size: height and width of a window. rows, columns: offsets of the windows, multiples of
    ``grain``, so that their activations fall on one grid. padded: the height and width to which the
    picture is extended first. margin: how much of that lies above and to the left of the picture.
    """

    size: tuple[int, int]
    grain: tuple[int, int]
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    padded: tuple[int, int]
    margin: tuple[int, int]

    def cut(self, picture: Tensor) -> Tensor:
        """Return the windows of (B, C, H, W) as (rows * columns * B, C, height, width)."""
        picture = reflect_to(picture, self.padded, self.margin)
        pieces = [
            picture[:, :, top : top + self.size[0], left : left + self.size[1]]
            for top in self.rows
            for left in self.columns
        ]
        return torch.cat(pieces)

    def join(self, activation: Tensor, size: tuple[int, int]) -> Tensor:
        """Return the activation (B, C, H', W') of the whole from that of the windows.

        size: height and width of the picture before it was extended; what belongs to the extension
        alone is cut off.
        """
        pieces = activation.chunk(len(self.rows) * len(self.columns))
        height, width = activation.shape[-2:]
        steps = self.size[0] / height, self.size[1] / width
        tall = [math.ceil(side / step) for side, step in zip(self.padded, steps, strict=True)]
        weight = _make_tent(height, width, activation)
        whole = activation.new_zeros(*pieces[0].shape[:2], *tall)
        total = activation.new_zeros(tall)
        places = [(top, left) for top in self.rows for left in self.columns]
        for piece, (top, left) in zip(pieces, places, strict=True):
            y = min(round(top / steps[0]), tall[0] - height)
            x = min(round(left / steps[1]), tall[1] - width)
            whole[:, :, y : y + height, x : x + width] += piece * weight
            total[y : y + height, x : x + width] += weight
        first = [round(side / step) for side, step in zip(self.margin, steps, strict=True)]
        keep = [math.ceil(side / step) for side, step in zip(size, steps, strict=True)]
        rows, columns = (slice(a, a + n) for a, n in zip(first, keep, strict=True))
        return (whole / total)[:, :, rows, columns]


def place_windows(
    size: tuple[int, int], window: tuple[int, int], grain: tuple[int, int], step: int
) -> Windows:
    """Return windows that cover a picture of (height, width); they lie differently for each step.

    grain: picture pixels between neighbouring places of the coarsest activation, by side.
    """
    margin = (
        _find_margin(size[0], window[0], grain[0]),
        _find_margin(size[1], window[1], grain[1]),
    )
    long = [side + 2 * edge for side, edge in zip(size, margin, strict=True)]
    rows, tall = _place_offsets(long[0], window[0], grain[0], step * GOLDEN)
    columns, wide = _place_offsets(long[1], window[1], grain[1], 0.5 + step * GOLDEN * GOLDEN)
    return Windows(window, grain, rows, columns, (tall, wide), margin)


def _find_margin(length: int, window: int, grain: int) -> int:
    """Return how far windows reach over an edge: 0 where one window is enough."""
    return max(1, round(window * OVERLAP / grain)) * grain if length > window else 0


def _place_offsets(
    length: int, window: int, grain: int, phase: float
) -> tuple[tuple[int, ...], int]:
    """Return the offsets along one side, and the length to which the picture is to be extended."""
    if length <= window:
        return (0,), window
    free = math.ceil((length - window) / grain)
    inside = window // grain
    count = 1 + math.ceil((length - window) / (window * (1 - OVERLAP)))
    even = [free * index / (count - 1) for index in range(count)]
    # The first and the last window stay at the borders; the others roam within what the overlaps
    # allow, so that no place is left uncovered.
    slack = max(0.0, inside - free / (count - 1)) / 2
    shift = slack * (2 * (phase % 1) - 1)
    inner = [round(place + shift) for place in even[1:-1]]
    offsets = [0, *inner, free]
    return tuple(offset * grain for offset in offsets), free * grain + window


def _make_tent(height: int, width: int, like: Tensor) -> Tensor:
    """Return weights (height, width) that fall from the middle to the border, never to zero."""
    sides = []
    for length in (height, width):
        index = torch.arange(length, device=like.device, dtype=like.dtype)
        sides.append(torch.minimum(index, length - 1 - index) + 1)
    return sides[0][:, None] * sides[1][None, :]
