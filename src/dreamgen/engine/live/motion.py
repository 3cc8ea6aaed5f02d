"""What moves between two pictures of a camera, whose sensor is never quite still."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.engine.film.flow import Flow, FlowEstimator, measure_flow
from dreamgen.engine.film.places import move_places, shrink
from dreamgen.imaging.gaussian import gaussian_blur

NOISE = 0.02
"""Change of brightness, in 0..1, that is a sensor's noise or a lamp's flicker."""
CELL = 4
"""Pixels of the grid on which change is looked for: their mean has little of a sensor's noise."""
AROUND = 5
"""Cells: width of the surroundings of a place that must stand still for it to."""
FLOW_SIDE = 192
"""Longest side, in pixels, at which the flow is measured: it takes as long as some steps do."""
EDGE = 1.0
"""Sigma, in cells, over which motion fades into what stands still."""
KEPT = 0.98
"""Share of a place's displacement that is left after a frame in which something moves."""


def find_motion(before: Tensor, now: Tensor, estimate: FlowEstimator) -> Flow | None:
    """Return the flow between two pictures, (3, H, W) in 0..1; None if nothing moves.

    What stands still has no flow and is trusted, so a dream stays sharp there however long.
    """
    change = F.avg_pool2d((now - before).mean(0)[None, None], CELL, ceil_mode=True).abs()
    moving = F.max_pool2d(change, AROUND, 1, AROUND // 2) > NOISE
    if not bool(moving.any()):
        return None
    flow = _measure_small(before, now, estimate)
    share = _resize(gaussian_blur(moving.float(), EDGE)[0], (now.shape[1], now.shape[2]))
    return Flow(flow.backward * share, flow.trust.lerp(flow.trust.new_ones(()), 1 - share))


def follow_places(displacement: Tensor | None, flow: Flow) -> Tensor:
    """Return the displacement of places after a flow, as films have it; None before: none.

    What comes into view is where it is, and with all that moves the rest returns there by and by:
    a camera's shot has no end, and small errors of each flow would add up.
    """
    if displacement is None:
        height, width = flow.backward.shape[1:]
        displacement = torch.zeros(2, max(8, height // CELL), max(8, width // CELL))
    trust = shrink(flow.trust, displacement.shape[1:])
    return KEPT * trust * move_places(displacement, flow)


def _measure_small(before: Tensor, now: Tensor, estimate: FlowEstimator) -> Flow:
    """Return the flow between two pictures, measured at a small size."""
    height, width = now.shape[1:]
    scale = FLOW_SIDE / max(height, width)
    if scale >= 1:
        return measure_flow(before, now, estimate)
    small = max(16, round(height * scale)), max(16, round(width * scale))
    flow = measure_flow(_resize(before, small), _resize(now, small), estimate)
    ratio = torch.tensor([width / small[1], height / small[0]]).view(2, 1, 1)
    whole = height, width
    return Flow(_resize(flow.backward, whole) * ratio, _resize(flow.trust, whole))


def _resize(values: Tensor, size: tuple[int, int]) -> Tensor:
    return F.interpolate(values[None], size, mode="bilinear", antialias=True)[0]
