"""Optical flow: where each pixel of a frame was in the one before, and how far to trust that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.engine.zoom.warp import Texture
from dreamgen.imaging.gaussian import gaussian_blur

LONGEST_SIDE = 640
"""Pixels at which the flow is measured: it is smooth, and enlarged to the frame's own size."""
TOLERANCE, LEEWAY = 0.01, 0.5
"""Forward and backward flow may differ by this share of their squared lengths, and by this."""
BEND, LEAST_BEND = 0.01, 0.03
"""How much the flow may change from pixel to pixel before it is taken for the edge of an object."""
PLAIN = 0.012
"""Change of brightness from pixel to pixel, in 0..1, below which a place has no texture to follow."""
REACH = 16
"""Pixels over which the flow of what has texture stands for what has none."""
CHANGE = 0.12
"""How much a pixel's brightness may change along the flow, in 0..1, and still be the same thing."""
SOFTNESS = 1.5
"""Pixels over which trust fades, so that what is dreamed afresh has no hard edge."""


@dataclass(frozen=True)
class Flow:
    """How a frame comes from the one before.

    ``backward``, (2, H, W): x and y, in pixels, from each pixel to where it was. ``trust``,
    (1, H, W) in 0..1: 0 where it was hidden, outside of the frame, or something else.
    """

    backward: Tensor
    trust: Tensor

    def carry(self, values: Tensor) -> Tensor:
        """Return (C, H, W) of the frame before, moved to where its pixels are now."""
        return carry(values, self.backward)


class FlowEstimator(Protocol):
    """Measures the flow between two grey pictures, float32 (H, W) in 0..1."""

    def __call__(self, first: Tensor, second: Tensor) -> Tensor:
        """Return x and y, (2, H, W) in pixels, from each pixel of the first to where it is then."""


def measure_flow(before: Tensor, now: Tensor, estimate: FlowEstimator) -> Flow:
    """Return the flow between two frames, (3, H, W) in 0..1.

    A place is trusted if the flow back and forth ends where it began and does not change abruptly
    (Sundaram, Brox and Keutzer, "Dense point trajectories", 2010, equations 5 and 6), or if it has no
    texture and moves with its neighbours; and if it begins inside the frame, with the same brightness.
    """
    height, width = now.shape[1:]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    size = max(16, round(height * scale)), max(16, round(width * scale))
    first, second = _to_grey(before, size), _to_grey(now, size)
    backward, forward = estimate(second, first), estimate(first, second)
    agreed = _agree(backward, forward) & _are_smooth(backward)
    backward, followed = _fill_plain(backward, agreed, second)
    trust = followed & _begin_inside(backward)
    trust = trust & (carry(first[None], backward) - second[None]).abs().lt(CHANGE)
    # A pixel beside one that is not trusted is not trusted either; then the edge is softened.
    trust = -F.max_pool2d(-trust[None].float(), 3, 1, 1)
    trust = gaussian_blur(trust, SOFTNESS)
    ratio = torch.tensor([width / size[1], height / size[0]]).view(2, 1, 1)
    return Flow(_resize(backward, (height, width)) * ratio, _resize(trust[0], (height, width)))


def carry(values: Tensor, backward: Tensor) -> Tensor:
    """Return (C, H, W) resampled where ``backward``, (2, H, W), says, by cubic B-splines."""
    height, width = backward.shape[1:]
    x = torch.arange(width) + 0.5 + backward[0]
    y = torch.arange(height)[:, None] + 0.5 + backward[1]
    return Texture(values).sample_at(2 * x / width - 1, 2 * y / height - 1)


def _to_grey(pixels: Tensor, size: tuple[int, int]) -> Tensor:
    grey = (pixels * torch.tensor([0.299, 0.587, 0.114]).view(3, 1, 1)).sum(0)
    if tuple(grey.shape) == size:
        return grey
    return F.interpolate(grey[None, None], size, mode="bilinear", antialias=True)[0, 0]


def _fill_plain(backward: Tensor, agreed: Tensor, picture: Tensor) -> tuple[Tensor, Tensor]:
    """Return the flow, and where it is known: plain places move as what agrees around them does.

    Without texture the flow wanders, there and back by different ways, though nothing is hidden.
    """
    across, down = (picture.diff(dim=side, prepend=picture.narrow(side, 0, 1)) for side in (1, 0))
    texture = gaussian_blur((across.abs() + down.abs())[None, None], SOFTNESS)[0]
    weight = agreed.float()[None]
    near = gaussian_blur(weight, REACH)
    filled = gaussian_blur(backward[None] * weight, REACH) / near.clamp_min(1e-6)
    plain = ~agreed & (texture < PLAIN) & (near[0] > 0.02)
    return torch.where(plain, filled[0], backward), agreed | plain


def _agree(backward: Tensor, forward: Tensor) -> Tensor:
    there = carry(forward, backward)
    error = (backward + there).square().sum(0, keepdim=True)
    length = backward.square().sum(0, keepdim=True) + there.square().sum(0, keepdim=True)
    return error < TOLERANCE * length + LEEWAY


def _are_smooth(backward: Tensor) -> Tensor:
    across, down = torch.zeros_like(backward), torch.zeros_like(backward)
    across[:, :, :-1] = backward.diff(dim=2)
    down[:, :-1] = backward.diff(dim=1)
    bend = (across.square() + down.square()).sum(0, keepdim=True)
    return bend < BEND * backward.square().sum(0, keepdim=True) + LEAST_BEND


def _begin_inside(backward: Tensor) -> Tensor:
    height, width = backward.shape[1:]
    x = torch.arange(width) + backward[0]
    y = torch.arange(height)[:, None] + backward[1]
    return ((x > -0.5) & (x < width - 0.5) & (y > -0.5) & (y < height - 0.5))[None]


def _resize(values: Tensor, size: tuple[int, int]) -> Tensor:
    if tuple(values.shape[1:]) == size:
        return values
    return F.interpolate(values[None], size, mode="bilinear", align_corners=False)[0]
