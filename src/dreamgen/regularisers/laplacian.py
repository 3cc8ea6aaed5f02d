"""Even out the gradient's frequency bands."""

from __future__ import annotations

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.imaging.laplacian_pyramid import build_laplacian_pyramid, collapse_laplacian_pyramid
from dreamgen.regularisers.base import Regulariser


class Laplacian(Regulariser):
    """Divide each band of the gradient's Laplacian pyramid by its own RMS, then add them up again.

    Low frequencies then count as much as high ones: broad, painterly forms (TensorFlow DeepDream
    tutorial, Mordvintsev, 2016).
    """

    bands: int = Field(4, description="halvings of the gradient", ge=1, le=10)

    def gradient(self, gradient: Tensor, progress: float) -> Tensor:
        bands = build_laplacian_pyramid(gradient, self.bands)
        return collapse_laplacian_pyramid([band / (_measure_rms(band) + 1e-12) for band in bands])

    def find_reach(self) -> int:
        return 2 ** (self.bands + 2)

    def measure_strip(self, gradient: Tensor, progress: float, rows: slice) -> Tensor:
        """Return each band's sum of squares, and how many values they are of, (B, 2 * bands)."""
        bands = build_laplacian_pyramid(gradient, self.bands)
        own = [band[:, :, _coarsen(rows, level)] for level, band in enumerate(bands)]
        squares = torch.stack([band.square().sum((1, 2, 3)) for band in own], 1)
        counts = squares.new_tensor([band[0].numel() for band in own]).expand_as(squares)
        return torch.cat([squares, counts], 1)

    def filter_strip(self, gradient: Tensor, progress: float, sums: Tensor | None) -> Tensor:
        assert sums is not None
        bands = build_laplacian_pyramid(gradient, self.bands)
        squares, counts = sums.chunk(2, 1)
        rms = (squares / counts).sqrt()[:, :, None, None, None].unbind(1)
        return collapse_laplacian_pyramid(
            [band / (own + 1e-12) for band, own in zip(bands, rms, strict=True)]
        )


def _coarsen(rows: slice, level: int) -> slice:
    """Return the rows of the whole picture as those of a band that was halved ``level`` times."""
    return slice(rows.start >> level, -(-rows.stop >> level))


def _measure_rms(band: Tensor) -> Tensor:
    return band.square().mean((1, 2, 3), keepdim=True).sqrt()
