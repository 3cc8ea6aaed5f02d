"""Equirectangular panoramas, seen by a camera that looks in a random direction.

At the poles such a picture is stretched without end; the camera sees it as it will look on the
sphere, so that forms are round everywhere.
"""

from __future__ import annotations

import math
import random
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.periodic import X, pad_around
from dreamgen.regularisers.base import Regulariser

LOOKS = 6
"""How many views it takes to see the whole sphere about once: each is as wide as a cube's face."""
_SMALLEST = 64  # pixels: a network sees nothing in less
_BEHIND = 2.0  # a place outside the view, which spans -1 to 1


class SphereView(Regulariser):
    """A view of 90 degrees in a random direction of a panorama, (1, 3, H, 2 H); square."""

    def view(self, picture: Tensor, rng: random.Random) -> Tensor:
        return _Look.apply(picture, _draw_rotation(rng))

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        # Near the poles a pixel covers little of the sphere; all of the sphere is to move alike.
        return smooth_poles(gradient / _measure_width(gradient))


def smooth_poles(panoramas: Tensor) -> Tensor:
    """Return (B, C, H, W) as smooth along each parallel as it is along the equator.

    Towards the poles many pixels share one place of the sphere: what differs among them would meet
    there as a star of rays. A Butterworth filter of the longitude, narrower as the parallel is.
    """
    width = panoramas.shape[3]
    frequencies = torch.fft.rfftfreq(width, device=panoramas.device)
    passed = 1 / (1 + (2 * frequencies / _measure_width(panoramas).float()) ** 8)
    spectrum = torch.fft.rfft(panoramas.float()) * passed
    return torch.fft.irfft(spectrum, n=width).to(panoramas)


def turn_poles(panoramas: Tensor) -> Tensor:
    """Return (B, C, H, W) with the poles on the equator; turned once more they are back.

    The two together are the Yin-Yang grid (Kageyama and Sato 2004): each place of the sphere is
    close to the equator of one of them, where a filter of pixels is a filter of the sphere.
    """
    x, y, z = _make_directions((panoramas.shape[2], panoramas.shape[3]), panoramas)
    return _sample(panoramas, -x, z, y)


def blend_charts(upright: Tensor, turned: Tensor) -> Tensor:
    """Return the first near the equator, and the second, turned back, near the poles."""
    _, y, _ = _make_directions((upright.shape[2], upright.shape[3]), upright)
    # From 35 to 55 degrees of latitude.
    share = ((y.abs() - 0.57) / 0.25).clamp(0, 1)
    return torch.lerp(upright, turn_poles(turned), share.to(upright))


def _measure_width(panoramas: Tensor) -> Tensor:
    """Return the length of each row's parallel over that of the equator, (H, 1)."""
    height = panoramas.shape[2]
    colatitude = (torch.arange(height, device=panoramas.device) + 0.5) / height * math.pi
    return torch.sin(colatitude).to(panoramas)[:, None]


def _draw_rotation(rng: random.Random) -> np.ndarray:
    """Return a rotation, 3 x 3, even over all of them: a quaternion of four normal numbers."""
    numbers = np.array([rng.gauss(0, 1) for _ in range(4)])
    w, x, y, z = numbers / np.linalg.norm(numbers)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


class _Look(torch.autograd.Function):
    """Project the sphere on a plane (gnomonic); carry the gradient back by the inverse projection.

    Autograd would scatter the gradient, which adds in a random order on a GPU.
    """

    @staticmethod
    def forward(ctx: Any, picture: Tensor, rotation: np.ndarray) -> Tensor:
        width = picture.shape[3]
        ctx.rotation, ctx.size = rotation, picture.shape[2:]
        # As sharp in the middle of the view as the panorama is at its equator.
        side = max(_SMALLEST, round(width / math.pi))
        u = _make_places(side, picture)
        x, y, z = _rotate(
            u.expand(side, side), u[:, None].expand(side, side), u.new_ones(()), rotation
        )
        return _sample(picture, x, y, z)

    @staticmethod
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor, None]:
        height, width = ctx.size
        x, y, z = _make_directions((height, width), gradient)
        latitude = _make_places(height, gradient)[:, None] * (math.pi / 2)
        x, y, z = _rotate(x, y, z, ctx.rotation.T)
        ahead = z > 0.1  # 90 degrees reach to 0.58 in the corners
        u, v = (torch.where(ahead, a / z, _BEHIND) for a in (x, y))
        # How many pixels of the view each pixel of the panorama covers.
        angle = (2 * math.pi / width) * (math.pi / height) * torch.cos(latitude)
        cover = angle * (1 + u * u + v * v) ** 1.5 * (gradient.shape[3] / 2) ** 2
        grid = torch.stack([u, v], -1)[None].to(gradient)
        found = F.grid_sample(gradient, grid, padding_mode="zeros", align_corners=False)
        return found * cover.to(gradient), None


def _sample(panoramas: Tensor, x: Tensor, y: Tensor, z: Tensor) -> Tensor:
    """Return (B, C, H, W) in the directions (h, w) of x, right, y, down, and z, ahead."""
    width = panoramas.shape[3]
    longitude, latitude = torch.atan2(x, z), torch.atan2(y, torch.hypot(x, z))
    across = longitude / math.pi * (width / (width + 2))  # of the picture with its margin
    grid = torch.stack([across, latitude / (math.pi / 2)], -1)
    grid = grid.to(panoramas).expand(len(panoramas), -1, -1, -1)
    margin = pad_around(panoramas, 1, [X])
    return F.grid_sample(margin, grid, padding_mode="border", align_corners=False)


def _make_directions(size: tuple[int, int], like: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return x, y and z of the direction that each pixel of a panorama shows, (H, W) each."""
    height, width = size
    longitude = _make_places(width, like) * math.pi
    latitude = _make_places(height, like)[:, None] * (math.pi / 2)
    x, y = torch.cos(latitude) * torch.sin(longitude), torch.sin(latitude).expand(height, width)
    return x, y, torch.cos(latitude) * torch.cos(longitude)


def _make_places(side: int, like: Tensor) -> Tensor:
    """Return the middles of so many pixels, from -1 to 1."""
    return (2 * torch.arange(side, device=like.device, dtype=torch.float32) + 1) / side - 1


def _rotate(x: Tensor, y: Tensor, z: Tensor, rotation: np.ndarray) -> tuple[Tensor, ...]:
    return tuple(float(a) * x + float(b) * y + float(c) * z for a, b, c in rotation)
