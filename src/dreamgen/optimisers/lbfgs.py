"""Steps that know the curvature, from the last few gradients."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.optimisers.base import Optimiser

_FLAT = 1e-6  # cosine between a step and the change along it: less is rounding


class Lbfgs(Optimiser):
    """L-BFGS (Nocedal, 1980): the two-loop recursion, with one gradient a step and no line search.

    For smooth objectives without random views: no ``jitter`` or other view, or many ``views``. Each
    step's mean change is at most ``longest``, and that of the first one is half as much; where the
    objective curves upwards a pair of gradients teaches nothing and is left out.
    """

    history: int = Field(10, description="how many pairs of gradients are kept", ge=1, le=100)
    longest: float = Field(0.05, description="largest mean change in a step", gt=0, le=10)

    def start(self, parameters: Tensor, step_size: float) -> Callable[[Tensor, float], Tensor]:
        longest = self.longest * step_size
        pairs: deque[tuple[Tensor, Tensor, Tensor]] = deque(maxlen=self.history)
        last: tuple[Tensor, Tensor] | None = None
        shape = parameters.shape

        def advance(gradient: Tensor, progress: float) -> Tensor:
            nonlocal last
            slope = gradient.flatten(1)  # (B, n): each picture has pairs of its own
            if last is not None:
                # Of the negative objective, which is minimised: its gradient has changed by this.
                pairs.append(_make_pair(last[0], last[1] - slope))
            step = _find_step(slope, pairs, longest)
            last = step, slope.clone()
            return step.view(shape)

        return advance


def _dot(one: Tensor, other: Tensor) -> Tensor:
    return (one * other).sum(1, keepdim=True)


def _make_pair(step: Tensor, change: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return a step, the change of the gradient along it, and 1 over their product, or 0."""
    product = _dot(step, change)
    usable = product > _FLAT * (_dot(step, step) * _dot(change, change)).sqrt()
    return step, change, torch.where(usable, 1 / torch.where(usable, product, 1.0), 0.0)


def _find_step(
    slope: Tensor, pairs: Sequence[tuple[Tensor, Tensor, Tensor]], longest: float
) -> Tensor:
    """Return the step, (B, n); straight along the gradient where no pair teaches anything yet."""
    straight = slope * (0.5 * longest / (slope.abs().mean(1, keepdim=True) + 1e-30))
    if not pairs:
        return straight
    direction = _find_direction(slope, pairs)
    bent = direction * (longest / (direction.abs().mean(1, keepdim=True) + 1e-30)).clamp_max(1)
    knows = torch.stack([inverse for _, _, inverse in pairs]).amax(0) > 0
    return torch.where(knows, bent, straight)


def _find_direction(slope: Tensor, pairs: Sequence[tuple[Tensor, Tensor, Tensor]]) -> Tensor:
    """Return the inverse Hessian times the gradient, (B, n), by Nocedal's two loops."""
    shares = []
    for step, change, inverse in reversed(pairs):
        share = inverse * _dot(step, slope)
        slope = slope - share * change
        shares.append(share)
    slope = slope * _estimate_scale(pairs)
    for (step, change, inverse), share in zip(pairs, reversed(shares), strict=True):
        slope = slope + (share - inverse * _dot(change, slope)) * step
    return slope


def _estimate_scale(pairs: Sequence[tuple[Tensor, Tensor, Tensor]]) -> Tensor:
    """Return the size of the inverse Hessian, (B, 1), from the newest pair that teaches any."""
    scale = torch.ones_like(pairs[0][2])
    for _, change, inverse in pairs:
        own = 1 / (inverse * _dot(change, change) + 1e-30)
        scale = torch.where(inverse > 0, own, scale)
    return scale
