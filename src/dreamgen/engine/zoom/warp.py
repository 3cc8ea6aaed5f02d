"""Warp a picture in one resampling: sharp when it enlarges, free of aliases when it shrinks."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

Box = tuple[int, int, int, int]
"""Top, left, bottom, right of a part of the frame, in pixels; the last two are outside of it."""

_POLE = math.sqrt(3) - 2  # of the inverse of the cubic B-spline's kernel (1, 4, 1) / 6
_REACH = 8  # pixels; the filter has fallen to 3e-5 of its height there


class Texture:
    """A picture that can be sampled through any affine transform: float32 (C, H, W)."""

    def __init__(self, pixels: Tensor):
        self.pixels = pixels
        self._coefficients: Tensor | None = None

    def compute_coefficients(self, scale: float) -> Tensor:
        """Return B-spline coefficients of the picture at ``scale``, 1 or less of its size."""
        height, width = self.pixels.shape[1:]
        size = max(2, round(height * scale)), max(2, round(width * scale))
        if scale > 0.97:
            if self._coefficients is None:
                self._coefficients = prefilter(self.pixels[None])
            return self._coefficients
        small = F.interpolate(self.pixels[None], size, mode="bicubic", antialias=True)
        return prefilter(small)

    def sample(
        self, transform: np.ndarray, size: tuple[int, int], box: Box | None = None
    ) -> Tensor:
        """Return it as it appears, (C, h, w), in a frame of ``size`` (height, width), or in a box.

        ``transform``, 3x3, maps the frame's coordinates to the texture's own, both in half shorter
        sides from the middle. Beyond its border the texture is mirrored. It is interpolated by cubic
        B-splines, and low-passed first where it shrinks (Unser, "Splines: a perfect fit", 1999).
        """
        scale = 1 / math.sqrt(abs(np.linalg.det(transform[:2, :2])))
        height, width = self.pixels.shape[1:]
        scale *= min(size) / min(height, width)
        points = make_frame_points(size, box, self.pixels.device)
        x, y = transform_points(points, transform)
        coefficients = self.compute_coefficients(min(1.0, scale))
        return _sample_bspline(
            coefficients, x / measure_extent(width, height), y / measure_extent(height, width)
        )

    def sample_at(self, x: Tensor, y: Tensor) -> Tensor:
        """Return it, (C, h, w), at places x and y, (h, w) each, in -1..1 from border to border.

        Interpolated and mirrored as :meth:`sample` does, without its low-pass filter.
        """
        return _sample_bspline(self.compute_coefficients(1.0), x, y)


def measure_extent(side: int, other: int) -> float:
    """Return half of a side in units of half the shorter of the two."""
    return side / min(side, other)


def make_frame_points(
    size: tuple[int, int], box: Box | None, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Return x (1, w) and y (h, 1) of a frame's pixels, in half shorter sides from the middle."""
    height, width = size
    top, left, bottom, right = box or (0, 0, height, width)
    x = torch.arange(left, right, device=device, dtype=torch.float64) + 0.5 - width / 2
    y = torch.arange(top, bottom, device=device, dtype=torch.float64) + 0.5 - height / 2
    half = min(size) / 2
    return (x / half)[None, :], (y / half)[:, None]


def transform_points(points: tuple[Tensor, Tensor], transform: np.ndarray) -> tuple[Tensor, Tensor]:
    """Return transformed points: x and y, each (h, w), or one row and one column if unrotated."""
    (x, y), m = points, transform.tolist()
    across = m[0][0] * x + m[0][2]
    down = m[1][1] * y + m[1][2]
    # Without rotation rows and columns stay apart, which spares most of the arithmetic below.
    across = across + m[0][1] * y if abs(m[0][1]) > 1e-12 else across
    down = down + m[1][0] * x if abs(m[1][0]) > 1e-12 else down
    return across.float(), down.float()


def prefilter(picture: Tensor) -> Tensor:
    """Return the B-spline coefficients that interpolate (1, C, H, W), mirrored at its borders."""
    kernel = [math.sqrt(3) * _POLE ** abs(offset) for offset in range(-_REACH, _REACH + 1)]
    total = sum(kernel)
    for axis in (2, 3):
        reach = min(_REACH, picture.shape[axis])
        first = picture.narrow(axis, 0, reach).flip(axis)
        last = picture.narrow(axis, picture.shape[axis] - reach, reach).flip(axis)
        padded = torch.cat([first, picture, last], axis)
        length, result = picture.shape[axis], torch.zeros_like(picture)
        # A sum of shifted views is several times as fast here as a grouped convolution.
        for index in range(_REACH - reach, _REACH + reach + 1):
            part = padded.narrow(axis, index - _REACH + reach, length)
            result.add_(part, alpha=kernel[index] / total)
        picture = result
    return picture


def _sample_bspline(coefficients: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Sample at x and y in -1..1; each 4x4 sum is four linear samples (Sigg and Hadwiger, 2005)."""
    height, width = coefficients.shape[2:]
    (left, right, x_share), (upper, lower, y_share) = _merge_taps(x, width), _merge_taps(y, height)
    x_share, y_share = torch.broadcast_tensors(x_share, y_share)

    def sample(across: Tensor, down: Tensor) -> Tensor:
        grid = torch.stack(torch.broadcast_tensors(across, down), -1)[None]
        return F.grid_sample(coefficients, grid, "bilinear", "reflection", align_corners=False)[0]

    top = sample(left, upper).lerp_(sample(right, upper), x_share)
    bottom = sample(left, lower).lerp_(sample(right, lower), x_share)
    return top.lerp_(bottom, y_share)


def _merge_taps(position: Tensor, size: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return two positions in -1..1, and the second's share, that stand for a spline's four taps."""
    index = (position + 1) * (size / 2) - 0.5
    whole = index.floor()
    f = index - whole
    w0 = (1 - f) ** 3 / 6
    w1 = (4 - 6 * f**2 + 3 * f**3) / 6
    w3 = f**3 / 6
    share = 1 - w0 - w1
    first = whole - 1 + w1 / (w0 + w1)
    second = whole + 1 + w3 / share
    return (first + 0.5) * (2 / size) - 1, (second + 0.5) * (2 / size) - 1, share
