"""Forward passes within a memory budget: whole where the picture fits, in tiles where not."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from dreamgen.backbones.tiling.costs import ENGINE, SPARE, format_bytes
from dreamgen.backbones.tiling.device_memory import memory_of
from dreamgen.backbones.tiling.measure import Measurements, Probe
from dreamgen.backbones.tiling.tiles import Forward, Tiling, run_in_tiles
from dreamgen.errors import BadInput

SHARE = 0.5  # of a device's memory, where no budget is given
MOST = 32_768  # bytes a pixel, which hardly any network needs: what fits then needs no measuring
KEPT_MAPS = 2  # of the whole picture, kept while its tiles run: the layers' maps, their gradients
SCORED_MAPS = 4  # as many while the objective is differentiated
GAPS = 1.4  # memory of many tiles one after another, over that of one: not every gap is used again
SMALLEST = 64  # pixels a side of a tile without its margin


@dataclass(frozen=True)
class MemoryBudget:
    """A forward pass within a budget; call it with pictures (B, 3, H, W).

    ``forward`` is the pass over whole pictures. ``allowed`` is in bytes, None for half of the
    device's memory. ``receptive_field`` gives that of the layers in pixels, None where it is the
    whole picture; ``stride`` is the largest step between places of the maps, in pixels. ``name`` is
    the network's, for messages.
    """

    forward: Forward
    device: torch.device
    allowed: int | None
    receptive_field: Callable[[], int | None]
    stride: int
    name: str
    measured: Measurements = field(default_factory=Measurements)

    def __call__(self, pictures: Tensor) -> Sequence[Tensor]:
        """Return the layers' maps of (B, 3, H, W)."""
        batch, _, height, width = pictures.shape
        tiling = self.measured.halved.get((height, width))
        if tiling is None:
            tiling = self.find_tiling(height, width, batch)
        if tiling is None:
            return self.forward(pictures)
        return run_in_tiles(self.forward, pictures, tiling)

    @property
    def total(self) -> float:
        """Bytes that may be used: what is allowed, or a share of the device's memory."""
        return memory_of(self.device) * SHARE if self.allowed is None else self.allowed

    def holds_engine(self, height: int, width: int, batch: int = 1) -> bool:
        """Say whether the budget is ample for what the engine keeps of whole pictures.

        Half of the usual one is; of one that was given, a quarter, for it is not to be overdrawn.
        """
        share = 0.5 if self.allowed is None else 0.25
        return batch * height * width * ENGINE <= self.total * share

    def has_room(self, height: int, width: int, batch: int = 1) -> bool:
        """Say whether :meth:`find_tiling` finds a way."""
        try:
            self.find_tiling(height, width, batch)
        except BadInput:
            return False
        return True

    def find_tiling(
        self, height: int, width: int, batch: int = 1, because: str = ""
    ) -> Tiling | None:
        """Return how pictures of one size are cut; None for a pass over the whole.

        Raise BadInput if a batch of them fits neither whole nor in tiles, and a budget was given;
        without one the whole is tried. ``because`` says why the engine needs them whole.
        """
        pixels = batch * height * width
        if self.holds(pixels):
            return None
        cost = self._bytes_per_pixel()
        free = self.total - pixels * ENGINE
        key = batch, height, width
        tilings = self.measured.tilings
        if key not in tilings:
            tilings[key] = self._cut_tiles((height, width), free / batch, cost)
        if tilings[key] is None and self.allowed is not None:
            raise BadInput(self.explain_refusal((height, width), batch, because))
        return tilings[key]

    def holds(self, pixels: int) -> bool:
        """Return whether pictures of so many pixels in all fit into a pass as they are."""
        if pixels * (MOST + ENGINE) <= self.total:
            return True
        return pixels * (self._bytes_per_pixel() + ENGINE) <= self.total

    def count_together(self, shape: Sequence[int], views: int = 1) -> int:
        """Return how many views of pictures (B, C, H, W) go through the network at once."""
        batch, _, height, width = shape
        return min(batch * views, self.measured.together.get((height, width), batch * views))

    def halve(self, shape: Sequence[int], views: int = 1) -> bool:
        """Try half of the views of (B, C, H, W), which ran out of memory, from now on.

        Then half the side of the tiles; return False if nothing is left to halve.
        """
        size, count = (shape[2], shape[3]), self.count_together(shape, views)
        if count > 1:
            self.measured.together[size] = (count + 1) // 2
            return True
        before = self.measured.halved.get(size) or self.find_tiling(*size)
        longest = max(size) if before is None else before.side
        side = math.ceil(longest / 2 / self.stride) * self.stride
        steps = self._probe.find_steps() if self._margin else None
        if steps is None or not SMALLEST <= side < longest:
            return False
        tiling = Tiling(side, self._margin, steps)
        self.measured.halved[size] = tiling
        return self._probe.is_exact(tiling, size)

    def find_tiling_beside_strips(
        self, height: int, width: int, keeps_maps: bool = True
    ) -> Tiling | None:
        """Return how one picture is cut where the engine works by strips; None if it cannot be cut.

        ``keeps_maps``: whether the layers' maps are kept while its tiles run. Raise BadInput if that
        does not fit, and a budget was given.
        """
        size, key, known = (height, width), (height, width, keeps_maps), self.measured.beside_strips
        if key not in known:
            least = self._least_beside_strips(height * width, keeps_maps)
            held = SPARE + KEPT_MAPS * self._count_map_bytes(height * width, keeps_maps)
            # Without a budget nothing is refused: what the system cannot hold it pages out.
            total = max(self.total, least) if self.allowed is None else self.total
            free = (total if total >= least else 2 * least) - held
            tiling = self._cut_tiles(size, free, GAPS * self._bytes_per_pixel())
            if tiling is not None and total < least:
                raise BadInput(self.explain_refusal(size, keeps_maps=keeps_maps))
            known[key] = tiling
        return known[key]

    def has_room_beside_strips(self, height: int, width: int, keeps_maps: bool = True) -> bool:
        """Say whether :meth:`find_tiling_beside_strips` finds a way within the budget."""
        try:
            return self.find_tiling_beside_strips(height, width, keeps_maps) is not None
        except BadInput:
            return False

    def _least_beside_strips(self, pixels: float, keeps_maps: bool) -> float:
        """Return the fewest bytes in which the engine's strips and tiles of the network run."""
        maps = self._count_map_bytes(pixels, keeps_maps)
        tile = SMALLEST + self.stride + 2 * self._margin
        cost = GAPS * self._bytes_per_pixel()
        return SPARE + max(SCORED_MAPS * maps, KEPT_MAPS * maps + tile**2 * cost)

    def _cut_tiles(self, size: tuple[int, int], free: float, cost: float) -> Tiling | None:
        """Return the largest exact tiles of a picture whose cost fits into ``free`` bytes."""
        margin, stride = self._margin, self.stride
        steps = self._probe.find_steps() if margin else None
        if steps is None:
            return None
        room = math.sqrt(max(0.0, free) / cost)
        side = math.floor((room - 2 * margin) / stride - 1) * stride
        if side < SMALLEST:
            return None
        places = (size[0] % stride, size[1] % stride)
        if places not in self.measured.exact:
            self.measured.exact[places] = self._probe.is_exact(Tiling(side, margin, steps), size)
        return Tiling(side, margin, steps) if self.measured.exact[places] else None

    @property
    def _margin(self) -> int:
        """Pixels around a tile that its middle depends on; 0 where that is the whole picture."""
        field, stride = self.receptive_field(), self.stride
        # Half a field on either side, and a place more: fields need not lie in the very middle.
        return 0 if field is None else math.ceil((field / 2 + stride) / stride) * stride

    def _bytes_per_pixel(self) -> float:
        """Return the bytes that a step of the ascent needs for each pixel, measured once."""
        if self.measured.bytes_per_pixel is None:
            self.measured.bytes_per_pixel = self._probe.count_bytes_per_pixel()
        return self.measured.bytes_per_pixel

    def _count_map_bytes(self, pixels: float, keeps_maps: bool) -> float:
        """Return how many bytes the layers' maps take that are kept; measured once for a pixel."""
        if not keeps_maps:
            return 0.0
        if self.measured.map_bytes_per_pixel is None:
            self.measured.map_bytes_per_pixel = self._probe.count_map_bytes_per_pixel()
        return pixels * self.measured.map_bytes_per_pixel

    @property
    def _probe(self) -> Probe:
        return Probe(self.forward, self.device, self.stride)

    def _least_of_whole(self, pixels: float, can_be_cut: bool) -> float:
        """Return the fewest bytes in which pictures of so many pixels in all are dreamed as a whole."""
        tile = (SMALLEST + 2 * self.stride + 2 * self._margin) ** 2
        in_pass = min(pixels, tile) if can_be_cut else pixels
        return pixels * ENGINE + in_pass * self._bytes_per_pixel()

    def explain_refusal(
        self, size: tuple[int, int], batch: int = 1, because: str = "", keeps_maps: bool = True
    ) -> str:
        """Return why pictures of (height, width) are refused, what they need, and what would fit.

        ``because`` says why they cannot go by strips.
        """
        (height, width), allowed = size, self.total
        can_be_cut = self._can_be_cut(size)
        by_strips = batch == 1 and not because and can_be_cut

        def count_least(share: float) -> float:
            whole = self._least_of_whole(batch * share * height * width, can_be_cut)
            if not by_strips:
                return whole
            return min(whole, self._least_beside_strips(share * height * width, keeps_maps))

        share = 1.0
        while share > 0.001 and count_least(share) > allowed:
            share *= 0.95
        # A little less: sizes are whole numbers, and tiles as well.
        high, wide = (math.floor(side * math.sqrt(0.95 * share)) for side in size)
        fits = (
            f"{wide} x {high} pixels would fit" if share > 0.001 else "no size fits, so allow more"
        )
        why = f", and {because}, so it cannot go by strips" if because else ""
        if not self._margin:
            why = (
                f", and {self.name} sees the whole picture at once, so it cannot be cut into tiles"
            )
        elif not can_be_cut:
            why = ", and these layers cannot be cut into tiles"
        return (
            f"memory = {format_bytes(allowed)}: {width} x {height} pixels need about "
            f"{format_bytes(count_least(1.0))}{why}; {fits}"
        )

    def _can_be_cut(self, size: tuple[int, int]) -> bool:
        """Say whether pictures of (height, width) can be cut into tiles, as far as was tried."""
        places = (size[0] % self.stride, size[1] % self.stride)
        is_exact = self.measured.exact.get(places, True)
        return bool(self._margin) and is_exact and self._probe.find_steps() is not None
