"""Phases alone: the amplitudes stay those of photographs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

import torch
from pydantic import Field, PrivateAttr
from torch import Tensor

from dreamgen.imaging.decorrelated_colour import from_decorrelated_logits, to_decorrelated_logits
from dreamgen.imaging.frequencies import spatial_frequencies
from dreamgen.imaging.spectrum import Spectrum, make_power_law, measure_spectrum
from dreamgen.parameterisations.base import Parameterisation
from dreamgen.recipe.values import Size

if TYPE_CHECKING:
    from dreamgen.objectives.base import ReadPicture

_MEAN = (0.48, 0.46, 0.41)  # of red, green and blue over ImageNet
_TURN = 24.0  # radians by which a step of 1 turns a phase
_SIDE = 512  # pixels of the longest side at which a spectrum is measured


class Maco(Parameterisation):
    """The phase of each Fourier coefficient; its magnitude is fixed (MACO: Fel et al. 2023).

    Magnitudes fall with frequency as those of photographs do, so that neither fine noise nor pure
    colours can grow, in networks of any kind; forms lie in the phases. Each channel of decorrelated
    colour is brought to its deviation, and a sigmoid ends it. Use it with ``adam`` or ``nadam``, with
    ``crop`` and ``noise``, several ``views`` and ``octaves.count = 1``.

    Without ``like`` magnitudes are 1 / frequency^decay: 1.0 to 1.3 fits most photographs (Field 1987;
    van der Schaaf and van Hateren 1996). With it they are measured, and so are the mean colour and
    the contrast. Of a picture that it begins with only the phases are kept.

    The parameters are phases, (B, 3, H, W // 2 + 1), in parts of 24 radians.
    """

    lossless: ClassVar[bool] = False

    decay: float = Field(1.25, description="how magnitudes fall with frequency", ge=0, le=3)
    contrast: float = Field(1.3, description="deviation of each channel's logits", gt=0, le=5)
    like: str | list[str] | None = Field(
        None,
        description="pictures, or folders of them, to take magnitudes, colour and contrast from",
        examples=["sample:cat"],
    )
    _spectrum: Spectrum | None = PrivateAttr(None)

    def with_pictures(self, read: ReadPicture) -> Self:
        if self.like is None:
            return self
        names = [self.like] if isinstance(self.like, str) else self.like
        own = self.model_copy()
        pictures = [picture for name in names for picture in read.folder(name, Size(_SIDE))]
        own._spectrum = measure_spectrum([picture.pixels for picture in pictures])
        return own

    def encode(self, picture: Tensor) -> Tensor:
        channels = to_decorrelated_logits(picture)
        channels = channels - channels.mean((2, 3), keepdim=True)
        return torch.fft.rfft2(channels).angle() / _TURN

    def decode(self, parameters: Tensor, size: tuple[int, int]) -> Tensor:
        spectrum = self._find_spectrum()
        frequencies = spatial_frequencies(size, half=True, device=parameters.device)
        magnitudes = spectrum.interpolate(frequencies).to(parameters)
        magnitudes[:, 0, 0] = 0
        channels = torch.fft.irfft2(
            torch.polar(*_broadcast(magnitudes, parameters * _TURN)), s=size
        )
        channels = channels / channels.square().mean((2, 3), keepdim=True).sqrt()
        mean, deviation = (
            x.to(parameters, non_blocking=True)[:, None, None]
            for x in (spectrum.mean, spectrum.deviation)
        )
        return from_decorrelated_logits(mean + deviation * channels)

    def _find_spectrum(self) -> Spectrum:
        if self.like is None:
            (mean,) = to_decorrelated_logits(torch.tensor(_MEAN)[None, :, None, None]).mean((2, 3))
            return make_power_law(self.decay, mean.tolist(), self.contrast)
        if self._spectrum is None:
            raise RuntimeError("call with_pictures first: the pictures are not read yet")
        return self._spectrum


def _broadcast(magnitudes: Tensor, phases: Tensor) -> tuple[Tensor, Tensor]:
    return magnitudes.expand_as(phases), phases
