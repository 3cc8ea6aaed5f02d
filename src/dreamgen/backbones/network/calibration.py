"""A few made-up pictures, on which the statistics of a layer's channels are measured."""

from __future__ import annotations

import torch
from torch import Tensor

from dreamgen.imaging.noise import filter_to_pink


def draw_pictures(count: int, height: int, width: int, seed: int = 0) -> Tensor:
    """Return pictures of shape (count, 3, height, width) in 0..1, always the same for a seed.

    Every other one is coloured 1/f noise, whose spectrum is a photograph's; the rest are "dead
    leaves": overlapping discs, whose edges and occlusions are a photograph's too (Lee, Mumford and
    Huang 2001).
    """
    rng = torch.Generator().manual_seed(seed)
    makers = (_draw_noise, _draw_leaves)
    return torch.stack([makers[index % 2](height, width, rng) for index in range(count)])


def _draw_noise(height: int, width: int, rng: torch.Generator) -> Tensor:
    white = torch.randn(3, height, width, generator=rng)
    noise = filter_to_pink(white, keep_mean=True)
    # Photographs vary in brightness far more than in colour.
    grey = noise.mean(0, keepdim=True)
    return (0.5 + 0.22 * (0.5 * noise + grey)).clamp(0, 1)


def _draw_leaves(height: int, width: int, rng: torch.Generator, discs: int = 120) -> Tensor:
    canvas = torch.rand(3, 1, 1, generator=rng).expand(3, height, width).clone()
    for y, x, size, *colour in torch.rand(discs, 6, generator=rng).tolist():
        # Few large leaves, many small ones: the density falls with the square of the radius.
        _paint_disc(
            canvas, y * height, x * width, max(height, width) * 0.5 / (1 + 24 * size), colour
        )
    texture = 0.04 * torch.randn(3, height, width, generator=rng)
    return (canvas + texture).clamp(0, 1)


def _paint_disc(canvas: Tensor, y: float, x: float, radius: float, colour: list[float]) -> None:
    """Paint a disc; only the box around it is touched."""
    top, left = max(0, int(y - radius)), max(0, int(x - radius))
    box = canvas[:, top : int(y + radius) + 1, left : int(x + radius) + 1]
    rows = torch.arange(top, top + box.shape[1])[:, None]
    columns = torch.arange(left, left + box.shape[2])[None, :]
    inside = (rows - y) ** 2 + (columns - x) ** 2 < radius**2
    box.copy_(torch.where(inside, torch.tensor(colour)[:, None, None], box))
