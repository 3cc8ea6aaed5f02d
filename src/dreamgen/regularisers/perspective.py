"""Show the network the picture from a slant each time."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import torch
from pydantic import Field
from torch import Tensor
from torch.nn import functional as F

from dreamgen.regularisers.base import Regulariser

_CORNERS = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
_NEAREST = 1e-3  # depth: what lies behind the viewer, or level with it, is not seen
_FAR = 2.0  # a place outside the picture, which spans -1 to 1


class Perspective(Regulariser):
    """Move the four corners of the picture at random before each forward pass.

    A homography (Hartley and Zisserman, "Multiple View Geometry", 2003) takes the picture to the
    view: a form that survives it is seen as a thing in space. The view keeps the picture's shape,
    mirrored where it reaches over the border.
    """

    distortion: float = Field(
        0.2, description="farthest move of a corner, as a share of half the side", ge=0, le=0.45
    )

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        reach = self.distortion
        moved = [
            (x + rng.uniform(-reach, reach), y + rng.uniform(-reach, reach)) for x, y in _CORNERS
        ]
        return _Warp.apply(picture, find_homography(_CORNERS, moved)) if reach else picture


def find_homography(
    places: tuple[tuple[float, float], ...], images: list[tuple[float, float]]
) -> np.ndarray:
    """Return the 3 x 3 matrix that takes four places (x, y) to four others, its last entry 1."""
    rows, right = [], []
    for (x, y), (u, v) in zip(places, images, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(rows, right), 1.0).reshape(3, 3)


class _Warp(torch.autograd.Function):
    """Sample the picture through a homography; carry the gradient back through its inverse.

    Autograd would scatter the gradient, which adds in a random order on a GPU: the same recipe would
    no longer give the same picture.
    """

    @staticmethod
    def forward(ctx: Any, picture: Tensor, matrix: np.ndarray) -> Tensor:
        ctx.inverse = np.linalg.inv(matrix)
        x, y, _ = _project(picture, matrix)
        return _sample(picture, x, y, "reflection")

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        x, y, depth = _project(gradient, ctx.inverse)
        # How many pixels of the view each pixel covers: all of their gradients add up in it.
        cover = abs(np.linalg.det(ctx.inverse)) / depth**3
        found = _sample(gradient, x, y, "zeros") * torch.where(depth > _NEAREST, cover, 0.0)
        return found.to(gradient.dtype), None


def _project(picture: Tensor, matrix: np.ndarray) -> tuple[Tensor, Tensor, Tensor]:
    """Return where the matrix takes each pixel, x and y in -1..1, and its depth; all (H, W)."""
    height, width = picture.shape[2:]
    x, y = (
        (2 * torch.arange(side, device=picture.device, dtype=torch.float32) + 1) / side - 1
        for side in (width, height)
    )
    across, down, depth = (float(a) * x + float(b) * y[:, None] + float(c) for a, b, c in matrix)
    behind = depth <= _NEAREST
    return (
        torch.where(behind, _FAR, across / depth),
        torch.where(behind, _FAR, down / depth),
        depth,
    )


def _sample(picture: Tensor, x: Tensor, y: Tensor, padding: str) -> Tensor:
    grid = torch.stack([x, y], -1)[None].to(picture.dtype)
    return F.grid_sample(picture, grid, padding_mode=padding, align_corners=False)
