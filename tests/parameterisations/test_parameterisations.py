from __future__ import annotations

import numpy as np
import pytest
import torch

from dreamgen.parameterisations.fourier import Fourier
from dreamgen.parameterisations.pixels import Pixels

PICTURE = torch.rand(1, 3, 30, 41, generator=torch.Generator().manual_seed(2)) * 0.9 + 0.05


@pytest.mark.parametrize("kind", [Pixels(), Fourier(), Fourier(decay=0.5)])
@pytest.mark.parametrize("width", [40, 41])
def test_decoding_undoes_encoding(kind, width):
    picture = PICTURE[..., :width]
    again = kind.decode(kind.encode(picture), picture.shape[2:])
    torch.testing.assert_close(again, picture, atol=2e-4, rtol=0)


def test_pixels_stay_in_range():
    assert Pixels().project(torch.tensor([-1.0, 0.5, 2.0])).tolist() == [0, 0.5, 1]


def test_an_equal_step_in_every_coefficient_moves_low_frequencies_most():
    fourier = Fourier(decay=1.0)
    flat = fourier.encode(torch.full((1, 3, 64, 64), 0.5))
    moved = fourier.decode(flat + 0.01 * torch.randn(flat.shape), (64, 64))
    power = np.abs(np.fft.fft2(moved[0].mean(0).numpy() - moved.mean().item()))
    frequency = np.hypot(np.fft.fftfreq(64)[:, None], np.fft.fftfreq(64)[None])
    low = power[(frequency > 0.02) & (frequency < 0.06)].mean()
    high = power[frequency > 0.4].mean()
    assert 4 < low / high < 30  # amplitudes fall as 1/f: 0.45 / 0.045 is 10


@pytest.mark.parametrize("kind", [Pixels(), Fourier()])
def test_each_picture_of_a_batch_is_treated_as_if_alone(kind):
    batch = torch.cat([PICTURE, PICTURE.flip(3) * 0.1, 1 - PICTURE])
    parameters = kind.encode(batch)
    alone = [kind.encode(one) for one in batch.split(1)]
    torch.testing.assert_close(parameters, torch.cat(alone))
    decoded = [kind.decode(one, batch.shape[2:]) for one in alone]
    torch.testing.assert_close(kind.decode(parameters, batch.shape[2:]), torch.cat(decoded))
