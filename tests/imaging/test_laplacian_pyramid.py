"""The Laplacian pyramid against plain loops and against waves whose band is known."""

import numpy as np
import pytest
import torch

from dreamgen.imaging.laplacian_pyramid import build_laplacian_pyramid, collapse_laplacian_pyramid

NOISE = torch.randn(2, 3, 41, 56, generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize("count", [1, 3, 10])
def test_bands_collapse_to_the_pictures(count):
    bands = build_laplacian_pyramid(NOISE, count)
    torch.testing.assert_close(collapse_laplacian_pyramid(bands), NOISE)


def test_each_band_is_half_as_large():
    sizes = [tuple(band.shape) for band in build_laplacian_pyramid(NOISE, 2)]
    assert sizes == [(2, 3, 41, 56), (2, 3, 21, 28), (2, 3, 11, 14)]


def test_small_pictures_are_not_halved():
    tiny = NOISE[..., :3, :]
    assert len(build_laplacian_pyramid(tiny, 4)) == 1


def test_the_residual_is_burt_and_adelsons_reduction():
    plane = NOISE[1, 2].numpy()
    padded = np.pad(plane, 2, mode="reflect")
    weights = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256
    expected = [
        [(padded[y : y + 5, x : x + 5] * weights).sum() for x in range(0, plane.shape[1], 2)]
        for y in range(0, plane.shape[0], 2)
    ]
    residual = build_laplacian_pyramid(NOISE, 1)[-1][1, 2]
    np.testing.assert_allclose(residual.numpy(), expected, atol=1e-5)


def test_a_flat_picture_has_no_detail():
    *details, residual = build_laplacian_pyramid(torch.full((1, 3, 32, 48), 0.7), 3)
    assert max(float(band.abs().max()) for band in details) < 1e-6
    torch.testing.assert_close(residual, torch.full((1, 3, 4, 6), 0.7))


@pytest.mark.parametrize(("wavelength", "band"), [(2.5, 0), (32, 3)])
def test_a_wave_is_strongest_in_the_band_of_its_frequency(wavelength, band):
    wave = torch.sin(torch.arange(128) * 2 * torch.pi / wavelength).expand(1, 1, 128, 128)
    strengths = [float(part.square().mean()) for part in build_laplacian_pyramid(wave, 4)[:-1]]
    assert int(np.argmax(strengths)) == band
