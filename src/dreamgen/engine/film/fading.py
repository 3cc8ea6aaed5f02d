"""Fades: what comes into view without moving, out of black or out of another picture."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from dreamgen.engine.film.flow import Flow
from dreamgen.engine.film.places import shrink
from dreamgen.imaging.gaussian import gaussian_blur

SHARE = 4
"""Pixels of a frame for one that is compared: what noise and resampling change is finer."""
NEAR = 4
"""Of these pixels: over which a place is compared with what is around it."""
FAINT = 0.01
"""Deviation of a source, in 0..1, that is no picture yet."""
USUAL, FADE = 0.05, 0.1
"""Share that the flow leaves unexplained in ordinary films, and from which on it is a fade."""


def measure_fade(flow: Flow, before: Tensor, now: Tensor) -> Tensor:
    """Return the share of what each place shows, (1, H, W) in 0..1, that has just faded in.

    ``before`` and ``now`` are the frames, (3, H, W) in 0..1. What stays, moves as the flow says, or
    fades out, has share 0. Of a picture that comes out of black what is left, 1 minus the share,
    multiplies from frame to frame to its first contrast over its last.
    """
    size = now[0, ::SHARE, ::SHARE].shape
    trust = shrink(flow.trust, size)
    old, new = (_subtract_mean(shrink(x, size), trust) for x in (flow.carry(before), now))

    def sum_near(values: Tensor) -> Tensor:
        return gaussian_blur((values * trust).sum(0, keepdim=True)[None], NEAR)[0]

    # The frame before, made as much weaker as fits best, is taken away: a fade out leaves nothing.
    weaker = (sum_near(old * new) / sum_near(old.square()).clamp_min(1e-8)).clamp(0, 1)
    left = sum_near((new - weaker * old).square()).sqrt()
    share = left / (sum_near(new.square()).sqrt() + FAINT)
    share = share * ((share - USUAL) / (FADE - USUAL)).clamp(0, 1)
    return F.interpolate(share[None], now.shape[1:], mode="bilinear")[0].clamp(0, 1)


def _subtract_mean(pixels: Tensor, weight: Tensor) -> Tensor:
    total = (pixels * weight).sum((1, 2), keepdim=True)
    return pixels - total / weight.sum().clamp_min(1e-6)
