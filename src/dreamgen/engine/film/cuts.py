"""Cuts: where a film shows something else from one frame to the next."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen.engine.film.flow import Flow

LEAST_TRUSTED = 0.35
"""Share of the places that the flow explains, below which two frames may be of two shots."""
LEAST_CHANGE = 0.2
"""Share of the values that are others, from which two frames are of two shots."""
BINS = 16


def is_cut(before: Tensor, now: Tensor, flow: Flow) -> bool:
    """Say whether a film was cut between two frames, (3, H, W) in 0..1.

    It was if the flow explains little of the frame and its histogram is another: fast motion moves
    colours about and keeps them. A cut that is missed costs nothing but objectives that stay where
    they were, for what the flow does not explain is dreamed afresh.
    """
    if float(flow.trust.mean()) >= LEAST_TRUSTED:
        return False
    first, second = (_measure_histograms(frame) for frame in (before, now))
    return float((first - second).abs().sum(1).mean() / 2) >= LEAST_CHANGE


def _measure_histograms(frame: Tensor) -> Tensor:
    """Return the share of each channel's values in each of the bins, (3, bins)."""
    return torch.stack([torch.histc(band, BINS, 0, 1) / band.numel() for band in frame])
