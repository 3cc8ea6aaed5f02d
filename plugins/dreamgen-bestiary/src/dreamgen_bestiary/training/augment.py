"""Random augmentation: crops, rotations, mirror images and other light."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

NEAREST, FARTHEST = 0.6, 1.05  # share of the picture's side that is seen
TURN = 0.2  # radians either way
SWAPPED = 0.04  # share of the pictures whose colour channels change places


def augment_pictures(images: Tensor, side: int, generator: torch.Generator) -> Tensor:
    """Return float32 (B, 3, side, side) in 0..1 of uint8 (B, 3, S, S).

    ``generator`` is on the CPU, so that random numbers are the same for any device.
    """
    picture = images.float() / 255
    if images.shape[-1] >= 1.5 * side:
        picture = F.avg_pool2d(picture, 2)  # no aliases where it shrinks
    grid = F.affine_grid(
        _draw_places(len(images), generator).to(picture.device),
        [len(images), 3, side, side],
        align_corners=False,
    )
    picture = F.grid_sample(picture, grid, padding_mode="reflection", align_corners=False)
    return _relight(picture, generator)


def _draw_places(count: int, generator: torch.Generator) -> Tensor:
    def random() -> Tensor:
        return torch.rand(count, generator=generator)

    size = NEAREST + (FARTHEST - NEAREST) * random()
    angle = TURN * (2 * random() - 1)
    mirror = torch.where(random() < 0.5, -1.0, 1.0)
    room = (1 - size).clamp_min(0)
    cos, sin = size * torch.cos(angle), size * torch.sin(angle)
    across = torch.stack([cos * mirror, -sin, (2 * random() - 1) * room], -1)
    down = torch.stack([sin * mirror, cos, (2 * random() - 1) * room], -1)
    return torch.stack([across, down], 1)


def _relight(picture: Tensor, generator: torch.Generator) -> Tensor:
    count = len(picture)

    def between(low: float, high: float, channels: int = 1) -> Tensor:
        value = torch.rand(count, channels, 1, 1, generator=generator)
        return (low + (high - low) * value).to(picture.device)

    grey = picture.mean(1, keepdim=True)
    picture = grey + (picture - grey) * between(0.7, 1.3)
    picture = (picture - 0.5) * between(0.75, 1.25) + 0.5 + between(-0.08, 0.08, 3)
    order = torch.randperm(3, generator=generator).to(picture.device)
    swapped = between(0, 1) < SWAPPED
    return torch.where(swapped, picture[:, order], picture).clamp(0, 1)
