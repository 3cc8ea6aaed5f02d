"""Cuts: where a film shows something else from one frame to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from dreamgen.engine.film.flow import Flow, FlowEstimator, measure_flow

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
    return float(flow.trust.mean()) < LEAST_TRUSTED and _has_other_colours(before, now)


def find_shots(frames: Iterable[Tensor], estimate: FlowEstimator) -> Iterator[range]:
    """Yield the numbers of each shot's frames, (3, H, W) in 0..1, as soon as its end is known.

    The cuts are those of :func:`is_cut`; colours are looked at first, as the flow takes far longer.
    """
    first, before, number = 0, None, -1
    for number, now in enumerate(frames):
        if before is not None and _are_apart(before, now, estimate):
            yield range(first, number)
            first = number
        before = now
    if number >= 0:
        yield range(first, number + 1)


def _are_apart(before: Tensor, now: Tensor, estimate: FlowEstimator) -> bool:
    return _has_other_colours(before, now) and is_cut(
        before, now, measure_flow(before, now, estimate)
    )


def _has_other_colours(before: Tensor, now: Tensor) -> bool:
    first, second = (_measure_histograms(frame) for frame in (before, now))
    return float((first - second).abs().sum(1).mean() / 2) >= LEAST_CHANGE


def _measure_histograms(frame: Tensor) -> Tensor:
    """Return the share of each channel's values in each of the bins, (3, bins)."""
    return torch.stack([torch.histc(band, BINS, 0, 1) / band.numel() for band in frame])
