"""Even out the gradient's frequency bands."""

from __future__ import annotations

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


def _measure_rms(band: Tensor) -> Tensor:
    return band.square().mean((1, 2, 3), keepdim=True).sqrt()
