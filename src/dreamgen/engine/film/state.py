"""What one frame of a film hands on to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from dreamgen.engine.film.flow import Flow
from dreamgen.engine.film.places import (
    carry_clamped,
    locate_places,
    move_places,
    shrink,
    shrink_flow,
)
from dreamgen.engine.zoom.store import Store

MAP_SHARE = 4
"""Pixels of a frame for one of the maps that are smooth: where places were, and what is fresh."""
FADING = 0.75
"""What is left of a place's freshness one frame later: it is dreamed on for about ten."""


@dataclass(frozen=True)
class State:
    """A dreamed frame, and what is known of its places.

    ``pixels``: uint8 (3, H, W). ``source``: the frame that was dreamed, float32 (3, H, W) in 0..1.
    ``displacement``: x and y, (2, h, w), from each place to where it was when its shot began, in
    half frames. ``fresh``: (1, h, w) in 0..1, 1 where nothing was dreamed before this frame.
    """

    pixels: Tensor
    source: Tensor
    displacement: Tensor
    fresh: Tensor

    @classmethod
    def begin(cls, pixels: Tensor, source: Tensor) -> State:
        """Return the state after the first frame of a shot, all of which is dreamed."""
        size = _map_size(source)
        return cls(_to_levels(pixels), source, torch.zeros(2, *size), torch.zeros(1, *size))

    @property
    def detail(self) -> Tensor:
        """What dreaming has added to the source, float32 (3, H, W)."""
        return self.pixels.float() / 255 - self.source

    @property
    def places(self) -> Tensor:
        """Where each place was when the shot began, x and y, (1, 2, h, w) in -1..1 and beyond."""
        return locate_places(self.displacement)

    def follow(self, flow: Flow, source: Tensor) -> State:
        """Return the state as the next frame, with its own ``source``, finds it."""
        _, backward = shrink_flow(flow, self.fresh.shape[1:])
        moved = move_places(self.displacement, flow)
        unseen = 1 - shrink(flow.trust, self.fresh.shape[1:])
        fresh = torch.maximum(unseen, FADING * carry_clamped(self.fresh, backward)).clamp(0, 1)
        return replace(self, source=source, displacement=moved, fresh=fresh)

    def with_pixels(self, pixels: Tensor) -> State:
        """Return the state with a frame, (3, H, W) in 0..1, that was dreamed."""
        return replace(self, pixels=_to_levels(pixels))

    def store(self, store: Store, number: int) -> State:
        """Keep the state of a frame; return it as it will be read back."""
        maps = torch.cat([self.displacement, self.fresh]).half()
        store.put(f"maps-{number:06}", maps)
        store.put(f"frame-{number:06}", self.pixels)
        return _unpack(self.pixels, self.source, maps)

    @staticmethod
    def goes_on(store: Store, number: int) -> bool:
        """Say whether a frame was kept that is not the first of its shot."""
        names = f"frame-{number:06}", f"maps-{number:06}"
        is_kept = all(store.get(name) is not None for name in names)
        return is_kept and store.get(f"shot-{number:06}") is None

    @classmethod
    def load(cls, store: Store, number: int, source: Tensor) -> State | None:
        """Return the state of a frame that was kept, or None."""
        pixels = store.get(f"frame-{number:06}")
        maps = store.get(f"maps-{number:06}")
        return None if pixels is None or maps is None else _unpack(pixels, source, maps)


def _unpack(pixels: Tensor, source: Tensor, maps: Tensor) -> State:
    maps = maps.float()
    return State(pixels, source, maps[:2], maps[2:])


def _to_levels(pixels: Tensor) -> Tensor:
    return (pixels * 255).round().to(torch.uint8).cpu()


def _map_size(source: Tensor) -> tuple[int, int]:
    height, width = source.shape[1:]
    return max(8, height // MAP_SHARE), max(8, width // MAP_SHARE)
