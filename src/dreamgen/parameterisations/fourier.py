"""Frequencies in decorrelated colour."""

from __future__ import annotations

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.imaging.decorrelated_colour import COLOUR_CORRELATION
from dreamgen.imaging.frequencies import spatial_frequencies
from dreamgen.parameterisations.base import Parameterisation

_EDGE = 0.004  # how far from black and white the logit is taken
_GAIN = 22.0  # logits by which a step of 1 moves the coefficient at the reference frequency
_REFERENCE = 1 / 256  # cycles per pixel


class Fourier(Parameterisation):
    """Scaled Fourier coefficients of each picture's logit, in decorrelated colour.

    Scaled by 1 / frequency, as in Olah, Mordvintsev and Schubert, "Feature Visualization", 2017, so
    that every frequency moves with equal ease, which favours large forms; use it with ``adam``. A
    step moves a picture about as far at any size, portrait or landscape.

    The parameters are real, (B, 3, H, W): the Hartley form of the transform (Bracewell 1983), which
    treats rows and columns alike.
    """

    decay: float = Field(1.0, description="how strongly low frequencies are favoured", ge=0, le=3)

    def encode(self, picture: Tensor) -> Tensor:
        logits = torch.logit(picture.clamp(_EDGE, 1 - _EDGE))
        channels = torch.einsum("dc,bchw->bdhw", _make_colour_matrix(picture).inverse(), logits)
        return _hartley_transform(channels) / self._scale(picture)

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        channels = _hartley_transform(parameters * self._scale(parameters))
        return torch.sigmoid(
            torch.einsum("cd,bdhw->bchw", _make_colour_matrix(parameters), channels)
        )

    def _scale(self, like: Tensor) -> Tensor:
        # The orthonormal transform holds the factor sqrt(height * width) that Lucid's scale has.
        height, width = like.shape[2:]
        frequencies = spatial_frequencies((height, width), device=like.device)
        return _GAIN * (_REFERENCE / frequencies) ** self.decay


def _hartley_transform(pictures: Tensor) -> Tensor:
    """Return the orthonormal discrete Hartley transform over (H, W), which is its own inverse."""
    spectrum = torch.fft.fft2(pictures, norm="ortho")
    return spectrum.real - spectrum.imag


def _make_colour_matrix(like: Tensor) -> Tensor:
    """Return the matrix from decorrelated channels to red, green and blue, as long as Lucid's."""
    matrix = torch.tensor(COLOUR_CORRELATION, device=like.device, dtype=like.dtype)
    return matrix / matrix.norm(dim=0).max()
