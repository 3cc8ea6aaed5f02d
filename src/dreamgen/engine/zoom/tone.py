"""Brightness, colour and sharpness held where they began, so that nothing creeps.

Only the dreamed part of a picture counts: a chart's dreams are not to become as bright as its page
was, once the camera has left the page behind. ``where``, (1, H, W) in 0..1, is 1 in that part; None
stands for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.laplacian_pyramid import build_laplacian_pyramid, collapse_laplacian_pyramid

GAIN = (0.6, 1.6)  # contrast is changed no further than this in one go
BAND_GAIN = (0.8, 1.35)
ROUNDS = 8  # at most: values cut off at black and white shift the mean, so it is looked at again
NEAR = 0.005  # share of the tone's deviation that it may be missed by
BANDS = 3  # octaves of detail whose strength is held
FEW = 0.1  # share of the pixels that tell a tone by themselves; fewer are trusted less


@dataclass(frozen=True)
class Tone:
    """The mean and standard deviation of each channel, (3, 1, 1), and how strong detail is.

    ``bands`` are the standard deviations of the Laplacian pyramid's bands, finest first.
    """

    mean: Tensor
    deviation: Tensor
    bands: tuple[float, ...] = ()

    @classmethod
    def of(cls, pixels: Tensor, where: Tensor | None = None) -> Tone:
        """Measure (3, H, W)."""
        bands = [
            _strength(band, where) for band in build_laplacian_pyramid(pixels[None], BANDS)[:-1]
        ]
        return cls(*_spread(pixels, where), tuple(bands))


def _spread(pixels: Tensor, where: Tensor | None) -> tuple[Tensor, Tensor]:
    # From the mean square: several times as fast as torch's own deviation over two dimensions.
    flat = pixels.flatten(1)
    weight = None if where is None else where.flatten() / where.sum().clamp_min(1e-6)
    mean = flat.mean(1) if weight is None else flat @ weight
    square = flat.square().mean(1) if weight is None else flat.square() @ weight
    deviation = (square - mean.square()).clamp_min(0).sqrt()
    return mean[:, None, None], deviation[:, None, None]


def _strength(band: Tensor, where: Tensor | None) -> float:
    """Return the standard deviation of one band, (1, 3, H, W), of a Laplacian pyramid."""
    if where is None:
        return float(band.std())
    weight = F.adaptive_avg_pool2d(where, band.shape[2:]).expand(3, -1, -1)
    return float(_spread(band.flatten(1)[None], weight.flatten(1)[None])[1])


def match_tone(
    pixels: Tensor, tone: Tone, share: float = 1.0, where: Tensor | None = None
) -> Tensor:
    """Return (3, H, W) in 0..1 brought to a tone's brightness and colour, or part of the way."""
    before = pixels
    if where is not None:
        share *= min(1.0, float(where.mean()) / FEW)
    mean, deviation = _spread(pixels, where)
    mean = torch.lerp(mean, tone.mean.to(pixels), share)
    deviation = torch.lerp(deviation, tone.deviation.to(pixels), share)
    for _ in range(ROUNDS):
        now, spread = _spread(pixels, where)
        if (
            torch.maximum((now - mean).abs(), (spread - deviation).abs()).max()
            < NEAR * deviation.max()
        ):
            break
        gain = (deviation / spread.clamp_min(1e-4)).clamp(*GAIN)
        pixels = torch.addcmul(mean, pixels - now, gain).clamp(0, 1)
    return pixels if where is None else torch.lerp(before, pixels, where)


def match_sharpness(pixels: Tensor, tone: Tone, where: Tensor | None = None) -> Tensor:
    """Return (3, H, W) in 0..1 with fine detail as strong as it was, within limits.

    Enlarging takes the finest octaves away and a short dream gives back only some of them.
    """
    *bands, rest = build_laplacian_pyramid(pixels[None], BANDS)
    gains = [
        min(max(was / max(_strength(band, where), 1e-6), BAND_GAIN[0]), BAND_GAIN[1])
        for was, band in zip(tone.bands, bands, strict=False)
    ]
    kept = [band * gain for band, gain in zip(bands, gains, strict=False)]
    return collapse_laplacian_pyramid([*kept, *bands[len(kept) :], rest])[0].clamp(0, 1)
