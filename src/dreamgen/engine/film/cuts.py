"""Cuts: where a film shows something else from one frame to the next."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from dreamgen.engine.film.flow import Flow

LEAST_TRUSTED = 0.35
"""Share of the places that the flow explains, below which two frames may be of two shots."""
LEAST_CHANGE = 0.06
"""Mean difference, in 0..1, of two frames that are of two shots, as far as their colours tell."""
CELLS = 16


def is_cut(before: Tensor, now: Tensor, flow: Flow) -> bool:
    """Say whether a film was cut between two frames, (3, H, W) in 0..1.

    It was if the flow explains little of the frame and its colours are others: fast motion leaves
    the colours about where they were, and a flash the flow.
    """
    if float(flow.trust.mean()) >= LEAST_TRUSTED:
        return False
    first, second = (F.adaptive_avg_pool2d(frame[None], CELLS) for frame in (before, now))
    return float((first - second).abs().mean()) >= LEAST_CHANGE
