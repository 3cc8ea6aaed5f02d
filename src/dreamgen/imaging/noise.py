"""Coloured noise to dream from when there is no picture."""

from __future__ import annotations

import torch

from dreamgen.imaging.picture import Picture

_COLOURS = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))
"""How red, green and blue go together in photographs: a square root of their covariance over
ImageNet (lucid, ``color_correlation_svd_sqrt``)."""

_COLOURFULNESS = 1.6
"""The two colour axes are stretched by this: true to photographs would look almost grey."""

_CONTRAST = 0.09
"""Standard deviation of the finished noise: gentle, so that the dream and not the noise is seen."""

_GRAIN = 2.0
"""Blur in pixels: what is finer would stay in every place where no form grows, as stipple."""

_GROUND_CONTRAST = 2.5
"""Noise to dream from is gentle; under a picture it must be seen."""


def pink_noise(size: tuple[int, int], seed: int) -> Picture:
    """Return smooth, seeded, colourful noise of (width, height) pixels around mid-grey.

    Its amplitude falls as 1/f, like that of photographs, down to a grain of two pixels; it wraps
    around at the edges. The same size and seed give the same pixels.
    """
    width, height = size
    generator = torch.Generator().manual_seed(seed)
    white = torch.randn((3, height, width), generator=generator)
    down = torch.fft.fftfreq(height)[:, None]
    across = torch.fft.rfftfreq(width)[None]
    frequency = torch.sqrt(down**2 + across**2).clamp_min(1 / max(width, height))
    smoothing = torch.exp(-2 * (torch.pi * _GRAIN * frequency) ** 2)  # a Gaussian's spectrum
    spectrum = torch.fft.rfft2(white) / frequency * smoothing
    spectrum[:, 0, 0] = 0  # no tint: the mean stays grey
    pink = torch.fft.irfft2(spectrum, s=(height, width))
    pink = pink / pink.std(dim=(1, 2), keepdim=True)
    mixing = torch.tensor(_COLOURS) * torch.tensor((1.0, _COLOURFULNESS, _COLOURFULNESS))
    mixing = mixing / mixing.norm(dim=1).mean()
    colours = torch.einsum("rc,chw->rhw", mixing, pink)
    return Picture(pixels=(0.5 + _CONTRAST * colours).clamp(0, 1))


def add_noise(pixels: torch.Tensor, share: float, seed: int) -> torch.Tensor:
    """Return pixels, (3, H, W) in 0..1, with a share of coloured noise in them."""
    noise = pink_noise((pixels.shape[2], pixels.shape[1]), seed).pixels
    colours = (0.5 + (noise - 0.5) * _GROUND_CONTRAST).clamp(0, 1)
    return pixels.lerp(colours, share)
