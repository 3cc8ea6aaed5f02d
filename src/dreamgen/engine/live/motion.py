"""What moves between two pictures of a camera, whose sensor is never quite still."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional as F

from dreamgen.engine.film.flow import Flow, FlowEstimator, measure_flow
from dreamgen.imaging.gaussian import gaussian_blur

NOISE = 0.02
"""Change of brightness, in 0..1, that is a sensor's noise or a lamp's flicker."""
SMOOTH = 2.0
"""Sigma of the blur, in pixels, that takes most of a sensor's noise away."""
AROUND = 17
"""Pixels: width of the surroundings of a place that must stand still for it to."""
EDGE = 3.0
"""Sigma, in pixels, over which motion fades into what stands still."""


def find_motion(before: Tensor, now: Tensor, estimate: FlowEstimator) -> Flow | None:
    """Return the flow between two pictures, (3, H, W) in 0..1; None if nothing moves.

    What stands still has no flow and is trusted, so a dream stays sharp there however long.
    """
    change = gaussian_blur((now - before).mean(0)[None, None], SMOOTH).abs()
    moving = F.max_pool2d(change, AROUND, 1, AROUND // 2) > NOISE
    if not bool(moving.any()):
        return None
    flow = measure_flow(before, now, estimate)
    share = gaussian_blur(moving.float(), EDGE)[0]
    return Flow(flow.backward * share, flow.trust.lerp(flow.trust.new_ones(()), 1 - share))
