"""The picture as the bands of a Laplacian pyramid."""

from __future__ import annotations

from typing import ClassVar

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.imaging.decorrelated_colour import (
    from_decorrelated_logits,
    limit_contrast,
    to_decorrelated_logits,
)
from dreamgen.imaging.laplacian_pyramid import (
    build_laplacian_pyramid,
    collapse_laplacian_pyramid,
    list_band_sizes,
)
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.parameterisations.scales import Contrast, split_scales


class Laplacian(Parameterisation):
    """The bands of the Laplacian pyramid of each picture's logit, in decorrelated colour.

    A value of a coarse band moves a wide, smooth place, so broad forms and detail grow together, and
    each form where it is: unlike in ``fourier`` nothing reaches across the picture. Burt and
    Adelson 1983; as a parameterisation in Lucid (``laplacian_pyramid``). Use it with ``adam``.

    The parameters are (B, n): the values of each band, finest first, one after the other.
    """

    wraps: ClassVar[bool] = False

    bands: int = Field(5, description="halvings of the picture", ge=1, le=12)
    contrast: Contrast = 1.5

    def encode(self, picture: Tensor) -> Tensor:
        bands = build_laplacian_pyramid(to_decorrelated_logits(picture), self.bands)
        return torch.cat([band.flatten(1) for band in bands], 1)

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        sizes = list_band_sizes(size, self.bands)
        channels = collapse_laplacian_pyramid(split_scales(parameters, sizes))
        return from_decorrelated_logits(limit_contrast(channels, self.contrast))
