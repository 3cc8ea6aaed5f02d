"""Turn any module's output into maps of shape (batch, channels, height, width)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from torch import Tensor

Kind = Literal["map", "last", "tokens", "windows", "vector"]


@dataclass(frozen=True)
class Layout:
    """How a module lays out its output.

    kind:   "map" (B, C, H, W); "last" (B, H, W, C); "tokens" (B, N, C); "windows" (B, n, N, C);
            "vector" (B, C).
    prefix: class and register tokens at the front of a token sequence, to be set aside.
    ordered: (output, size of the picture) to the layout of this kind, for a network that keeps its
            tokens in an order of its own.
    """

    kind: Kind
    prefix: int = 0
    ordered: Callable[[Tensor, tuple[int, int]], Tensor] | None = None

    def channels(self, shape: tuple[int, ...]) -> int:
        """Return the number of channels of an output of this shape."""
        return shape[1] if self.kind in ("map", "vector") else shape[-1]


def infer_layout(
    shape: tuple[int, ...], size: tuple[int, int], prefix: int = 0, last: bool = False
) -> Layout | None:
    """Infer the layout from the output's shape for a picture of ``size`` (height, width).

    ``prefix`` is the network's number of extra tokens; ``last`` says what to believe of a cube
    whose three sides are equal. Returns None for shapes that are nothing like a map.
    """
    if len(shape) == 4:
        first, middle, end = shape[1:]
        aspect = size[0] / size[1]
        fits_last, fits_map = _is_close(first, middle, aspect), _is_close(middle, end, aspect)
        if fits_last != fits_map:
            return Layout("last" if fits_last else "map")
        if not fits_map and _fits_grid(first, size) and _fits_grid(middle, (1, 1)):
            return Layout("windows")
        return Layout("last" if last else "map")
    if len(shape) == 3:
        # A class token that a network does not declare shows in the count: 50 is 1 + 7x7.
        for extra in (prefix, 0, 1, 2):
            if shape[1] > extra and _fits_grid(shape[1] - extra, size):
                return Layout("tokens", extra)
        return Layout("tokens", prefix if shape[1] > prefix else 0)
    if len(shape) == 2:
        return Layout("vector")
    return None


def to_map(output: Tensor, layout: Layout, size: tuple[int, int], batch: int = 1) -> Tensor:
    """Return the output as (B, C, H', W'), a view wherever possible.

    size: height and width of the picture that the network saw; it gives token grids their shape.
    batch: B; an output with more rows holds windows, which are laid side by side.
    """
    if layout.ordered is not None:
        output = layout.ordered(output, size)
    maps = output
    if layout.kind == "windows":
        output = output.flatten(0, 1)
        maps = output.transpose(1, 2).unflatten(2, infer_grid(output.shape[1], (1, 1)))
    elif layout.kind == "last":
        maps = output.permute(0, 3, 1, 2)
    elif layout.kind == "vector":
        maps = output[:, :, None, None]
    elif layout.kind == "tokens":
        tokens = output[:, layout.prefix :]
        inner = size if len(output) == batch else (1, 1)
        maps = tokens.transpose(1, 2).unflatten(2, infer_grid(tokens.shape[1], inner))
    return maps if len(maps) == batch else _join_windows(maps, size, batch)


def _join_windows(maps: Tensor, size: tuple[int, int], batch: int) -> Tensor:
    """Lay windows (B * n, C, h, w) out as (B, C, rows * h, columns * w)."""
    if len(maps) % batch:
        return maps
    rows, columns = infer_grid(len(maps) // batch, size)
    split = maps.unflatten(0, (batch, rows, columns)).permute(0, 3, 1, 4, 2, 5)
    return split.flatten(4, 5).flatten(2, 3)


def infer_grid(count: int, size: tuple[int, int]) -> tuple[int, int]:
    """Return rows and columns of a grid of ``count`` tokens over a picture of (height, width).

    The divisor pair whose aspect is nearest to the picture's; a prime count gives a single strip.
    """
    aspect = math.log(size[0] / size[1])
    rows = [row for row in range(1, count + 1) if count % row == 0]
    best = min(rows, key=lambda row: abs(math.log(row * row / count) - aspect))
    return best, count // best


def _is_close(height: int, width: int, aspect: float) -> bool:
    # Rounding at the borders may cost a row or a column.
    return abs(height - width * aspect) <= max(1.0, 0.02 * height) and height > 0


def _fits_grid(count: int, size: tuple[int, int]) -> bool:
    height, width = infer_grid(count, size)
    return _is_close(height, width, size[0] / size[1])
