"""Frequencies in decorrelated colour."""

from __future__ import annotations

import torch
from pydantic import Field
from torch import Tensor

from dreamgen.parameterisations.base import Parameterisation

# Square root of the covariance of colours in natural photographs, as given by Lucid, with the
# largest column's length brought to 1; its columns are roughly lightness, blue-orange, green-pink.
_COLOURS = (
    (0.2649, 0.0903, 0.0209),
    (0.2649, 0.0000, -0.0441),
    (0.2649, -0.0980, 0.0209),
)
_EDGE = 0.004  # how far from black and white the logit is taken


class Fourier(Parameterisation):
    """Scaled Fourier coefficients of the picture's logit, in decorrelated colour.

    Olah et al., "Feature Visualization", Distill 2017. Every frequency then moves with equal ease,
    which favours large forms; use it with ``adam``.
    """

    decay: float = Field(1.0, description="how strongly low frequencies are favoured", ge=0, le=3)

    def encode(self, picture: Tensor) -> Tensor:
        plain = torch.einsum("dc,bchw->bdhw", self._colours(picture).inverse(), _logit(picture))
        spectrum = torch.fft.rfft2(plain, norm="ortho")
        return torch.view_as_real(spectrum / self._scale(picture.shape[2:], picture.device)).clone()

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        spectrum = torch.view_as_complex(parameters) * self._scale(size, parameters.device)
        plain = torch.fft.irfft2(spectrum, s=size, norm="ortho")
        return torch.sigmoid(torch.einsum("cd,bdhw->bchw", self._colours(plain), plain))

    def _scale(self, size: tuple[int, int], device: torch.device) -> Tensor:
        height, width = size
        down = torch.fft.fftfreq(height, device=device)[:, None]
        across = torch.fft.rfftfreq(width, device=device)[None, :]
        lowest = 1 / max(height, width)
        return (lowest / torch.hypot(down, across).clamp(min=lowest)) ** self.decay * height**0.5

    def _colours(self, like: Tensor) -> Tensor:
        basis = torch.tensor(_COLOURS, device=like.device, dtype=like.dtype)
        return basis / basis.norm(dim=0).max()


def _logit(picture: Tensor) -> Tensor:
    return torch.logit(picture.clamp(_EDGE, 1 - _EDGE))
