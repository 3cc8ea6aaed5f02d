"""How the amplitudes of a photograph fall with frequency, in decorrelated colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dreamgen.imaging.decorrelated_colour import to_decorrelated_logits
from dreamgen.imaging.frequencies import spatial_frequencies

_BINS = 24
_LOWEST = 1e-4  # cycles per pixel, of a picture of 10,000 pixels


@dataclass(frozen=True)
class Spectrum:
    """Amplitudes of three independent channels, (3, n), at ``frequencies``, (n,) cycles per pixel.

    ``mean`` and ``deviation`` are those of each channel, three numbers each.
    """

    frequencies: Tensor
    amplitudes: Tensor
    mean: Tensor
    deviation: Tensor

    def interpolate(self, frequencies: Tensor) -> Tensor:
        """Return the amplitudes, (3, ...), at any frequencies above 0, straight in the logarithms."""
        own = self.frequencies.log().to(frequencies, non_blocking=True)
        wanted = frequencies.log()
        right = torch.searchsorted(own, wanted).clamp(1, len(own) - 1)
        share = (wanted - own[right - 1]) / (own[right] - own[right - 1])
        levels = self.amplitudes.log().to(frequencies, non_blocking=True)
        return torch.lerp(levels[:, right - 1], levels[:, right], share).exp()


def make_power_law(decay: float, mean: Sequence[float], deviation: float) -> Spectrum:
    """Return amplitudes that fall as 1 / frequency^decay in channels of one deviation."""
    frequencies = torch.tensor([1e-4, 1.0])
    amplitudes = (frequencies**-decay).expand(3, 2)
    return Spectrum(frequencies, amplitudes, torch.tensor(mean), torch.full((3,), deviation))


def measure_spectrum(pictures: Sequence[Tensor]) -> Spectrum:
    """Return the mean spectrum of pictures, each (3, H, W) in 0..1, of any sizes.

    Amplitudes are root mean squares over all directions, as in Field, "Relations Between the
    Statistics of Natural Images and the Response Properties of Cortical Cells", 1987; a Hann window
    keeps the jump from one border to the other out of them.
    """
    parts = [_measure_one(picture) for picture in pictures]
    amplitudes = torch.stack([part.amplitudes for part in parts]).mean(0)
    mean = torch.stack([part.mean for part in parts]).mean(0)
    deviation = torch.stack([part.deviation for part in parts]).mean(0)
    return Spectrum(parts[0].frequencies, amplitudes, mean, deviation)


def _measure_one(picture: Tensor) -> Spectrum:
    (channels,) = to_decorrelated_logits(picture[None])
    size = (channels.shape[1], channels.shape[2])
    mean, deviation = channels.mean((1, 2)), channels.std((1, 2), correction=0)
    down, across = (torch.hann_window(side, periodic=False) for side in size)
    spectrum = torch.fft.fft2((channels - mean[:, None, None]) * down[:, None] * across)
    # From four cycles over the window, which blurs what is lower, to the Nyquist frequency.
    edges = torch.logspace(0, 1, _BINS + 1, base=min(size) / 8) * 4 / min(size)
    place = torch.bucketize(spatial_frequencies(size), edges).flatten()
    power = spectrum.abs().square().flatten(1)
    sums = power.new_zeros(3, _BINS + 2).index_add_(1, place, power)[:, 1:-1]
    counts = torch.bincount(place, minlength=_BINS + 2)[1:-1]
    found = counts > 0
    middles = (edges[1:] * edges[:-1]).sqrt()[found]
    levels = (sums[:, found] / counts[found] + 1e-12).sqrt() / deviation[:, None].clamp_min(1e-6)
    # Below what can be measured they rise as 1 / frequency.
    lowest = levels[:, :1] * middles[0] / _LOWEST
    own = Spectrum(
        torch.cat([torch.tensor([_LOWEST]), middles]),
        torch.cat([lowest, levels], 1),
        mean,
        deviation,
    )
    shared = torch.logspace(-4, -0.35, 2 * _BINS)
    return Spectrum(shared, own.interpolate(shared), mean, deviation)
