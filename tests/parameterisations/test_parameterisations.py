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
def test_each_picture_of_a_batch_is_encoded_by_itself(kind):
    batch = torch.cat([PICTURE, PICTURE.flip(3), PICTURE.sqrt()])
    together = kind.encode(batch)
    for index in range(3):
        alone = kind.encode(batch[index : index + 1])
        torch.testing.assert_close(together[index : index + 1], alone)
        decoded = kind.decode(together, batch.shape[2:])[index : index + 1]
        torch.testing.assert_close(decoded, kind.decode(alone, batch.shape[2:]))


def test_fourier_parameters_of_a_transposed_picture_are_the_transposed_ones():
    lying, upright = Fourier().encode(PICTURE), Fourier().encode(PICTURE.transpose(2, 3))
    torch.testing.assert_close(upright, lying.transpose(2, 3), atol=1e-5, rtol=1e-4)
    decoded = Fourier().decode(upright, (41, 30))
    torch.testing.assert_close(decoded.transpose(2, 3), PICTURE, atol=2e-4, rtol=0)


def climb(picture: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the first gradient of the parameters, and the picture after five steps."""
    fourier, size = Fourier(), picture.shape[2:]
    parameters, gradients = fourier.encode(picture), []
    adam = torch.optim.Adam([parameters.requires_grad_(True)], lr=0.05)
    for _ in range(5):
        adam.zero_grad()
        (fourier.decode(parameters, size) - target).square().sum().backward()
        gradients.append(parameters.grad.clone())
        adam.step()
    return gradients[0], fourier.decode(parameters.detach(), size)


def test_fourier_climbs_the_same_upright_and_lying():
    gradient, climbed = climb(PICTURE.clone(), PICTURE.flip(2))
    turned = climb(PICTURE.transpose(2, 3).clone(), PICTURE.flip(2).transpose(2, 3))
    torch.testing.assert_close(turned[0].transpose(2, 3), gradient, atol=1e-4, rtol=1e-3)
    torch.testing.assert_close(turned[1].transpose(2, 3), climbed, atol=1e-3, rtol=0)
    assert (climbed - PICTURE).abs().mean() > 0.005


def step_length(size: tuple[int, int]) -> float:
    """Return how far a step of 0.05 in every parameter, up or down, moves a grey picture."""
    flat = Fourier().encode(torch.full((1, 3, *size), 0.5))
    signs = torch.randn(flat.shape, generator=torch.Generator().manual_seed(1)).sign()
    return float((Fourier().decode(flat + 0.05 * signs, size) - 0.5).std())


def test_a_fourier_step_is_as_long_at_any_size_and_orientation():
    lengths = [step_length(size) for size in [(128, 128), (512, 512), (128, 512), (512, 128)]]
    assert max(lengths) < 1.25 * min(lengths)
    assert lengths[0] == pytest.approx(0.0038, rel=0.2)


def test_fourier_coefficients_are_those_of_numpys_transform():
    fourier, picture = Fourier(decay=0.0), PICTURE.clamp(0.01, 0.99)
    mixing = np.array([[0.26, 0.09, 0.02], [0.27, 0.00, -0.05], [0.27, -0.09, 0.03]])
    mixing /= np.linalg.norm(mixing, axis=0).max()
    logits = np.log(picture.numpy() / (1 - picture.numpy()))[0]
    spectrum = np.fft.fft2(np.tensordot(np.linalg.inv(mixing), logits, 1), norm="ortho")
    found = fourier.encode(picture)[0].numpy()
    ratio = found / (spectrum.real - spectrum.imag)
    np.testing.assert_allclose(ratio, ratio.mean(), rtol=2e-2)
