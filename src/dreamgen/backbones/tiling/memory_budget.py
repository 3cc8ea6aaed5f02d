"""Looking within a budget of memory: at a picture whole where it fits, in tiles where it does not."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

from dreamgen.backbones.tiling.tiles import Look, Tiling, run_in_tiles
from dreamgen.errors import BadInput

SHARE = 0.5  # of a device's memory, where no budget is given
MOST = 32_768  # bytes a pixel, which hardly any network needs: what fits then needs no measuring
BESIDES = 2.0  # what a step holds, over what is kept for the way back
OWN = 400  # bytes a pixel that the engine needs itself: the picture, its gradient, their filters
PROBE = 224  # pixels: side of what is shown in order to measure; some networks take no less
SMALLEST = 64  # pixels a side of a tile's own
CLOSE = 0.03  # share of a map's largest value that tiles may differ by, half precision's rounding


@dataclass
class Budget:
    """One look, within a budget.

    ``allowed`` is in bytes, None for half of the device's memory. ``reach`` gives the receptive
    field of what is looked at in pixels, None where it is the whole picture; ``grain`` is the
    largest step between places of the network's maps. ``name`` is the network's, for messages.
    """

    look: Look
    device: torch.device
    allowed: int | None
    reach: Callable[[], int | None]
    grain: int
    name: str
    _cost: float | None = None
    _tilings: dict[tuple[int, int], Tiling | None] = field(default_factory=dict)

    def __call__(self, picture: Tensor) -> list[Tensor]:
        """Return the maps of (B, C, H, W)."""
        tiling = self.tiling_for(picture.shape[2], picture.shape[3])
        return self.look(picture) if tiling is None else run_in_tiles(self.look, picture, tiling)

    def tiling_for(self, height: int, width: int) -> Tiling | None:
        """Return how a picture is cut; None to look at it whole.

        Raise BadInput if it fits neither whole nor in tiles, and a budget was given; without one it
        is tried whole.
        """
        pixels = height * width
        total = memory_of(self.device) * SHARE if self.allowed is None else self.allowed
        if pixels * (MOST + OWN) <= total:
            return None
        if self._cost is None:
            self._cost = self._measured()
        free = total - pixels * OWN
        if pixels * self._cost <= free:
            return None
        size = height, width
        if size not in self._tilings:
            self._tilings[size] = self._tiling(size, free)
        found = self._tilings[size]
        if found is None and self.allowed is not None:
            raise BadInput(self._refusal(pixels))
        return found

    def _tiling(self, size: tuple[int, int], free: float) -> Tiling | None:
        reach = self.reach()
        if reach is None:
            return None
        steps = self._steps()
        if steps is None:
            return None
        # Half a field on either side, and a place more: fields need not lie in the very middle.
        margin = math.ceil((reach / 2 + self.grain) / self.grain) * self.grain
        room = math.sqrt(max(0.0, free) / self._cost)
        side = math.floor((room - 2 * margin) / self.grain - 1) * self.grain
        tiling = Tiling(side, margin, steps)
        if side < SMALLEST or not self._is_exact(tiling, size):
            return None
        return tiling

    @property
    def _probe(self) -> int:
        return math.ceil(PROBE / self.grain) * self.grain

    def _steps(self) -> tuple[int, ...] | None:
        """Return the step of each map; None if some map is no regular grid over the picture."""
        side = self._probe
        maps = self._probed(side, side)
        if any(x.shape[2] != x.shape[3] or side % x.shape[2] for x in maps):
            return None
        steps = tuple(side // x.shape[2] for x in maps)
        return None if any(self.grain % step for step in steps) else steps

    def _is_exact(self, tiling: Tiling, size: tuple[int, int]) -> bool:
        """Say whether tiles give what the whole gives, tried on a small picture of like borders."""
        # Two or three tiles a side: every way in which a tile can be cut off is among them.
        half = 2 * (tiling.margin + self.grain)
        few = Tiling(half, tiling.margin, tiling.steps)
        height, width = (2 * half + side % self.grain for side in size)
        picture = _noise(height, width, self.device)
        with torch.no_grad():
            whole = self.look(picture)
            for one, other in zip(whole, run_in_tiles(self.look, picture, few), strict=True):
                if one.shape != other.shape:
                    return False
                if float((one - other).abs().max()) > CLOSE * float(one.abs().max()):
                    return False
        return True

    def _probed(self, height: int, width: int) -> list[Tensor]:
        with torch.no_grad():
            return self.look(_noise(height, width, self.device))

    def _measured(self) -> float:
        """Return the bytes a pixel that a step of the ascent holds."""
        small, large = self._probe, 2 * self._probe
        # Of the difference, for the weights are kept as well, whatever the picture's size.
        more = self._kept(large) - self._kept(small)
        return BESIDES * max(1, more) / (large**2 - small**2)

    def _kept(self, side: int) -> int:
        """Return the bytes that are kept for the way back from a look at a square picture."""
        held: dict[int, int] = {}

        def keep(tensor: Tensor) -> Tensor:
            held[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage().nbytes()
            return tensor

        picture = _noise(side, side, self.device)
        with torch.enable_grad(), torch.autograd.graph.saved_tensors_hooks(keep, lambda x: x):
            maps = self.look(picture.requires_grad_(True))
        del maps
        return sum(held.values())

    def _refusal(self, pixels: int) -> str:
        need = readable(pixels * (self._cost + OWN))
        if self.reach() is None:
            why = (
                f"{self.name} sees the whole picture at once there, so it cannot be cut into tiles"
            )
        else:
            why = "that is too little even for tiles, or its layers cannot be cut"
        return (
            f"memory = {readable(self.allowed)}: this picture needs about {need}, and {why}; "
            "allow more, or give a smaller --size or an earlier --layer"
        )


def memory_of(device: torch.device) -> int:
    """Return the bytes of memory of a device, however much of it is free."""
    if device.type == "cuda":
        return torch.cuda.get_device_properties(device).total_memory
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return 8 * 2**30


def readable(count: float) -> str:
    """Return a number of bytes for people: 800MB, 1.5GB."""
    return f"{count / 2**30:.3g}GB" if count >= 2**30 else f"{count / 2**20:.3g}MB"


def _noise(height: int, width: int, device: torch.device) -> Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.rand((1, 3, height, width), generator=generator).to(device)
