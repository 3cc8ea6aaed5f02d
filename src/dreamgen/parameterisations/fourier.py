"""Frequencies in decorrelated colour."""

from __future__ import annotations

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.imaging.decorrelated_colour import (
    from_decorrelated_logits,
    limit_contrast,
    to_decorrelated_logits,
)
from dreamgen.imaging.frequencies import spatial_frequencies
from dreamgen.parameterisations.base import Parameterisation

_GAIN = 22.0  # logits by which a step of 1 moves the coefficient at the reference frequency
_REFERENCE = 1 / 256  # cycles per pixel


class Fourier(Parameterisation):
    """Scaled Fourier coefficients of each picture's logit, in decorrelated colour.

    Scaled by 1 / frequency, as in Olah, Mordvintsev and Schubert, "Feature Visualization", 2017, so
    that every frequency moves with equal ease, which favours large forms; use it with ``adam``. A
    step moves a picture about as far at any size, portrait or landscape. ``adam(rate=0.2)`` takes
    steps as long as those of Lucid, whose scale is four times this one and whose rate is 0.05.

    ``contrast`` keeps colours off pure primaries, black and white: the decorrelated channels of
    photographs have a standard deviation of 1 to 2, that of an unlimited ascent has none to keep to.

    The parameters are real, (B, 3, H, W): the Hartley form of the transform (Bracewell 1983), which
    treats rows and columns alike.
    """

    decay: float = Field(1.0, description="how strongly low frequencies are favoured", ge=0, le=3)
    contrast: float = Field(
        0.0, description="largest deviation of a channel's logits; 0: no limit", ge=0, le=100
    )

    def encode(self, picture: Tensor) -> Tensor:
        return _hartley_transform(to_decorrelated_logits(picture)) / self._scale(picture)

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        channels = _hartley_transform(parameters * self._scale(parameters))
        return from_decorrelated_logits(limit_contrast(channels, self.contrast))

    def _scale(self, like: Tensor) -> Tensor:
        # The orthonormal transform holds the factor sqrt(height * width) that Lucid's scale has.
        height, width = like.shape[2:]
        frequencies = spatial_frequencies((height, width), device=like.device)
        return _GAIN * (_REFERENCE / frequencies) ** self.decay


def _hartley_transform(pictures: Tensor) -> Tensor:
    """Return the orthonormal discrete Hartley transform over (H, W), which is its own inverse."""
    spectrum = torch.fft.fft2(pictures, norm="ortho")
    return spectrum.real - spectrum.imag
