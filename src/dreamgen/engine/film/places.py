"""Where places of a moving picture were when its shot began, so that what belongs to one goes with it.

A displacement says so: x and y, (2, h, w), in half frames, on a map that may be smaller than the
picture, for it is smooth.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.engine.film.flow import Flow, carry


def move_places(displacement: Tensor, flow: Flow) -> Tensor:
    """Return the displacement of the next frame."""
    small, backward = shrink_flow(flow, displacement.shape[1:])
    height, width = flow.backward.shape[1:]
    moved = carry_clamped(displacement, backward)
    return moved + small * torch.tensor([2 / width, 2 / height]).view(2, 1, 1)


def locate_places(displacement: Tensor) -> Tensor:
    """Return where each place was when the shot began, x and y, (1, 2, h, w) in -1..1 and beyond."""
    height, width = displacement.shape[1:]
    x = (torch.arange(width) + 0.5) * (2 / width) - 1
    y = (torch.arange(height) + 0.5) * (2 / height) - 1
    return (displacement + torch.stack(torch.meshgrid(x, y, indexing="xy")))[None]


def shrink_flow(flow: Flow, size: torch.Size) -> tuple[Tensor, Tensor]:
    """Return a flow on a smaller map, (2, h, w), in pixels of the picture and in those of the map."""
    (height, width), (rows, columns) = flow.backward.shape[1:], size
    small = shrink(flow.backward, size)
    return small, small * torch.tensor([columns / width, rows / height]).view(2, 1, 1)


def shrink(values: Tensor, size: torch.Size) -> Tensor:
    """Return (C, H, W) on a smaller map, (C, h, w)."""
    return F.adaptive_avg_pool2d(values[None], (size[0], size[1]))[0]


def carry_clamped(values: Tensor, backward: Tensor) -> Tensor:
    """Return maps carried along, those of the border where what they follow was outside."""
    height, width = backward.shape[1:]
    x = (torch.arange(width) + backward[0]).clamp(0, width - 1) - torch.arange(width)
    y = torch.arange(height)[:, None]
    y = (y + backward[1]).clamp(0, height - 1) - y
    return carry(values, torch.stack([x, y]))
