"""Soft regions: a smooth random map of a picture, for objectives that want another thing in each."""

from __future__ import annotations

import math
import random

import torch
from torch import Tensor

MAP_SIDE = 48  # cells on the map's shorter side: fine enough for hundreds of soft patches


def scatter_points(count: int, aspect: float, rng: random.Random) -> list[tuple[float, float]]:
    """Return ``count`` points in (0..aspect, 0..1), spread by Mitchell's best candidate (1991)."""
    points: list[tuple[float, float]] = []
    for _ in range(count):
        candidates = [(rng.random() * aspect, rng.random()) for _ in range(12)]
        points.append(max(candidates, key=lambda point: _measure_clearance(point, points)))
    return points


def _measure_clearance(point: tuple[float, float], others: list[tuple[float, float]]) -> float:
    return min((math.dist(point, other) for other in others), default=1.0)


def make_soft_regions(points: list[tuple[float, float]], aspect: float, softness: float) -> Tensor:
    """Return soft Voronoi regions of points, (1, points, rows, columns), summing to 1 everywhere."""
    rows = max(4, round(MAP_SIDE * min(1.0, 1 / aspect)))
    columns = max(4, round(MAP_SIDE * min(1.0, aspect)))
    y = (torch.arange(rows) + 0.5) / rows
    x = (torch.arange(columns) + 0.5) / columns * aspect
    centres = torch.tensor(points)
    across = (x[None, None, :] - centres[:, 0, None, None]).square()
    down = (y[None, :, None] - centres[:, 1, None, None]).square()
    spacing = math.sqrt(aspect / len(points))  # of neighbouring points, about
    width = spacing * (0.05 + softness)
    return torch.softmax(-(across + down) / (width * spacing), dim=0)[None]
