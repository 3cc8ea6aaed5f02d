"""Match brightness, colour and sharpness to the start, so that they do not drift over a zoom.

Only the dreamed part of a picture counts: once the camera has left a chart's white page behind, the
dream must not become as bright as the page was. ``where``, (1, H, W) in 0..1, is 1 in that part;
None stands for the whole.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from dreamgen.imaging.laplacian_pyramid import build_laplacian_pyramid, collapse_laplacian_pyramid

GAIN = (0.6, 1.6)  # contrast is changed no further than this in one go
BAND_GAIN = (0.8, 1.35)
ROUNDS = 8  # at most: clipping at black and white shifts the mean, so it is measured again
NEAR = 0.005  # how close is close enough, as a share of the tone's deviation
BANDS = 3  # octaves of detail whose contrast is matched
FEW = 0.1  # share of the pixels that determine a tone alone; fewer are trusted less


@dataclass(frozen=True)
class Tone:
    """The mean and standard deviation of each channel, (3, 1, 1), and how strong detail is.

    ``bands`` are the standard deviations of the Laplacian pyramid's bands, finest first.
    """

    mean: Tensor
    deviation: Tensor
    bands: tuple[float, ...] = ()

    @classmethod
    def measure(cls, pixels: Tensor, where: Tensor | None = None) -> Tone:
        """Return the tone of (3, H, W) in 0..1."""
        bands = [
            _measure_contrast(band, where)
            for band in build_laplacian_pyramid(pixels[None], BANDS)[:-1]
        ]
        return cls(*_measure_channels(pixels, where), tuple(bands))


def _measure_channels(pixels: Tensor, where: Tensor | None) -> tuple[Tensor, Tensor]:
    # From the mean square: several times as fast as torch's own deviation over two dimensions.
    flat = pixels.flatten(1)
    weight = None if where is None else where.flatten() / where.sum().clamp_min(1e-6)
    mean = flat.mean(1) if weight is None else flat @ weight
    square = flat.square().mean(1) if weight is None else flat.square() @ weight
    deviation = (square - mean.square()).clamp_min(0).sqrt()
    return mean[:, None, None], deviation[:, None, None]


def _measure_contrast(band: Tensor, where: Tensor | None) -> float:
    """Return the standard deviation of one band, (1, 3, H, W), of a Laplacian pyramid."""
    if where is None:
        return float(band.std())
    height, width = band.shape[2:]
    weight = F.adaptive_avg_pool2d(where, (height, width)).expand(3, -1, -1)
    return float(_measure_channels(band.flatten(1)[None], weight.flatten(1)[None])[1])


def match_tone(
    pixels: Tensor, tone: Tone, share: float = 1.0, where: Tensor | None = None
) -> Tensor:
    """Return (3, H, W) in 0..1 with a tone's brightness and colour, or moved towards them by ``share``.

    Mean and deviation of each channel are matched (Reinhard et al., "Color transfer between
    images", 2001), with clipping at black and white allowed for.
    """
    before = pixels
    if where is not None:
        share *= min(1.0, float(where.mean()) / FEW)
    mean, deviation = _measure_channels(pixels, where)
    mean = torch.lerp(mean, tone.mean.to(pixels), share)
    deviation = torch.lerp(deviation, tone.deviation.to(pixels), share)
    for _ in range(ROUNDS):
        now, spread = _measure_channels(pixels, where)
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
        min(max(was / max(_measure_contrast(band, where), 1e-6), BAND_GAIN[0]), BAND_GAIN[1])
        for was, band in zip(tone.bands, bands, strict=False)
    ]
    kept = [band * gain for band, gain in zip(bands, gains, strict=False)]
    return collapse_laplacian_pyramid([*kept, *bands[len(kept) :], rest])[0].clamp(0, 1)
