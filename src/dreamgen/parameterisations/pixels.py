"""The picture itself, kept between black and white."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field
from torch import Tensor

from dreamgen.parameterisations.base import Parameterisation


class Pixels(Parameterisation):
    """Values of 0 to 1, clamped after every step.

    ``saturation`` is how far apart the highest and the lowest of red, green and blue may be: below 1
    an ascent cannot end in pure primaries. A colour beyond it is drawn towards the grey of its mean,
    at once or in the picture that it begins with.
    """

    saturation: float = Field(
        1.0, description="largest difference between a pixel's channels", ge=0, le=1
    )

    pixelwise: ClassVar[bool] = True

    def encode(self, picture: Tensor) -> Tensor:
        return picture

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        return parameters

    def project(self, parameters: Tensor) -> Tensor:
        clamped = parameters.clamp_(0, 1)
        return clamped if self.saturation == 1 else self._limit_saturation(clamped)

    def _limit_saturation(self, pictures: Tensor) -> Tensor:
        grey = pictures.mean(1, keepdim=True)
        reach = pictures.amax(1, keepdim=True) - pictures.amin(1, keepdim=True)
        return grey + (pictures - grey) * (self.saturation / reach.clamp_min(1e-6)).clamp_max(1)
