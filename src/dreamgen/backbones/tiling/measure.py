"""What a forward pass costs, and how it can be cut: tried out on small pictures of noise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from dreamgen.backbones.tiling.tiles import Forward, Tiling, run_in_tiles

PROBE = 224  # pixels: side of the picture that is measured; some networks take no less
OVERHEAD = 2.0  # memory of a step, over what autograd keeps for the backward pass
TOLERANCE = (
    0.03  # share of a map's largest value that tiles may differ by: half precision's rounding
)


@dataclass
class Measurements:
    """What was measured about some layers; it holds for every forward pass through them."""

    bytes_per_pixel: float | None = None
    map_bytes_per_pixel: float | None = None
    tilings: dict[tuple[int, int, int], Tiling | None] = field(default_factory=dict)
    together: dict[tuple[int, int], int] = field(default_factory=dict)
    """How many views of (height, width) fit at once, where memory ran out with more."""
    halved: dict[tuple[int, int], Tiling] = field(default_factory=dict)
    """The tiles of each, where it ran out even with one picture."""
    exact: dict[tuple[int, int], bool] = field(default_factory=dict)
    beside_strips: dict[tuple[int, int, bool], Tiling | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Probe:
    """A forward pass to be measured, where it runs; ``stride`` is the largest step of its maps."""

    forward: Forward
    device: torch.device
    stride: int

    def count_bytes_per_pixel(self) -> float:
        """Return the bytes that a step of the ascent needs for each pixel."""
        small, large = self._side, 2 * self._side
        # From the difference: the weights are kept as well, for pictures of any size.
        more = self._count_saved(large) - self._count_saved(small)
        return OVERHEAD * max(1, more) / (large**2 - small**2)

    def count_map_bytes_per_pixel(self) -> float:
        """Return how many bytes the layers' maps take for each pixel."""
        return sum(x.nbytes for x in self._run()) / self._side**2

    def find_steps(self) -> tuple[int, ...] | None:
        """Return the step of each map; None if some map is no regular grid over the picture."""
        side, maps = self._side, self._run()
        if any(x.shape[2] != x.shape[3] or side % x.shape[2] for x in maps):
            return None
        steps = tuple(side // x.shape[2] for x in maps)
        return None if any(self.stride % step for step in steps) else steps

    def is_exact(self, tiling: Tiling, size: tuple[int, int]) -> bool:
        """Try on a small picture with such borders whether tiles give what the whole gives."""
        # Two or three tiles a side cover every way in which a tile can be cut off.
        half = 2 * (tiling.margin + self.stride)
        few = Tiling(half, tiling.margin, tiling.steps)
        height, width = (2 * half + side % self.stride for side in size)
        picture = self._draw_noise(height, width)
        with torch.no_grad():
            whole = self.forward(picture)
            for one, other in zip(whole, run_in_tiles(self.forward, picture, few), strict=True):
                if one.shape != other.shape:
                    return False
                if float((one - other).abs().max()) > TOLERANCE * float(one.abs().max()):
                    return False
        return True

    @property
    def _side(self) -> int:
        return math.ceil(PROBE / self.stride) * self.stride

    def _run(self) -> Sequence[Tensor]:
        with torch.no_grad():
            return self.forward(self._draw_noise(self._side, self._side))

    def _count_saved(self, side: int) -> int:
        """Return the bytes that autograd saves for the backward pass of a square picture."""
        saved: dict[int, int] = {}

        def keep(tensor: Tensor) -> Tensor:
            saved[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
            return tensor

        picture = self._draw_noise(side, side)
        with torch.enable_grad(), torch.autograd.graph.saved_tensors_hooks(keep, lambda x: x):
            maps = self.forward(picture.requires_grad_(True))
        del maps
        return sum(saved.values())

    def _draw_noise(self, height: int, width: int) -> Tensor:
        generator = torch.Generator().manual_seed(0)
        return torch.rand((1, 3, height, width), generator=generator).to(self.device)
