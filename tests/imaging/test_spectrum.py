"""Spectra of pictures whose spectrum is known."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from dreamgen.imaging.decorrelated_colour import (
    from_decorrelated_logits,
    limit_contrast,
    to_decorrelated_logits,
)
from dreamgen.imaging.spectrum import make_power_law, measure_spectrum


def make_coloured(decay: float, seed: int = 1, side: int = 256) -> torch.Tensor:
    """A picture, (3, side, side), whose channels fall as 1 / f^decay."""
    rng = np.random.default_rng(seed)
    f = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.fftfreq(side)[None])
    f[0, 0] = 1
    planes = np.fft.ifft2(np.fft.fft2(rng.standard_normal((3, side, side))) / f**decay).real
    planes = planes / planes.std((1, 2), keepdims=True) * np.array([1.2, 0.8, 0.5])[:, None, None]
    return from_decorrelated_logits(torch.from_numpy(planes)[None])[0].float()


@pytest.mark.parametrize("decay", [0.6, 1.0, 1.4])
def test_the_decay_of_a_picture_is_found(decay):
    spectrum = measure_spectrum([make_coloured(decay)])
    # Above the few lowest frequencies, of which a picture has too few to average.
    used = spectrum.frequencies > 0.03
    x, y = spectrum.frequencies[used].log(), spectrum.amplitudes[:, used].log()
    for channel in y:
        slope = np.polyfit(x.numpy(), channel.numpy(), 1)[0]
        assert slope == pytest.approx(-decay, abs=0.08)
    np.testing.assert_allclose(spectrum.deviation, [1.2, 0.8, 0.5], rtol=0.02)


def test_a_power_law_is_one_at_any_frequency():
    spectrum = make_power_law(1.25, (0, 0, 0), 1.0)
    frequencies = torch.tensor([[0.002, 0.1], [0.3, 0.7]])
    torch.testing.assert_close(
        spectrum.interpolate(frequencies), (frequencies**-1.25).expand(3, 2, 2)
    )


def test_several_pictures_are_averaged():
    pictures = [make_coloured(1.0, seed, 128) for seed in (1, 2)]
    both, first, second = (measure_spectrum(x) for x in (pictures, pictures[:1], pictures[1:]))
    torch.testing.assert_close(both.amplitudes, (first.amplitudes + second.amplitudes) / 2)
    torch.testing.assert_close(both.mean, (first.mean + second.mean) / 2)


def test_decorrelated_logits_are_numpys_product_and_come_back():
    picture = torch.rand(1, 3, 5, 7, generator=torch.Generator().manual_seed(1)) * 0.98 + 0.01
    matrix = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
    matrix /= np.sqrt((matrix**2).sum(0).max())
    logits = (picture / (1 - picture)).log().numpy()[0]
    expected = np.tensordot(np.linalg.inv(matrix), logits, 1)
    found = to_decorrelated_logits(picture)
    np.testing.assert_allclose(found[0], expected, rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(from_decorrelated_logits(found), picture)


def test_only_channels_of_too_much_contrast_are_held():
    channels = (
        torch.randn(2, 3, 20, 20, dtype=torch.float64)
        * torch.tensor([0.3, 1.0, 4.0])[:, None, None]
    )
    channels = channels + 0.7
    held = limit_contrast(channels, 1.5)
    torch.testing.assert_close(held[:, :2], channels[:, :2])
    np.testing.assert_allclose(held[:, 2].std((1, 2), correction=0), 1.5)
    torch.testing.assert_close(held.mean((2, 3)), channels.mean((2, 3)))
    small = channels[:1, :, :4, :4].clone().requires_grad_(True)
    assert torch.autograd.gradcheck(lambda x: limit_contrast(x, 1.5), small)
