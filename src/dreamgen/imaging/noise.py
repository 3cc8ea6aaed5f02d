"""Coloured noise to dream from when there is no picture."""

from __future__ import annotations

import torch

from dreamgen.errors import BadInput
from dreamgen.imaging.decorrelated_colour import COLOUR_CORRELATION
from dreamgen.imaging.frequencies import spatial_frequencies
from dreamgen.imaging.picture import Picture
from dreamgen.imaging.scratch import empty, release_pages
from dreamgen.imaging.strips import strips_of

_COLOURFULNESS = 1.6
"""The two colour axes are stretched by this: true to photographs would look almost grey."""

CONTRAST = 0.09
"""Standard deviation of the finished noise: gentle, so that the dream and not the noise is seen."""

_GRAIN = 2.0
"""Blur in pixels: what is finer would stay in every place where no form grows, as stipple."""

_ADDED_CONTRAST = 2.5
"""Noise to dream from is gentle; under a picture it must be seen."""


_PART = 2**22
"""Values that are drawn at a time: a multiple of 16, as many as torch draws together."""

MOST_PIXELS = 2**25
"""8K video fits. The filter takes some 8 bytes a pixel beside the result."""


def pink_noise(size: tuple[int, int], seed: int, contrast: float = CONTRAST) -> Picture:
    """Return smooth, seeded, colourful noise of (width, height) pixels around mid-grey.

    Its amplitude falls as 1/f, like that of photographs, down to a grain of two pixels; it wraps
    around at the edges. ``contrast`` is its standard deviation. The same size and seed give the same
    pixels. Raises BadInput for more pixels than :data:`MOST_PIXELS`.
    """
    width, height = size
    if width * height > MOST_PIXELS:
        raise BadInput(
            f"noise of {width} x {height} pixels is more than the {MOST_PIXELS // 10**6} megapixels"
            " that dreamgen makes; ask for a smaller size"
        )
    return _make_noise(size, seed, contrast)


def _make_noise(size: tuple[int, int], seed: int, contrast: float = CONTRAST) -> Picture:
    width, height = size
    generator = torch.Generator().manual_seed(seed)
    pink = empty((3, height, width))
    for part in pink.view(-1).split(_PART):  # as the whole would be drawn
        part.normal_(generator=generator)
        release_pages()
    for band in pink:  # one by one and in place, for a third of the memory
        band.copy_(filter_to_pink(band[None], blur=_GRAIN)[0])
        release_pages()
    mixing = torch.tensor(COLOUR_CORRELATION) * torch.tensor((1.0, _COLOURFULNESS, _COLOURFULNESS))
    mixing = mixing / mixing.norm(dim=1).mean()

    def mix(pink: torch.Tensor) -> torch.Tensor:
        colours = torch.einsum("rc,chw->rhw", mixing, pink)
        return colours.mul_(contrast).add_(0.5).clamp_(0, 1)

    return Picture(pixels=strips_of(height, width).map(mix, pink, into=pink))


def add_noise(pixels: torch.Tensor, share: float, seed: int) -> torch.Tensor:
    """Return pixels, (3, H, W) in 0..1, with a share of coloured noise in them."""
    height, width = pixels.shape[1:]

    def mix(pixels: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        return pixels.lerp((0.5 + (noise - 0.5) * _ADDED_CONTRAST).clamp(0, 1), share)

    return strips_of(height, width).map(mix, pixels, _make_noise((width, height), seed).pixels)


def filter_to_pink(white: torch.Tensor, blur: float = 0.0, keep_mean: bool = False) -> torch.Tensor:
    """Return white noise, (C, H, W), with its amplitude falling as 1/f, and deviation 1 per channel.

    It wraps around at the edges. ``blur`` is the sigma in pixels of a Gaussian on top. The mean of
    each channel becomes 0, or with ``keep_mean`` stays as random as any other frequency.
    """
    height, width = white.shape[1:]
    spectrum = torch.fft.rfft2(white)
    release_pages()
    for strip in strips_of(height, width).cut():
        own = slice(strip.first, strip.last)
        frequency = spatial_frequencies((height, width), half=True, rows=own)
        smoothing = torch.exp(-2 * (torch.pi * blur * frequency) ** 2)  # a Gaussian's spectrum
        spectrum[:, own].div_(frequency).mul_(smoothing)
    if not keep_mean:
        spectrum[:, 0, 0] = 0
    # Side by side, as irfft2 does it, but with no more than two of them at a time.
    spectrum = torch.fft.ifft(spectrum, dim=1)
    pink = torch.fft.irfft(spectrum, n=width, dim=2)
    del spectrum
    return pink.div_(pink.std(dim=(1, 2), keepdim=True).clamp_min(1e-6))
