"""Where an objective counts: its region keeps the gradient of all other places out.

Activations outside a region are seen, and are not moved: that alone would let each place of a deep
layer move its whole receptive field. So pixels outside are held as well.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F


def resize_region(region: Tensor, size: Sequence[int]) -> Tensor:
    """Return a map, (1, 1, H, W), at another (height, width): each place the mean of its area."""
    return F.adaptive_avg_pool2d(region, (size[0], size[1]))


def hold_outside(values: Tensor, region: Tensor) -> Tensor:
    """Return (1, C, h, w) as it is, whose gradient is multiplied by the region, (1, 1, h, w)."""
    return values.detach() + region * (values - values.detach())


def unite_regions(regions: Sequence[Tensor | None]) -> Tensor | None:
    """Return where any of the regions reaches; None for everywhere."""
    known = [region for region in regions if region is not None]
    if not known or len(known) < len(regions):
        return None
    return torch.stack(known).amax(0)
