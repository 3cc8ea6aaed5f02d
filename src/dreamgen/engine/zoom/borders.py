"""Soft, irregular borders."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.smoothstep import smoothstep

FEATHER = 0.45  # width of the soft border, in half sides
WAVES = 0.7  # share of its width by which the border wanders
SQUARE = 4  # exponent of the superellipse: 2 is an ellipse, infinity a rectangle


def border_mask(size: tuple[int, int], seed: int, feather: float = FEATHER) -> Tensor:
    """Return (1, H, W), from 0 on the border of a frame of ``size`` (height, width) to 1 inside.

    A straight edge shows even when it is soft, since the eye follows lines; so this one is round at
    the corners and wanders by a smooth noise of its own for each seed.
    """
    height, width = size
    x = ((torch.arange(width) + 0.5) / width * 2 - 1).abs()[None, :]
    y = ((torch.arange(height) + 0.5) / height * 2 - 1).abs()[:, None]
    inside = 1 - (x**SQUARE + y**SQUARE) ** (1 / SQUARE)
    generator = torch.Generator().manual_seed(seed)
    noise = torch.rand((1, 1, 9, 9), generator=generator)
    waves = F.interpolate(noise, size, mode="bicubic", align_corners=True)[0, 0].clamp(0, 1)
    return smoothstep((inside / feather - WAVES * waves) / (1 - WAVES))[None]
