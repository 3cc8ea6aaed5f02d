"""The picture itself, kept between black and white."""

from __future__ import annotations

from typing import ClassVar

from torch import Tensor

from dreamgen.parameterisations.base import Parameterisation


class Pixels(Parameterisation):
    """Values of 0 to 1, clamped after every step."""

    pixelwise: ClassVar[bool] = True

    def encode(self, picture: Tensor) -> Tensor:
        return picture

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        return parameters

    def project(self, parameters: Tensor) -> Tensor:
        return parameters.clamp_(0, 1)
